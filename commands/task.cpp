#include "commands/task_verbs.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome add_task(const Request& request) { return run_task(request, k_task, TaskKind::task); }

Form form_of_task(const Request& request) {
  return task_form(request, k_task, "Task", "What is to be done?");
}

}  // namespace

const Verb k_task = {
    .name = "task",
    .aliases = "todo|action",
    .arguments = "[@USER] TEXT [by WHEN]",
    .purpose =
        "Work during the incident. Later: task done|drop|reopen Tn, task assign Tn @USER, "
        "task due Tn WHEN.",
    .examples = {"task @ana Check the replica by tomorrow", "task Check the replica"},
    .form = form_of_task,
    .run = add_task,
    .arguments_of = task_arguments,
};

}  // namespace tocsin
