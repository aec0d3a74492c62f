#include "bot/domain/known_names.h"

#include "bot/domain/ascii.h"
#include "bot/domain/edit_distance.h"

#include <algorithm>
#include <set>
#include <utility>

namespace tocsin {

namespace {

// A slip of the finger or two, more in a long name; or the beginning of it.
bool is_near(std::string_view word, std::string_view name, std::size_t steps) {
  const std::size_t allowed = std::max<std::size_t>(1, word.size() / 3);
  return steps <= std::min<std::size_t>(allowed, 3) || (word.size() >= 3 && name.starts_with(word));
}

}  // namespace

std::vector<std::string> people_named_in(const Roster& roster) {
  std::set<std::string> names;
  const auto add = [&](const std::string& name) {
    const bool is_person = name.starts_with('@') || name.starts_with('U') || name.starts_with('W');
    if (is_person) names.insert(name);
  };
  for (const auto& [name, team] : roster.teams) {
    for (const TeamStep& step : team.steps) std::ranges::for_each(step.targets, add);
    std::ranges::for_each(team.members, add);
  }
  for (const auto& [name, schedule] : roster.schedules) {
    std::ranges::for_each(schedule.people, add);
  }
  for (const auto& [name, phone] : roster.phones) add(name);
  return {names.begin(), names.end()};
}

std::vector<std::string> groups_named_in(const Roster& roster) {
  std::set<std::string> ids;
  for (const auto& [name, team] : roster.teams) {
    if (!team.group.empty()) ids.insert(team.group);
    for (const TeamStep& step : team.steps) {
      for (const std::string& target : step.targets) {
        if (target.starts_with('S')) ids.insert(target);
      }
    }
  }
  return {ids.begin(), ids.end()};
}

std::vector<std::string> nearest_names(std::string_view word,
                                       const std::vector<std::string>& known) {
  const std::string wanted = in_lower_case(word.starts_with('@') ? word.substr(1) : word);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& name : known) {
    const std::string lower = in_lower_case(name);
    const std::size_t steps = edit_distance(wanted, lower);
    if (is_near(wanted, lower, steps)) near.emplace_back(steps, "@" + name);
  }
  std::ranges::sort(near);
  std::vector<std::string> names;
  for (auto& [steps, name] : near) {
    if (names.size() < k_most_names) names.push_back(std::move(name));
  }
  return names;
}

std::string sentence_about_unknown(const std::string& name, const std::vector<std::string>& known) {
  std::string sentence = name + ": Slack knows nobody of that name";
  if (!name.starts_with('@')) return name + ": Slack knows no member with that ID.";
  const std::vector<std::string> near = nearest_names(name, known);
  if (near.empty()) return sentence + ".";
  sentence += ". Did you mean ";
  for (const std::string& one : near) sentence += (&one == near.data() ? "" : " or ") + one;
  return sentence + "?";
}

}  // namespace tocsin
