#include "commands/verbs.h"

namespace tocsin {

const Verb k_move = {
    .name = "move",
    .aliases = "",
    .arguments = "En WHEN",
    .purpose = "Corrects an entry's time.",
    .examples = {"move E12 14:35", "move E3 14:02 UTC"},

};

}  // namespace tocsin
