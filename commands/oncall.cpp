#include "commands/verbs.h"

namespace tocsin {

const Verb k_oncall = {
    .name = "oncall",
    .aliases = "",
    .arguments = "[TEAM]",
    .purpose = "Shows who is on call.",
    .examples = {"oncall", "oncall payments"},
    .needs_incident = false,
};

}  // namespace tocsin
