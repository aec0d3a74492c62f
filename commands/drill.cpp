#include "commands/verbs.h"

namespace tocsin {

const Verb k_drill = {
    .name = "drill",
    .aliases = "",
    .arguments = "[SCENARIO|INC-n]",
    .purpose = "Practice.",
    .examples = {"drill", "drill INC-7"},
    .needs_incident = false,
};

}  // namespace tocsin
