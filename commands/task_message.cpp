#include "commands/verbs.h"

namespace tocsin {

const Verb k_task_message = {
    .name = "task-message",
    .aliases = "",
    .arguments = "CHANNEL MESSAGE [THREAD]",
    .purpose = "Makes a task of a message.",
    .examples = {"task-message C1 1700000000.000100", "INC-7 task-message C1 1700000000.000100"},
    .is_hidden = true,
};

}  // namespace tocsin
