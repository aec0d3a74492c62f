#include "commands/entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run(const Request& request) {
  return run_text_entry<event::WorkaroundFound>(request, k_workaround);
}

}  // namespace

const Verb k_workaround = {
    .name = "workaround",
    .aliases = "",
    .arguments = "[WHEN] TEXT",
    .purpose = "Records the immediate relief.",
    .examples = {"workaround Traffic moved to the second region",
                 "workaround 15:10 Cache switched off"},
    .run = run,
};

}  // namespace tocsin
