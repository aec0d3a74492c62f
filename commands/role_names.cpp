#include "commands/role_names.h"

#include "bot/domain/ascii.h"

#include "commands/line.h"

#include <algorithm>

namespace tocsin {

std::vector<std::string> all_roles(const CommandSettings& settings) {
  std::vector<std::string> roles{std::string(k_lead_role)};
  for (const std::string& role : settings.roles) {
    if (role != k_lead_role) roles.push_back(role);
  }
  return roles;
}

std::optional<std::string> find_role(const CommandSettings& settings, std::string_view word) {
  const std::string name = in_lower_case(word);
  for (std::string& role : all_roles(settings)) {
    if (role == name) return std::move(role);
  }
  return std::nullopt;
}

Refusal refuse_unknown_role(const Request& request, std::string_view word) {
  std::string known;
  for (const std::string& role : all_roles(request.settings)) {
    known += (known.empty() ? "" : ", ") + role;
  }
  return Refusal("There is no role “" + std::string(word) +
                     "”. Nothing was changed. The roles are " + known +
                     "; others are set up in the configuration.",
                 "role");
}

bool is_free(const Request& request, std::string_view role) {
  const UserId holder = holder_of(*request.incident, role);
  if (holder.empty()) return true;
  const auto person = request.reader.person(holder);
  return person && person->is_gone;
}

std::vector<std::string> free_roles(const Request& request) {
  std::vector<std::string> free = all_roles(request.settings);
  std::erase_if(free, [&](const std::string& role) { return !is_free(request, role); });
  return free;
}

std::vector<std::string> roles_of(const Incident& incident, const UserId& user) {
  std::vector<std::string> held;
  if (user.empty()) return held;
  if (incident.lead == user) held.emplace_back(k_lead_role);
  for (const RoleHolder& holder : incident.roles) {
    if (holder.user == user) held.push_back(holder.role);
  }
  return held;
}

}  // namespace tocsin
