#include "commands/verbs.h"

namespace tocsin {

const Verb k_task = {
    .name = "task",
    .aliases = "todo|action",
    .arguments = "[@USER] TEXT [by WHEN]",
    .purpose = "Work during the incident.",
    .examples = {"task @ana Check the replica by 15:30", "task done T2"},

};

}  // namespace tocsin
