#include "commands/verbs.h"

namespace tocsin {

const Verb k_decline_page = {
    .name = "decline-page",
    .aliases = "",
    .arguments = "Pn [WHY]",
    .purpose = "Says that you cannot come.",
    .examples = {"decline-page P1", "INC-7 decline-page P1 On a plane"},
    .is_hidden = true,
};

}  // namespace tocsin
