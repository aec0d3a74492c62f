#include "commands/entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run(const Request& request) { return run_text_entry<event::FixFound>(request, k_fix); }

}  // namespace

const Verb k_fix = {
    .name = "fix",
    .aliases = "resolution",
    .arguments = "[WHEN] TEXT",
    .purpose = "Records the permanent fix.",
    .examples = {"fix Pool size raised to 200", "fix 16:40 Corrected certificate deployed"},
    .run = run,
};

}  // namespace tocsin
