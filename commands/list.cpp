#include "commands/describe.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_list(const Request& request) {
  Answer answer;
  answer.reply = describe_active(request);
  return answer;
}

Outcome run_show(const Request& request) {
  Answer answer;
  answer.reply = describe_incident(request, *request.incident);
  return answer;
}

}  // namespace

const Verb k_list = {
    .name = "list",
    .aliases = "ls",
    .arguments = "[active]",
    .purpose = "Lists the active incidents.",
    .examples = {"list", "list active"},
    .needs_incident = false,
    .run = run_list,
};

const Verb k_show = {
    .name = "show",
    .aliases = "",
    .arguments = "INC-n",
    .purpose = "Shows one incident.",
    .examples = {"show INC-7", "INC-7 show"},
    .run = run_show,
};

}  // namespace tocsin
