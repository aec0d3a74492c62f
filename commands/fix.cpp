#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_fix(const Request& request) { return run_text_entry<event::FixFound>(request, k_fix); }

Form fix_form(const Request& request) {
  return timed_text_form(request, k_fix, "Fix", "What repaired it for good?");
}

}  // namespace

const Verb k_fix = {
    .name = "fix",
    .aliases = "resolution",
    .arguments = "[WHEN] TEXT",
    .purpose = "Records the permanent fix.",
    .examples = {"fix Pool size raised to 200", "fix 16:40 Corrected certificate deployed"},
    .form = fix_form,
    .run = run_fix,
    .arguments_of = when_and_text,
};

}  // namespace tocsin
