#include "commands/entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run(const Request& request) { return run_text_now<event::CauseAdded>(request, k_cause); }

}  // namespace

const Verb k_cause = {
    .name = "cause",
    .aliases = "",
    .arguments = "TEXT",
    .purpose = "Adds a root cause or contributing factor.",
    .examples = {"cause The pool was too small for the morning peak",
                 "cause The alert went to a channel nobody reads"},
    .run = run,
};

}  // namespace tocsin
