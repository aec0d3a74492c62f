#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_detected(const Request& request) {
  return run_text_entry<event::Detected>(request, k_detected);
}

Form detected_form(const Request& request) {
  return timed_text_form(request, k_detected, "Detection", "How was it noticed?");
}

}  // namespace

const Verb k_detected = {
    .name = "detected",
    .aliases = "",
    .arguments = "[WHEN] TEXT",
    .purpose = "Records when and how it was noticed.",
    .examples = {"detected 14:02 Alert on checkout errors", "detected 10m ago A customer called"},
    .form = detected_form,
    .run = run_detected,
    .arguments_of = when_and_text,
};

}  // namespace tocsin
