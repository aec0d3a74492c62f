#include "commands/verbs.h"

namespace tocsin {

const Verb k_ack = {
    .name = "ack",
    .aliases = "acknowledge|onit",
    .arguments = "[Pn]",
    .purpose = "Acknowledges the page that waits for you.",
    .examples = {"ack", "ack P2"},

};

}  // namespace tocsin
