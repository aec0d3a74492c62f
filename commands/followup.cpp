#include "commands/verbs.h"

namespace tocsin {

const Verb k_followup = {
    .name = "followup",
    .aliases = "follow-up",
    .arguments = "[@USER] TEXT [by WHEN]",
    .purpose = "Work after the incident.",
    .examples = {"followup @ben Add an alert by fri", "followup done T4"},

};

}  // namespace tocsin
