#pragma once
// The teams of the operator's configuration: whom to call in which order, and who is on call when.
// Plain values and pure rules; read by bot/config, used by `escalate` and `oncall`.

#include "bot/domain/known_groups.h"
#include "bot/domain/moment.h"
#include "bot/domain/result.h"
#include "bot/domain/rung.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// What stands in front of the name of a target that is no person and no group.
inline constexpr std::string_view k_schedule_prefix = "schedule:";
inline constexpr std::string_view k_team_prefix = "team:";
inline constexpr std::string_view k_pager_prefix = "pager:";

// Of the day, on the clocks of the team's zone; from 22:00 to 06:00 is over midnight.
struct Hours {
  std::chrono::minutes from{0};
  std::chrono::minutes until{0};
  bool operator==(const Hours&) const = default;
};

struct TeamStep {
  // "@ana", "U0123", "S0123" (a user group), "schedule:NAME", "team:NAME" (whom that one calls
  // first), "pager:NAME" (an outside service).
  std::vector<std::string> targets;
  Duration wait{std::chrono::minutes(5)};
  std::int64_t repeat = 1;     // how often the step is called, one wait after the other
  std::optional<Hours> hours;  // nothing: always
  bool operator==(const TeamStep&) const = default;
};

struct Team {
  std::vector<TeamStep> steps;
  std::vector<std::string> members;  // besides those who are called
  std::string group;                 // the user group of Slack that stands for it; empty: none
  std::string zone;                  // of the hours; empty: the organisation's
  bool operator==(const Team&) const = default;
};

// Either people, one after the other, each for the same number of days; or what a pager knows.
struct Schedule {
  std::vector<std::string> people;
  std::chrono::local_days from;  // the day on which the first one takes over
  std::int64_t days = 7;
  std::chrono::minutes handover{9 * 60};  // the time of that day
  std::string zone;                       // empty: the organisation's
  std::string pager{};                    // its name; empty: the people above
  std::string pager_schedule{};           // as the pager knows it
  bool operator==(const Schedule&) const = default;
};

// Who is on call by a pager's schedule, as the pager told last.
struct ReadShift {
  struct One {
    std::string name;
    std::string mail;   // may be empty
    std::string phone;  // may be empty
    bool operator==(const One&) const = default;
  };
  std::vector<One> people;
  std::optional<Moment> until;
  Moment read_at;
  bool operator==(const ReadShift&) const = default;
};

struct Roster {
  std::map<std::string, Team, std::less<>> teams;
  std::map<std::string, Schedule, std::less<>> schedules;
  std::map<std::string, std::string, std::less<>> phones;    // by "@ana" or "U0123"
  std::string zone = "UTC";                                  // the organisation's
  std::map<std::string, std::string, std::less<>> pagers{};  // by name: what people call them
  // What was read from outside, kept over restarts; used however old it is, and said to be old.
  std::map<std::string, ReadShift, std::less<>> read_shifts{};  // by the schedule's name
  std::optional<Moment> people_read_at{};                       // the list of Slack's members
  std::vector<std::string> member_names{};  // of that list, as shown; empty: not read yet
  std::optional<KnownGroups> groups{};      // Slack's user groups; nothing: not read yet
  bool operator==(const Roster&) const = default;
};

struct Shift {
  std::string person;
  std::string next;
  Moment until;
};
// Nothing before the schedule begins.
std::optional<Shift> on_call(const Schedule& schedule, const Roster& roster, Moment at);

// It is asked for more often than that: whoever should have told does not answer.
bool is_old(const ReadShift& read, Moment at);

// "Ana Lopez +49 30 1234, Bo Chen as of 09:10 UTC": whom a pager calls, as far as it has told.
std::string people_behind(const Roster& roster, std::string_view pager, Moment at);

// What people call a pager of the configuration: "PagerDuty", "PagerDuty (duty)".
std::string pager_title(const Roster& roster, std::string_view pager);

bool is_within(const Hours& hours, const std::string& zone, Moment at);

// Who is meant by a name of the configuration: "@ana", "U0123"; nothing when Slack knows nobody of
// that name, or several.
using FindCalled = std::function<std::optional<Called>(std::string_view name)>;

struct Plan {
  std::vector<Rung> rungs;           // each calls somebody
  std::vector<std::string> missing;  // names that nobody could be found for
};
// The ladder of this team as it would be climbed from `at` on. Who is on call, and which steps are
// within their hours, is looked at for the time at which the step would come.
Plan plan_ladder(const Team& team, const Roster& roster, Moment at, const FindCalled& find_called);

// The closest names of teams, at most three.
std::vector<std::string> similar_teams(const Roster& roster, std::string_view word);

}  // namespace tocsin
