// Who is there: auth.test, team, users, user groups; and the door of Socket Mode.

#include "integrations/sandbox/call.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

Json auth_test(Call& call) {
  const WorkspaceSetup& setup = call.state.setup;
  return accepted({{"url", "https://" + setup.team_domain + ".slack.com/"},
                   {"team", setup.team_name},
                   {"user", setup.bot_name},
                   {"team_id", setup.team_id},
                   {"user_id", setup.bot_user.value},
                   {"bot_id", setup.bot_id},
                   {"is_enterprise_install", false}});
}

Json open_connection(Call& call) {
  const std::string& policy = call.state.setup.policies.connection_error;
  if (!policy.empty()) return refused(policy);
  const std::string ticket = call.state.dice.uuid();
  call.state.tickets.emplace(ticket, false);
  return accepted({{"url", call.state.setup.socket_base + "/link/?ticket=" + ticket +
                               "&app_id=" + call.state.seal(call.state.setup.app_id)}});
}

Json team_details(Call& call) {
  const WorkspaceSetup& setup = call.state.setup;
  if (call.arguments.has("team") && call.arguments.text("team") != setup.team_id) {
    return refused("team_not_found");
  }
  return accepted({{"team",
                    {{"id", setup.team_id},
                     {"name", setup.team_name},
                     {"domain", setup.team_domain},
                     {"url", "https://" + setup.team_domain + ".slack.com/"},
                     {"email_domain", ""}}}});
}

Json user_details(Call& call) {
  const PersonSetup* person = call.state.person(UserId{call.arguments.text("user")});
  if (person == nullptr) return refused("user_not_found");
  return accepted({{"user", person_json(call.state, *person)}});
}

Json list_users(Call& call) {
  std::vector<const PersonSetup*> all;
  for (const auto& [id, person] : call.state.people) {
    if (!person.is_stranger) all.push_back(&person);
  }
  const Page page = page_of(call, all.size(),
                            static_cast<std::int64_t>(std::max<std::size_t>(all.size(), 1)), 999);
  if (!page.refusal.is_null()) return page.refusal;
  Json members = Json::array();
  for (std::size_t i = page.begin; i < page.end; ++i) {
    members.push_back(person_json(call.state, *all[i]));
  }
  return accepted({{"members", members},
                   {"cache_ts", to_stored(call.now) / 1000},
                   {"response_metadata", {{"next_cursor", page.next_cursor}}}});
}

Json user_by_email(Call& call) {
  for (const auto& [id, person] : call.state.people) {
    if (!person.email.empty() && person.email == call.arguments.text("email") && !person.deleted) {
      return accepted({{"user", person_json(call.state, person)}});
    }
  }
  return refused("users_not_found");
}

Json ids_of(const std::vector<UserId>& users) {
  Json ids = Json::array();
  for (const UserId& user : users) ids.push_back(user.value);
  return ids;
}

Json list_user_groups(Call& call) {
  const std::string& policy = call.state.setup.policies.user_group_error;
  if (!policy.empty()) return refused(policy);
  Json groups = Json::array();
  for (const auto& [id, group] : call.state.user_groups) {
    if (group.disabled && !call.arguments.flag("include_disabled")) continue;
    Json json = {{"id", id},
                 {"team_id", call.state.setup.team_id},
                 {"is_usergroup", true},
                 {"name", group.name},
                 {"handle", group.handle},
                 {"description", ""},
                 {"date_delete", group.disabled ? 1 : 0}};
    if (call.arguments.flag("include_users")) json["users"] = ids_of(group.users);
    if (call.arguments.flag("include_count")) json["user_count"] = group.users.size();
    groups.push_back(std::move(json));
  }
  return accepted({{"usergroups", groups}});
}

Json user_group_members(Call& call) {
  const std::string& policy = call.state.setup.policies.user_group_error;
  if (!policy.empty()) return refused(policy);
  const auto found = call.state.user_groups.find(call.arguments.text("usergroup"));
  if (found == call.state.user_groups.end()) return refused("no_such_subteam");
  if (found->second.disabled && !call.arguments.flag("include_disabled")) {
    return refused("no_such_subteam");
  }
  return accepted({{"users", ids_of(found->second.users)}});
}

constexpr std::array k_people_methods{
    Method{"auth.test", 0, true, false, false, Needs{}, "", "", auth_test},
    Method{"apps.connections.open", 50, true, true, false, Needs{}, "", "", open_connection},
    Method{"team.info", 50, false, false, false, needs("team:read"), "", "team domain",
           team_details},
    Method{"users.info", 100, false, false, false, needs("users:read"), "user", "include_locale",
           user_details},
    Method{"users.list", 20, false, false, false, needs("users:read"), "",
           "cursor limit include_locale team_id", list_users},
    Method{"users.lookupByEmail", 50, false, false, false, needs("users:read.email"), "email", "",
           user_by_email},
    Method{"usergroups.list", 20, false, false, false, needs("usergroups:read"), "",
           "include_users include_count include_disabled team_id", list_user_groups},
    Method{"usergroups.users.list", 20, false, false, false, needs("usergroups:read"), "usergroup",
           "include_disabled team_id", user_group_members},
};

}  // namespace

std::span<const Method> people_methods() { return k_people_methods; }

}  // namespace tocsin::sandbox
