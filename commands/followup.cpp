#include "commands/task_verbs.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run(const Request& request) { return run_task(request, k_followup, TaskKind::followup); }

}  // namespace

const Verb k_followup = {
    .name = "followup",
    .aliases = "follow-up",
    .arguments = "[@USER] TEXT [by WHEN]",
    .purpose = "Work after the incident: in the write-up, and brought to mind until it is done.",
    .examples = {"followup @ben Add an alert by fri", "followup Write a runbook"},
    .run = run,
};

}  // namespace tocsin
