#include "commands/verbs.h"

namespace tocsin {

const Verb k_cancel = {
    .name = "cancel",
    .aliases = "decline|false-alarm",
    .arguments = "REASON",
    .purpose = "Ends it without a write-up.",
    .examples = {"cancel It was a test", "cancel False alarm"},

};

}  // namespace tocsin
