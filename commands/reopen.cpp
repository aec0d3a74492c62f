#include "commands/verbs.h"

namespace tocsin {

const Verb k_reopen = {
    .name = "reopen",
    .aliases = "",
    .arguments = "REASON",
    .purpose = "Opens it again.",
    .examples = {"reopen The errors are back", "INC-7 reopen Again"},

};

}  // namespace tocsin
