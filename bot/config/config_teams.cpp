#include "bot/config/config_teams.h"

#include "bot/config/config_nodes.h"
#include "bot/domain/whole_number.h"
#include "bot/domain/zone.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <set>
#include <utility>

namespace tocsin {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t k_most_rounds = 10;
constexpr Duration k_day = hours(24);
constexpr Duration k_longest_wait = k_day;

std::optional<std::int64_t> read_number(std::string_view text) {
  const auto number = whole_number(text);
  return number && *number < 1'000'000 ? number : std::nullopt;
}

// "09:00"
std::optional<minutes> read_clock(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = read_number(text.substr(0, 2));
  const auto minute = read_number(text.substr(3));
  if (!hour || !minute || *hour > 24 || *minute > 59 || *hour * 60 + *minute > 24 * 60) {
    return std::nullopt;
  }
  return hours(*hour) + minutes(*minute);
}

// "08:00-20:00"
std::optional<Hours> read_hours(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto from = read_clock(text.substr(0, dash));
  const auto until = read_clock(text.substr(dash + 1));
  if (!from || !until || *from == *until) return std::nullopt;
  return Hours{*from, *until};
}

bool is_id(std::string_view text, std::string_view first_letters) {
  return text.size() > 1 && first_letters.find(text.front()) != std::string_view::npos &&
         std::ranges::all_of(
             text, [](unsigned char c) { return std::isupper(c) != 0 || std::isdigit(c) != 0; });
}

bool is_person(std::string_view text) {
  return (text.size() > 1 && text.front() == '@') || is_id(text, "UW");
}

bool is_target(std::string_view text) {
  return is_person(text) || is_id(text, "S") || text.starts_with(k_schedule_prefix) ||
         text.starts_with(k_team_prefix) || text.starts_with(k_pager_prefix);
}

template <class Map>
std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

}  // namespace

std::optional<Duration> read_length(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto number = read_number(text.substr(0, text.size() - 1));
  if (!number || *number < 1) return std::nullopt;
  switch (text.back()) {
    case 's':
      return seconds(*number);
    case 'm':
      return minutes(*number);
    case 'h':
      return hours(*number);
    case 'd':
      return *number * k_day;
    default:
      return std::nullopt;
  }
}

std::string TeamsReader::at(const toml::node& node) const { return at_line(path_, node); }

TeamsReader::Trouble TeamsReader::unknown(const std::string& key, std::string_view word,
                                          const std::vector<std::string>& known,
                                          const toml::node& node) const {
  return with_suggestion(at(node) + "there is no key " + key + "." + std::string(word) + ".", word,
                         known);
}

TeamsReader::Trouble TeamsReader::read_text(const std::string& key, const toml::node& node,
                                            std::string& into) const {
  return tocsin::read_text(path_, key, node, into);
}

TeamsReader::Trouble TeamsReader::read_zone(const std::string& key, const toml::node& node,
                                            std::string& into) const {
  if (auto trouble = read_text(key, node, into)) return trouble;
  if (find_zone(into)) return std::nullopt;
  return with_suggestion(at(node) + key + " \"" + into + "\" is unknown.", into,
                         similar_zones(into));
}

TeamsReader::Trouble TeamsReader::read_names(const std::string& key, const toml::node& node,
                                             std::vector<std::string>& into) const {
  const toml::array* list = node.as_array();
  if (list == nullptr) return at(node) + key + " has to be a list of people, like [\"@ana\"].";
  for (const toml::node& item : *list) {
    std::string name;
    if (auto trouble = read_text(key, item, name)) return trouble;
    if (!is_person(name)) {
      return at(item) + key + ": \"" + name +
             "\" is nobody. Write a person as \"@ana\" or by member ID, like \"U0123\".";
    }
    into.push_back(std::move(name));
  }
  return std::nullopt;
}

TeamsReader::Trouble TeamsReader::read_teams(const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return at(node) + "teams has to be sections, like [teams.payments].";
  for (const auto& [key, team] : *table) {
    const std::string name(key.str());
    if (!is_name(name)) {
      return at(team) + "\"" + name +
             "\" cannot be typed as the name of a team. Take one word of small letters, digits, "
             "'-' and '_', like \"payments\".";
    }
    if (auto trouble = read_team(name, team)) return trouble;
  }
  return std::nullopt;
}

TeamsReader::Trouble TeamsReader::read_team(const std::string& name, const toml::node& node) {
  const std::string key = "teams." + name;
  const toml::table* table = node.as_table();
  if (table == nullptr) return at(node) + key + " has to be a section: [" + key + "].";
  Team& team = roster_.teams[name];
  for (const auto& [inner, value] : *table) {
    const std::string_view word = inner.str();
    Trouble trouble;
    if (word == "steps") {
      trouble = read_steps(name, value, team);
    } else if (word == "members") {
      trouble = read_names(key + ".members", value, team.members);
    } else if (word == "group") {
      trouble = read_text(key + ".group", value, team.group);
      if (!trouble && !is_id(team.group, "S")) {
        trouble = at(value) + key + ".group has to be the ID of a user group, like \"S0123\".";
      }
    } else if (word == "zone") {
      trouble = read_zone(key + ".zone", value, team.zone);
    } else {
      trouble = unknown(key, word, {"steps", "members", "group", "zone"}, value);
    }
    if (trouble) return trouble;
  }
  if (team.steps.empty()) {
    return at(node) + key +
           " has no steps, so nobody would be called. Add steps = [ { targets = [\"@ana\"] } ].";
  }
  const bool is_always =
      std::ranges::any_of(team.steps, [](const TeamStep& step) { return !step.hours; });
  if (!is_always) {
    return at(node) + key +
           ": every step has hours, so nobody would be called outside of them. Leave hours out of "
           "one step.";
  }
  return std::nullopt;
}

TeamsReader::Trouble TeamsReader::read_steps(const std::string& name, const toml::node& node,
                                             Team& team) {
  const std::string key = "teams." + name + ".steps";
  const toml::array* list = node.as_array();
  if (list == nullptr || list->empty()) {
    return at(node) + key + " has to be a list, like [ { targets = [\"@ana\"], wait = \"5m\" } ].";
  }
  for (const toml::node& item : *list) {
    if (auto trouble = read_step(key, name, item, team.steps.emplace_back())) return trouble;
  }
  return std::nullopt;
}

TeamsReader::Trouble TeamsReader::read_step(const std::string& key, const std::string& team,
                                            const toml::node& node, TeamStep& step) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return at(node) + key + " has to hold steps like { targets = [\"@ana\"] }.";
  for (const auto& [inner, value] : *table) {
    const std::string_view word = inner.str();
    if (word == "targets") {
      if (auto trouble = read_targets(key, team, value, step)) return trouble;
    } else if (word == "wait") {
      const auto length = read_length(value.value_or(std::string()));
      if (!length || *length > k_longest_wait) {
        return at(value) + key + ": wait has to be a time like \"30s\", \"5m\" or \"1h\".";
      }
      step.wait = *length;
    } else if (word == "repeat") {
      const auto number = value.value<std::int64_t>();
      if (!value.is_integer() || !number || *number < 1 || *number > k_most_rounds) {
        return at(value) + key + ": repeat says how often the step is called, from 1 to 10.";
      }
      step.repeat = *number;
    } else if (word == "hours") {
      step.hours = read_hours(value.value_or(std::string()));
      if (!step.hours) return at(value) + key + ": hours are written like \"08:00-20:00\".";
    } else {
      return unknown(key, word, {"targets", "wait", "repeat", "hours"}, value);
    }
  }
  if (step.targets.empty()) {
    return at(node) + key + ": a step without targets calls nobody. Add targets = [\"@ana\"].";
  }
  return std::nullopt;
}

TeamsReader::Trouble TeamsReader::read_targets(const std::string& key, const std::string& team,
                                               const toml::node& node, TeamStep& step) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return at(node) + key + ": targets has to be a list, like [\"@ana\"].";
  for (const toml::node& item : *list) {
    std::string target;
    if (auto trouble = read_text(key + ".targets", item, target)) return trouble;
    if (!is_target(target)) {
      return at(item) + key + ": \"" + target +
             "\" is no target. Write \"@ana\", a member or group ID like \"U0123\" or \"S0123\", "
             "\"schedule:NAME\", \"team:NAME\" or \"pager:NAME\".";
    }
    mentions_.push_back({team, target, at(item)});
    step.targets.push_back(std::move(target));
  }
  return std::nullopt;
}

TeamsReader::Trouble TeamsReader::read_schedules(const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr)
    return at(node) + "schedules has to be sections, like [schedules.payments].";
  for (const auto& [key, schedule] : *table) {
    if (auto trouble = read_schedule(std::string(key.str()), schedule)) return trouble;
  }
  return std::nullopt;
}

TeamsReader::Trouble TeamsReader::read_schedule(const std::string& name, const toml::node& node) {
  const std::string key = "schedules." + name;
  const toml::table* table = node.as_table();
  if (table == nullptr) return at(node) + key + " has to be a section: [" + key + "].";
  Schedule& schedule = roster_.schedules[name];
  bool has_day = false;
  for (const auto& [inner, value] : *table) {
    const std::string_view word = inner.str();
    Trouble trouble;
    if (word == "people") {
      trouble = read_names(key + ".people", value, schedule.people);
    } else if (word == "from") {
      const auto day = value.value<toml::date>();
      has_day = value.is_date() && day.has_value();
      if (!has_day) return at(value) + key + ".from has to be a date without quotes: 2026-01-05.";
      schedule.from =
          std::chrono::local_days(std::chrono::year(day->year) / std::chrono::month(day->month) /
                                  std::chrono::day(day->day));
    } else if (word == "every") {
      const auto length = read_length(value.value_or(std::string()));
      if (!length || *length % k_day != Duration{0}) {
        return at(value) + key + ".every has to be a number of days, like \"7d\".";
      }
      schedule.days = *length / k_day;
    } else if (word == "handover") {
      const auto clock = read_clock(value.value_or(std::string()));
      if (!clock) return at(value) + key + ".handover has to be a time of day, like \"09:00\".";
      schedule.handover = *clock;
    } else if (word == "zone") {
      trouble = read_zone(key + ".zone", value, schedule.zone);
    } else if (word == "pager") {
      trouble = read_text(key + ".pager", value, schedule.pager);
      asked_.push_back({key, schedule.pager, at(value)});
    } else if (word == "schedule") {
      trouble = read_text(key + ".schedule", value, schedule.pager_schedule);
    } else {
      trouble = unknown(
          key, word, {"people", "from", "every", "handover", "zone", "pager", "schedule"}, value);
    }
    if (trouble) return trouble;
  }
  if (!schedule.pager.empty() || !schedule.pager_schedule.empty()) {
    return check_asked(key, schedule, has_day, node);
  }
  if (schedule.people.empty()) return at(node) + key + " has no people. Add people = [\"@ana\"].";
  if (!has_day) return at(node) + key + " does not say from when. Add from = 2026-01-05.";
  return std::nullopt;
}

// Who is on call is asked of a pager: then nothing is said of it here.
TeamsReader::Trouble TeamsReader::check_asked(const std::string& key, const Schedule& schedule,
                                              bool has_day, const toml::node& node) const {
  if (schedule.pager.empty()) {
    return at(node) + key + " has a schedule, but no pager that knows it. Add pager = \"NAME\".";
  }
  if (schedule.pager_schedule.empty()) {
    return at(node) + key + " does not say which schedule of " + schedule.pager +
           " it is. Add schedule = \"PXYZ\", its ID there.";
  }
  if (has_day || !schedule.people.empty()) {
    return at(node) + key + " has people of its own and a pager to ask. Leave one of them out.";
  }
  return std::nullopt;
}

TeamsReader::Trouble TeamsReader::read_phones(const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr) {
    return at(node) + "phones has to be a section, with a line \"@ana\" = \"+49 …\" for each.";
  }
  for (const auto& [key, number] : *table) {
    const std::string name(key.str());
    if (!is_person(name)) {
      return at(number) + "phones: \"" + name +
             "\" is nobody. Write a person as \"@ana\" or by member ID, like \"U0123\".";
    }
    if (auto trouble = read_text("phones." + name, number, roster_.phones[name])) return trouble;
  }
  return std::nullopt;
}

TeamsReader::Trouble TeamsReader::check(const std::vector<std::string>& pagers) const {
  for (const Mention& mention : mentions_) {
    const std::string_view target = mention.target;
    if (target.starts_with(k_schedule_prefix)) {
      const std::string name(target.substr(k_schedule_prefix.size()));
      if (roster_.schedules.contains(name)) continue;
      return with_suggestion(mention.place + "there is no schedule \"" + name + "\".", name,
                             names_of(roster_.schedules));
    }
    if (target.starts_with(k_team_prefix)) {
      const std::string name(target.substr(k_team_prefix.size()));
      if (roster_.teams.contains(name)) continue;
      return with_suggestion(mention.place + "there is no team \"" + name + "\".", name,
                             names_of(roster_.teams));
    }
    if (target.starts_with(k_pager_prefix)) {
      const std::string name(target.substr(k_pager_prefix.size()));
      if (std::ranges::find(pagers, name) != pagers.end()) continue;
      return with_suggestion(mention.place + "there is no pager \"" + name +
                                 "\", with a section [pagers." + name + "].",
                             name, pagers);
    }
  }
  for (const Mention& asked : asked_) {
    if (std::ranges::find(pagers, asked.target) != pagers.end()) continue;
    return with_suggestion(asked.place + asked.team + ".pager: there is no pager \"" +
                               asked.target + "\", with a section [pagers." + asked.target + "].",
                           asked.target, pagers);
  }
  return find_cycle();
}

// Follows every mention of a team until it ends or comes back.
TeamsReader::Trouble TeamsReader::find_cycle() const {
  for (const Mention& mention : mentions_) {
    std::set<std::string> reached;
    std::vector<std::string> open;
    if (mention.target.starts_with(k_team_prefix))
      open.push_back(mention.target.substr(k_team_prefix.size()));
    while (!open.empty()) {
      const std::string name = std::move(open.back());
      open.pop_back();
      if (name == mention.team) {
        return mention.place + "team " + mention.team + " calls itself by way of \"" +
               mention.target + "\". Name people there.";
      }
      if (!reached.insert(name).second) continue;
      for (const Mention& next : mentions_) {
        if (next.team != name || !next.target.starts_with(k_team_prefix)) continue;
        open.push_back(next.target.substr(k_team_prefix.size()));
      }
    }
  }
  return std::nullopt;
}

}  // namespace tocsin
