#include "commands/line.h"
#include "commands/refusals.h"
#include "commands/role_names.h"
#include "commands/verbs.h"

#include <algorithm>
#include <vector>

namespace tocsin {

namespace {

constexpr std::size_t k_most_others = 20;

// Roles that somebody has and that the configuration has no more are shown too.
std::vector<std::string> roles_to_show(const Request& request) {
  std::vector<std::string> roles = all_roles(request.settings);
  for (const RoleHolder& held : request.incident->roles) {
    if (std::ranges::find(roles, held.role) == roles.end()) roles.push_back(held.role);
  }
  return roles;
}

void add_role(const Request& request, const std::string& role, RichText& text) {
  const UserId holder = holder_of(*request.incident, role);
  text.plain("\n").bold(role).plain(" ");
  if (holder.empty()) {
    text.plain("free");
  } else {
    text.user(holder);
    if (is_free(request, role)) text.plain(" (has no account any more)");
  }
  for (const Offer& offer : request.incident->offers) {
    if (offer.role == role) text.plain(", offered to ").user(offer.to);
  }
}

// Everybody who has typed something or answers a page or a task, without a role.
std::vector<UserId> others(const Request& request) {
  const Incident& incident = *request.incident;
  std::vector<UserId> found;
  const auto add = [&](const UserId& user) {
    const bool is_known = user.empty() || std::ranges::find(found, user) != found.end();
    if (!is_known && roles_of(incident, user).empty()) found.push_back(user);
  };
  for (const Event& event : request.reader.events_of(incident.number)) add(event.actor);
  for (const Task& task : incident.tasks) {
    if (task.state == TaskState::open) add(task.owner);
  }
  return found;
}

Outcome run_roles(const Request& request) {
  const Incident& incident = *request.incident;
  RichText text("Who does what in " + handle(incident.number) + ":");
  for (const std::string& role : roles_to_show(request)) add_role(request, role, text);
  const std::vector<UserId> here = others(request);
  if (!here.empty()) text.plain("\nAlso here: ");
  for (std::size_t i = 0; i < std::min(here.size(), k_most_others); ++i) {
    text.plain(i == 0 ? "" : ", ").user(here[i]);
  }
  if (here.size() > k_most_others) {
    text.plain(", and " + std::to_string(here.size() - k_most_others) + " more");
  }
  Answer answer;
  answer.reply = Reply(std::move(text));
  if (is_over(incident.state)) return answer;
  for (const std::string& role : free_roles(request)) {
    answer.reply.buttons.push_back(
        {"Take " + role, handle(incident.number) + " join " + role, Button::Style::plain});
  }
  return answer;
}

}  // namespace

const Verb k_roles = {
    .name = "roles",
    .aliases = "who",
    .arguments = "",
    .purpose = "Shows who does what.",
    .examples = {"roles", "who"},
    .act = Act::look,
    .run = run_roles,
};

}  // namespace tocsin
