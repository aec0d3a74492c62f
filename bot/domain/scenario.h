#pragma once
// What a drill shows, and when: the scenarios that come with the program, and the replay of a past
// incident. Data and pure rules; used by `drill`.

#include "bot/domain/event.h"
#include "bot/domain/state.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tocsin {

struct Scenario {
  struct Inject {
    std::int64_t after_minutes;
    std::string_view text;
  };
  std::string_view name;  // as people type it
  std::string_view title;
  Severity severity;
  std::string_view purpose;  // what it is good for, in one sentence
  std::span<const Inject> injects;
};

std::span<const Scenario> scenarios();

const Scenario* find_scenario(std::string_view name);  // null: there is none

event::DrillPlanned plan_of(const Scenario& scenario);

// What was seen in that incident, in its order and with its pauses, the long ones shortened. What
// was thought and done is left out: that is for those who practise.
event::DrillPlanned replay_of(IncidentNumber number, const std::vector<Event>& standing);

// The first thing of the plan that was not shown yet, and when it shall be; nothing when all were.
struct NextInject {
  event::Injected inject;
  Moment due_at;
};
std::optional<NextInject> next_inject(const std::vector<Event>& events);

}  // namespace tocsin
