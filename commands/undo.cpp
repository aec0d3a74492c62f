#include "commands/verbs.h"

namespace tocsin {

const Verb k_undo = {
    .name = "undo",
    .aliases = "",
    .arguments = "",
    .purpose = "Takes back your last command.",
    .examples = {"undo", "INC-7 undo"},

};

}  // namespace tocsin
