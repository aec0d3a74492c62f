#include "commands/verbs.h"

namespace tocsin {

const Verb k_timeline = {
    .name = "timeline",
    .aliases = "",
    .arguments = "[all|N]",
    .purpose = "Reads the timeline.",
    .examples = {"timeline", "timeline 20"},

};

}  // namespace tocsin
