#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_workaround(const Request& request) {
  return run_text_entry<event::WorkaroundFound>(request, k_workaround);
}

Form workaround_form(const Request& request) {
  return timed_text_form(request, k_workaround, "Workaround", "What brought relief?");
}

}  // namespace

const Verb k_workaround = {
    .name = "workaround",
    .aliases = "",
    .arguments = "[WHEN] TEXT",
    .purpose = "Records the immediate relief.",
    .examples = {"workaround Traffic moved to the second region",
                 "workaround 15:10 Cache switched off"},
    .form = workaround_form,
    .run = run_workaround,
    .arguments_of = when_and_text,
};

}  // namespace tocsin
