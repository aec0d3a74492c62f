// What a drill shows, and when.

#include "bot/domain/scenario.h"

#include "bot/domain/incident.h"

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <string>

namespace scenario_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_now = from_stored(1'700'000'000'000);

Event at(Duration after, EventBody body) {
  Event event;
  event.happened_at = k_now + after;
  event.recorded_at = k_now + after;
  event.body = std::move(body);
  return event;
}

}  // namespace

TEST_CASE("every scenario begins at once, goes on in order and has a name that can be typed") {
  std::set<std::string_view> names;
  for (const Scenario& scenario : scenarios()) {
    CAPTURE(scenario.name);
    CHECK(names.insert(scenario.name).second);
    CHECK(scenario.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos);
    REQUIRE(scenario.injects.size() >= 5);
    CHECK(scenario.injects.front().after_minutes == 0);
    std::int64_t before = -1;
    for (const auto& inject : scenario.injects) {
      CHECK(inject.after_minutes > before);
      before = inject.after_minutes;
      CHECK_FALSE(inject.text.empty());
    }
    CHECK(find_scenario(scenario.name) == &scenario);
  }
  CHECK(names.size() >= 5);
  CHECK(find_scenario("nothing") == nullptr);
}

TEST_CASE("a replay shows what was seen and not what was thought or done, its pauses shortened") {
  const std::vector<Event> events{
      at(0min, event::Declared{"Checkout", {}, false, false, {}, "UTC"}),
      at(2min, event::Logged{"Errors on checkout"}),
      at(1min, event::Detected{"An alert"}),
      at(3min, event::Suspected{HypothesisNumber{1}, "The database"}),
      at(90min, event::ImpactSet{"40% of customers"}),
      at(91min, event::FixFound{"More disk"}),
      at(92min, event::Closed{"", true}),
  };
  const event::DrillPlanned plan = replay_of(IncidentNumber{3}, events);
  CHECK(plan.scenario == "INC-3");
  REQUIRE(plan.injects.size() == 3);
  CHECK(plan.injects[0] == event::DrillPlanned::Inject{0, "An alert"});
  CHECK(plan.injects[1] == event::DrillPlanned::Inject{60'000, "Errors on checkout"});
  CHECK(plan.injects[2] == event::DrillPlanned::Inject{360'000, "Impact: 40% of customers"});
}

TEST_CASE("each thing of a plan is shown once, at its time, in its order") {
  std::vector<Event> events{
      at(0min, event::DrillPlanned{"x", {{0, "first"}, {120'000, "second"}}})};
  auto next = next_inject(events);
  REQUIRE(next);
  CHECK(next->inject.text == "first");
  CHECK(next->due_at == k_now);
  events.push_back(at(1min, next->inject));
  next = next_inject(events);
  REQUIRE(next);
  CHECK(next->inject == event::Injected{2, "second"});
  CHECK(next->due_at == k_now + 2min);
  events.push_back(at(3min, next->inject));
  CHECK_FALSE(next_inject(events));
  CHECK_FALSE(next_inject({}));
}

}  // namespace scenario_test
