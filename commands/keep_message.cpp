#include "commands/verbs.h"

namespace tocsin {

const Verb k_keep_message = {
    .name = "keep-message",
    .aliases = "",
    .arguments = "CHANNEL MESSAGE [THREAD]",
    .purpose = "Takes a message over into the timeline.",
    .examples = {"keep-message C1 1700000000.000100", "INC-7 keep-message C1 1700000000.000100"},
    .is_hidden = true,
};

}  // namespace tocsin
