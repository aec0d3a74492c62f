#include "commands/verbs.h"

namespace tocsin {

const Verb k_stats = {
    .name = "stats",
    .aliases = "",
    .arguments = "[30d|90d|1y] [sev]",
    .purpose = "Numbers of the past.",
    .examples = {"stats 90d", "stats 1y sev1"},

};

}  // namespace tocsin
