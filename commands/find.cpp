#include "commands/verbs.h"

namespace tocsin {

const Verb k_find = {
    .name = "find",
    .aliases = "search",
    .arguments = "WORDS",
    .purpose = "Searches all incidents.",
    .examples = {"find checkout pool", "find DNS"},

};

}  // namespace tocsin
