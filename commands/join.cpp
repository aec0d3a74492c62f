#include "commands/verbs.h"

namespace tocsin {

const Verb k_join = {
    .name = "join",
    .aliases = "claim",
    .arguments = "[ROLE]",
    .purpose = "Takes a free role.",
    .examples = {"join scribe", "join"},

};

}  // namespace tocsin
