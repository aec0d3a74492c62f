#include "commands/verbs.h"

namespace tocsin {

const Verb k_tasks = {
    .name = "tasks",
    .aliases = "",
    .arguments = "[mine|open|unassigned|all]",
    .purpose = "Lists the tasks.",
    .examples = {"tasks", "tasks mine"},

};

}  // namespace tocsin
