#include "commands/verbs.h"

namespace tocsin {

const Verb k_escalate = {
    .name = "escalate",
    .aliases = "page|engage",
    .arguments = "@USER|TEAM|GROUP [REASON]",
    .purpose = "Pages someone.",
    .examples = {"escalate payments Checkout is down", "escalate @ana"},

};

}  // namespace tocsin
