#include "commands/verbs.h"

namespace tocsin {

const Verb k_remind = {
    .name = "remind",
    .aliases = "",
    .arguments = "30m|off",
    .purpose = "Nudges the lead for the next update.",
    .examples = {"remind 30m", "remind off"},

};

}  // namespace tocsin
