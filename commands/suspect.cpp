#include "commands/verbs.h"

namespace tocsin {

const Verb k_suspect = {
    .name = "suspect",
    .aliases = "hypothesis",
    .arguments = "[WHEN] TEXT",
    .purpose = "Opens a hypothesis.",
    .examples = {"suspect DNS cache is stale", "suspect 14:50 A slow query"},

};

}  // namespace tocsin
