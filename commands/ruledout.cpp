#include "commands/verbs.h"

namespace tocsin {

const Verb k_ruledout = {
    .name = "ruledout",
    .aliases = "deadend|rule-out",
    .arguments = "Hn [WHEN] [WHY]",
    .purpose = "Closes a lead that was false.",
    .examples = {"ruledout H2 No slow queries in the log", "ruledout 15:10 The rate limit"},

};

}  // namespace tocsin
