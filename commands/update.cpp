#include "commands/verbs.h"

namespace tocsin {

const Verb k_update = {
    .name = "update",
    .aliases = "post|announce",
    .arguments = "[next 30m] TEXT",
    .purpose = "Tells the stakeholders.",
    .examples = {"update next 30m We found the cause", "update Payments work again"},

};

}  // namespace tocsin
