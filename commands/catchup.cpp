#include "commands/verbs.h"

namespace tocsin {

const Verb k_catchup = {
    .name = "catchup",
    .aliases = "",
    .arguments = "",
    .purpose = "What a late joiner needs.",
    .examples = {"catchup", "INC-7 catchup"},

};

}  // namespace tocsin
