#include "commands/verbs.h"

namespace tocsin {

const Verb k_unsubscribe = {
    .name = "unsubscribe",
    .aliases = "",
    .arguments = "",
    .purpose = "No more updates by direct message.",
    .examples = {"unsubscribe", "INC-7 unsubscribe"},

};

}  // namespace tocsin
