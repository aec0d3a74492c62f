#include "commands/verbs.h"

namespace tocsin {

const Verb k_zone = {
    .name = "zone",
    .aliases = "",
    .arguments = "ZONE",
    .purpose = "Sets the incident's time zone.",
    .examples = {"zone Europe/Berlin", "zone EST"},

};

}  // namespace tocsin
