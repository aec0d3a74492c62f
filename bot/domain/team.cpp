#include "bot/domain/team.h"

#include "bot/domain/edit_distance.h"
#include "bot/domain/when.h"
#include "bot/domain/zone.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::minutes;

// A pager is asked every ten minutes.
constexpr Duration k_fresh_for = minutes(15);
constexpr int k_deepest = 8;  // teams within teams; the configuration has no cycles

Zone zone_named(const std::string& name, const Roster& roster) {
  if (const auto zone = find_zone(name.empty() ? roster.zone : name)) return *zone;
  return Zone{};
}

// Gathers whom one step calls, each once.
class Caller {
 public:
  Caller(const Roster& roster, Moment at, const FindCalled& find_called, Plan& plan)
      : roster_(roster), at_(at), find_called_(find_called), plan_(plan) {}

  std::vector<Called> take(const std::vector<std::string>& targets) {
    for (const std::string& target : targets) add(target, 0);
    return std::move(called_);
  }

 private:
  void add(std::string_view target, int depth) {
    if (target.starts_with(k_schedule_prefix)) {
      const auto schedule = roster_.schedules.find(target.substr(k_schedule_prefix.size()));
      if (schedule == roster_.schedules.end()) return miss(target);
      if (!schedule->second.pager.empty()) return add_read(schedule->first, schedule->second);
      const auto shift = on_call(schedule->second, roster_, at_);
      return shift ? add_person(shift->person) : miss(target);
    }
    if (target.starts_with(k_pager_prefix)) return add_pager(target.substr(k_pager_prefix.size()));
    if (target.starts_with(k_team_prefix)) {
      const auto team = roster_.teams.find(target.substr(k_team_prefix.size()));
      if (team == roster_.teams.end() || depth == k_deepest) return miss(target);
      for (const TeamStep& step : team->second.steps) {
        if (step.hours && !is_within(*step.hours, zone_of(team->second), at_)) continue;
        for (const std::string& inner : step.targets) add(inner, depth + 1);
        return;
      }
      return miss(target);
    }
    add_person(target);
  }

  void add_person(std::string_view name) {
    auto found = find_called_(name);
    if (!found) return miss(name);
    add_called(std::move(*found));
  }

  // As the pager told last, however long ago. Whom Slack does not know by that name is called by
  // phone alone.
  void add_read(const std::string& name, const Schedule& schedule) {
    const auto read = roster_.read_shifts.find(name);
    if (read == roster_.read_shifts.end() || read->second.people.empty()) {
      return miss(pager_title(roster_, schedule.pager) + "'s schedule " + name);
    }
    for (const ReadShift::One& one : read->second.people) {
      auto called = find_called_("@" + one.name);
      if (!called) called = Called{{}, "", one.name, one.phone};
      if (called->phone.empty()) called->phone = one.phone;
      add_called(std::move(*called));
    }
  }

  void add_pager(std::string_view name) {
    if (!roster_.pagers.contains(name))
      return miss(std::string(k_pager_prefix) + std::string(name));
    add_called(
        {{}, "", pager_title(roster_, name), people_behind(roster_, name, at_), std::string(name)});
  }

  void add_called(Called called) {
    if (std::ranges::find(called_, called) == called_.end()) called_.push_back(std::move(called));
  }

  void miss(std::string_view name) {
    if (std::ranges::find(plan_.missing, name) == plan_.missing.end()) {
      plan_.missing.emplace_back(name);
    }
  }

  const std::string& zone_of(const Team& team) const {
    return team.zone.empty() ? roster_.zone : team.zone;
  }

  const Roster& roster_;
  Moment at_;
  const FindCalled& find_called_;
  Plan& plan_;
  std::vector<Called> called_;
};

}  // namespace

std::optional<Shift> on_call(const Schedule& schedule, const Roster& roster, Moment at) {
  if (schedule.people.empty() || schedule.days < 1) return std::nullopt;
  const Zone zone = zone_named(schedule.zone, roster);
  // Days that begin at the handover.
  const auto today = floor<days>(zone.local_at(at) - schedule.handover);
  const std::int64_t since = (today - schedule.from).count();
  if (since < 0) return std::nullopt;
  const std::int64_t turn = since / schedule.days;
  const auto count = static_cast<std::int64_t>(schedule.people.size());
  const local_days ends = schedule.from + days((turn + 1) * schedule.days);
  return Shift{schedule.people[static_cast<std::size_t>(turn % count)],
               schedule.people[static_cast<std::size_t>((turn + 1) % count)],
               zone.moment_of(ends + schedule.handover)};
}

std::string people_behind(const Roster& roster, std::string_view pager, Moment at) {
  std::string people;
  for (const auto& [name, read] : roster.read_shifts) {
    const auto schedule = roster.schedules.find(name);
    if (schedule == roster.schedules.end() || schedule->second.pager != pager) continue;
    for (const ReadShift::One& one : read.people) {
      people += (people.empty() ? "" : ", ") + one.name;
      if (!one.phone.empty()) people += " " + one.phone;
    }
    if (is_old(read, at)) {
      people += " as of " + print_both(read.read_at, zone_named("", roster), at);
    }
  }
  return people;
}

bool is_old(const ReadShift& read, Moment at) { return at - read.read_at > k_fresh_for; }

std::string pager_title(const Roster& roster, std::string_view pager) {
  const auto found = roster.pagers.find(pager);
  if (found == roster.pagers.end()) return std::string(pager);
  const auto with_title = std::ranges::count_if(
      roster.pagers, [&](const auto& other) { return other.second == found->second; });
  return with_title == 1 ? found->second : found->second + " (" + found->first + ")";
}

bool is_within(const Hours& hours, const std::string& zone, Moment at) {
  const auto local = find_zone(zone).value_or(Zone{}).local_at(at);
  const auto clock = floor<minutes>(local - floor<days>(local));
  if (hours.from <= hours.until) return hours.from <= clock && clock < hours.until;
  return clock >= hours.from || clock < hours.until;
}

Plan plan_ladder(const Team& team, const Roster& roster, Moment at, const FindCalled& find_called) {
  Plan plan;
  const std::string& zone = team.zone.empty() ? roster.zone : team.zone;
  for (std::size_t i = 0; i < team.steps.size(); ++i) {
    const TeamStep& step = team.steps[i];
    for (std::int64_t round = 1; round <= step.repeat; ++round) {
      if (step.hours && !is_within(*step.hours, zone, at)) continue;
      Rung rung{static_cast<std::int64_t>(i) + 1, round, {}, step.wait.count()};
      rung.called = Caller(roster, at, find_called, plan).take(step.targets);
      if (rung.called.empty()) continue;
      plan.rungs.push_back(std::move(rung));
      at += step.wait;
    }
  }
  return plan;
}

std::vector<std::string> similar_teams(const Roster& roster, std::string_view word) {
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const auto& [name, team] : roster.teams) {
    near.emplace_back(edit_distance(word, name), name);
  }
  std::ranges::sort(near);
  std::vector<std::string> names;
  for (const auto& [steps, name] : near) {
    if (names.size() < 3) names.push_back(name);
  }
  return names;
}

}  // namespace tocsin
