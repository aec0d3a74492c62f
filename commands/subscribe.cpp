#include "commands/verbs.h"

namespace tocsin {

const Verb k_subscribe = {
    .name = "subscribe",
    .aliases = "",
    .arguments = "",
    .purpose = "Updates by direct message.",
    .examples = {"subscribe", "INC-7 subscribe"},

};

}  // namespace tocsin
