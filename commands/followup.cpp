#include "commands/task_verbs.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_followup(const Request& request) {
  return run_task(request, k_followup, TaskKind::followup);
}

Form followup_form(const Request& request) {
  return task_form(request, k_followup, "Follow-up", "What is to be done after the incident?");
}

}  // namespace

const Verb k_followup = {
    .name = "followup",
    .aliases = "follow-up",
    .arguments = "[@USER] TEXT [by WHEN]",
    .purpose =
        "Work after the incident: in the write-up, in the tracker, and brought to mind "
        "until it is done.",
    .examples = {"followup @ben Add an alert by fri", "followup Write a runbook"},
    .form = followup_form,
    .run = run_followup,
    .arguments_of = task_arguments,
};

}  // namespace tocsin
