#include "commands/entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_home(const Request& request) {
  Answer answer;
  answer.deliveries.push_back(delivery::PublishHome{request.typed.user});
  answer.reply = Reply("The home tab is as of " +
                       spoken_moment(request, request.typed.now, request.zone) + ".");
  return answer;
}

}  // namespace

const Verb k_home = {
    .name = "home",
    .aliases = "",
    .arguments = "",
    .purpose = "Draws the home tab anew.",
    .examples = {"home", "home"},
    .needs_incident = false,
    .act = Act::look,
    .is_hidden = true,
    .run = run_home,
};

}  // namespace tocsin
