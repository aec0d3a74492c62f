#include "commands/verbs.h"

namespace tocsin {

const Verb k_similar = {
    .name = "similar",
    .aliases = "",
    .arguments = "[INC-n]",
    .purpose = "Past incidents like this one.",
    .examples = {"similar", "similar INC-7"},

};

}  // namespace tocsin
