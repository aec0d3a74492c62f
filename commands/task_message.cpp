#include "commands/marked_message.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_task_message(const Request& request) {
  return take_over_message(request, k_task_message, delivery::ReadMessage::Purpose::task);
}

}  // namespace

const Verb k_task_message = {
    .name = "task-message",
    .aliases = "",
    .arguments = "CHANNEL MESSAGE [THREAD]",
    .purpose = "Makes a task of a message.",
    .examples = {"task-message C1 1700000000.000100", "INC-7 task-message C1 1700000000.000100"},
    .is_hidden = true,
    .run = run_task_message,
};

}  // namespace tocsin
