#include "commands/teams.h"

#include <utility>

namespace tocsin {

namespace {

std::string phone_of(const Roster& roster, const UserId& user, const std::string& name) {
  for (const std::string& key : {user.value, name}) {
    if (const auto known = roster.phones.find(key); known != roster.phones.end()) {
      return known->second;
    }
  }
  return "";
}

// An id is called also when Slack has not told of its groups.
std::optional<Called> called_group(const Request& request, std::string_view name) {
  const auto& groups = request.settings.roster.groups;
  const KnownGroup* known = groups ? find_group(*groups, name) : nullptr;
  if (known != nullptr) return Called{{}, known->id, "@" + known->handle, ""};
  if (name.starts_with('@')) return std::nullopt;
  return Called{{}, std::string(name), std::string(name), ""};
}

}  // namespace

std::optional<Called> find_called(const Request& request, std::string_view name) {
  if (name.starts_with('S')) return called_group(request, name);
  UserId user{std::string(name)};
  std::string shown(name);
  if (name.starts_with('@')) {
    const std::vector<Person> found = request.reader.people_named(name.substr(1));
    if (found.empty()) return called_group(request, name);
    if (found.size() != 1) return std::nullopt;
    user = found.front().id;
  }
  const auto person = request.reader.person(user);
  if (person && (person->is_bot || person->is_gone)) return std::nullopt;
  if (person && !person->name.empty()) shown = "@" + person->name;
  std::string phone = phone_of(request.settings.roster, user, std::string(name));
  if (phone.empty()) phone = phone_of(request.settings.roster, user, shown);
  return Called{std::move(user), "", std::move(shown), std::move(phone)};
}

Plan plan_for(const Request& request, const Team& team) {
  return plan_ladder(team, request.settings.roster, request.typed.now,
                     [&](std::string_view name) { return find_called(request, name); });
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string names_of(const std::vector<Called>& called) {
  std::vector<std::string> names;
  for (const Called& one : called) names.push_back(one.name);
  return listed(names);
}

}  // namespace tocsin
