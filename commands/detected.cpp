#include "commands/entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run(const Request& request) { return run_text_entry<event::Detected>(request, k_detected); }

}  // namespace

const Verb k_detected = {
    .name = "detected",
    .aliases = "",
    .arguments = "[WHEN] TEXT",
    .purpose = "Records when and how it was noticed.",
    .examples = {"detected 14:02 Alert on checkout errors", "detected 10m ago A customer called"},
    .run = run,
};

}  // namespace tocsin
