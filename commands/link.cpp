#include "commands/verbs.h"

namespace tocsin {

const Verb k_link = {
    .name = "link",
    .aliases = "",
    .arguments = "INC-n",
    .purpose = "Relates two incidents.",
    .examples = {"link INC-3", "INC-7 link INC-3"},

};

}  // namespace tocsin
