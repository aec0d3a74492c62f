#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_cause(const Request& request) {
  return run_text_now<event::CauseAdded>(request, k_cause);
}

Form cause_form(const Request& request) {
  return text_form(request, k_cause, "Cause", "Why did it happen? One cause; several can be added");
}

}  // namespace

const Verb k_cause = {
    .name = "cause",
    .aliases = "",
    .arguments = "TEXT",
    .purpose = "Adds a root cause or contributing factor.",
    .examples = {"cause The pool was too small for the morning peak",
                 "cause The alert went to a channel nobody reads"},
    .form = cause_form,
    .run = run_cause,
    .arguments_of = only_text,
};

}  // namespace tocsin
