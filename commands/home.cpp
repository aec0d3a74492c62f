#include "commands/verbs.h"

namespace tocsin {

const Verb k_home = {
    .name = "home",
    .aliases = "",
    .arguments = "",
    .purpose = "Draws the home tab anew.",
    .examples = {"home", "home"},
    .needs_incident = false,
    .is_hidden = true,
};

}  // namespace tocsin
