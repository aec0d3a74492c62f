#include "commands/verbs.h"

namespace tocsin {

const Verb k_handoff = {
    .name = "handoff",
    .aliases = "",
    .arguments = "@USER [ROLE]",
    .purpose = "Hands a role over; it moves when they accept.",
    .examples = {"handoff @ana", "handoff @ben scribe"},

};

}  // namespace tocsin
