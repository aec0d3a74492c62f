#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run(const Request& request) { return run_text_entry<event::FixFound>(request, k_fix); }

Form form(const Request& request) {
  return timed_text_form(request, k_fix, "Fix", "What repaired it for good?");
}

}  // namespace

const Verb k_fix = {
    .name = "fix",
    .aliases = "resolution",
    .arguments = "[WHEN] TEXT",
    .purpose = "Records the permanent fix.",
    .examples = {"fix Pool size raised to 200", "fix 16:40 Corrected certificate deployed"},
    .form = form,
    .run = run,
    .arguments_of = when_and_text,
};

}  // namespace tocsin
