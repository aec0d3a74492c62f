#include "commands/verbs.h"

namespace tocsin {

const Verb k_quiet = {
    .name = "quiet",
    .aliases = "headsdown",
    .arguments = "20m",
    .purpose = "Holds reminders back.",
    .examples = {"quiet 20m", "headsdown 10m"},

};

}  // namespace tocsin
