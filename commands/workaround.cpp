#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run(const Request& request) {
  return run_text_entry<event::WorkaroundFound>(request, k_workaround);
}

Form form(const Request& request) {
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
    .form = form,
    .run = run,
    .arguments_of = when_and_text,
};

}  // namespace tocsin
