#include "commands/verbs.h"

namespace tocsin {

const Verb k_edit = {
    .name = "edit",
    .aliases = "",
    .arguments = "En TEXT",
    .purpose = "Corrects an entry.",
    .examples = {"edit E12 Rolled back release 42", "edit E3 Alert came at 14:02"},

};

}  // namespace tocsin
