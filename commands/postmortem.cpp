#include "commands/verbs.h"

namespace tocsin {

const Verb k_postmortem = {
    .name = "postmortem",
    .aliases = "pm|writeup|retro",
    .arguments = "[preview|lint|publish|file]",
    .purpose = "The write-up as it stands.",
    .examples = {"postmortem", "postmortem lint"},

};

}  // namespace tocsin
