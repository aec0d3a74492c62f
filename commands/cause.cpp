#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run(const Request& request) { return run_text_now<event::CauseAdded>(request, k_cause); }

Form form(const Request& request) {
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
    .form = form,
    .run = run,
    .arguments_of = only_text,
};

}  // namespace tocsin
