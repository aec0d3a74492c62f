#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_log(const Request& request) { return run_text_entry<event::Logged>(request, k_log); }

Form log_form(const Request& request) {
  return timed_text_form(request, k_log, "Log", "What happened?");
}

}  // namespace

const Verb k_log = {
    .name = "log",
    .aliases = "note|timeline add|add",
    .arguments = "[WHEN] TEXT",
    .purpose = "Adds one line to the timeline and shows it in the channel.",
    .examples = {"log Rolled back release 41", "log 14:35 Error rate is falling"},
    .form = log_form,
    .run = run_log,
    .arguments_of = when_and_text,
};

}  // namespace tocsin
