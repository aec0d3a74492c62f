#include "commands/verbs.h"

namespace tocsin {

const Verb k_roles = {
    .name = "roles",
    .aliases = "who",
    .arguments = "",
    .purpose = "Shows who does what.",
    .examples = {"roles", "who"},

};

}  // namespace tocsin
