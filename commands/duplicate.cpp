#include "commands/verbs.h"

namespace tocsin {

const Verb k_duplicate = {
    .name = "duplicate",
    .aliases = "merge",
    .arguments = "INC-n",
    .purpose = "Merges into another incident.",
    .examples = {"duplicate INC-3", "INC-7 duplicate INC-3"},

};

}  // namespace tocsin
