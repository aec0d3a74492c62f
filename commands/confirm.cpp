#include "commands/verbs.h"

namespace tocsin {

const Verb k_confirm = {
    .name = "confirm",
    .aliases = "",
    .arguments = "Hn [WHEN] [WHY]",
    .purpose = "The hypothesis was right.",
    .examples = {"confirm H1", "confirm H1 Rolling back helped"},

};

}  // namespace tocsin
