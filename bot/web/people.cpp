#include "bot/web/people.h"

#include "bot/domain/edit_distance.h"

#include <algorithm>
#include <set>
#include <vector>

namespace tocsin::web {

namespace {

constexpr std::size_t k_incidents_looked_at = 200;
constexpr std::size_t k_most_named = 5;
constexpr std::size_t k_shortest_id = 5;

bool is_member_id(std::string_view text) {
  if (text.size() < k_shortest_id || (text[0] != 'U' && text[0] != 'W')) return false;
  return std::ranges::all_of(text, [](char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
  });
}

// Those who had a part in an incident lately.
std::vector<std::string> known_names(const Reader& record) {
  std::set<UserId> users;
  for (const Incident& incident : record.recent_incidents(k_incidents_looked_at)) {
    users.insert({incident.declarer, incident.lead});
    for (const RoleHolder& holder : incident.roles) users.insert(holder.user);
    for (const Task& task : incident.tasks) users.insert(task.owner);
  }
  std::vector<std::string> names;
  for (const UserId& user : users) {
    const auto person = record.person(user);
    if (person && !person->name.empty() && !person->is_gone) names.push_back(person->name);
  }
  return names;
}

std::string near_names(std::string_view name, const Reader& record) {
  std::vector<std::string> names = known_names(record);
  std::ranges::stable_sort(names, {},
                           [name](const std::string& one) { return edit_distance(name, one); });
  if (names.size() > k_most_named) names.resize(k_most_named);
  std::string listed;
  for (const std::string& one : names) listed += (listed.empty() ? "@" : ", @") + one;
  return listed;
}

}  // namespace

Result<UserId, std::string> person_meant(std::string_view as, const Reader& record) {
  if (as.starts_with('@')) as.remove_prefix(1);
  const std::string name(as);
  if (name.empty()) {
    return failure(
        std::string("Say who you are: --as @NAME, as Slack shows the name, or a member "
                    "ID (U…)."));
  }
  const std::vector<Person> people = record.people_named(name);
  if (people.size() == 1) return people.front().id;
  if (people.size() > 1) {
    std::string sentence = "Several people are called " + name + ". Say which by the member ID:";
    for (const Person& person : people) sentence += " " + person.id.value;
    return failure(sentence + ".");
  }
  // Whoever types it names one person exactly, even before Slack has told us the name.
  if (is_member_id(name)) return UserId{name};
  const std::string near = near_names(name, record);
  return failure("Nobody known is called " + name + ". " +
                 (near.empty() ? "No names are known yet: use a member ID (U…, from the person's "
                                 "profile in Slack)."
                               : "Did you mean " + near + "? A member ID (U…) works too."));
}

}  // namespace tocsin::web
