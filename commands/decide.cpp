#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_decide(const Request& request) {
  return run_text_entry<event::Decided>(request, k_decide);
}

Form decide_form(const Request& request) {
  return timed_text_form(request, k_decide, "Decision", "What was decided?");
}

}  // namespace

const Verb k_decide = {
    .name = "decide",
    .aliases = "decision",
    .arguments = "[WHEN] TEXT",
    .purpose = "Records a decision and who made it.",
    .examples = {"decide We fail over to Frankfurt", "decide 15:05 No rollback before 16:00"},
    .form = decide_form,
    .run = run_decide,
    .arguments_of = when_and_text,
};

}  // namespace tocsin
