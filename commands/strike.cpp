#include "commands/verbs.h"

namespace tocsin {

const Verb k_strike = {
    .name = "strike",
    .aliases = "",
    .arguments = "En [REASON]",
    .purpose = "Leaves an entry out of the write-up.",
    .examples = {"strike E12", "strike E3 Wrong incident"},

};

}  // namespace tocsin
