// Ladders of teams and the injects of drills, driven by timers: in time, once, and through
// restarts.

#include "tests/engine/engine_world.h"

#include <algorithm>

namespace ladder_test {

using namespace tocsin;

namespace {

const UserId k_chi{"UCHI"};

EngineWorld::Setting with_team() {
  EngineWorld::Setting setting;
  Team payments;
  payments.steps = {{{"UBEN"}, 5min, 2, std::nullopt}, {{"UCHI"}, 10min, 1, std::nullopt}};
  setting.engine.commands.roster.teams["payments"] = payments;
  setting.engine.commands.roster.phones["UCHI"] = "+81 3 1234";
  return setting;
}

std::ptrdiff_t told(const EngineWorld& world, const UserId& user, std::string_view part) {
  const auto texts = world.slack.texts(user.value);
  return std::ranges::count_if(texts, [&](const std::string& text) { return has(text, part); });
}

std::ptrdiff_t said(const EngineWorld& world, std::string_view part) {
  const auto texts = world.slack.texts("C1");
  return std::ranges::count_if(texts, [&](const std::string& text) { return has(text, part); });
}

void passes(EngineWorld& world, Duration time) {
  world.pass(time);
  world.run();
}

void page_team(EngineWorld& world) {
  world.declare();
  world.type("INC-1 escalate payments no money comes in");
  world.run();
}

}  // namespace

TEST_CASE("a ladder calls one after the other, each in time, and ends with the telephone") {
  EngineWorld world(with_team());
  page_team(world);
  CHECK(told(world, k_ben, "Asked by @UANA, for payments") == 1);
  passes(world, 5min - 1s);
  CHECK(told(world, k_ben, "You are needed") == 1);
  passes(world, 1s);
  CHECK(told(world, k_ben, "You are called again for payments") == 1);
  CHECK(told(world, k_chi, "You are needed") == 0);
  passes(world, 5min);
  CHECK(told(world, k_chi, "Step 2 of payments: nobody has answered so far") == 1);
  CHECK(told(world, k_chi, "no money comes in") == 1);
  passes(world, 3s);  // one message a second in a channel
  CHECK(said(world,
             "This is the last step of payments for P1. By phone: @Ben (no number is set "
             "up), UCHI +81 3 1234.") == 1);
  CHECK(std::ranges::count(world.slack.invited, "C1 UCHI") == 1);
  passes(world, 10min - 3s);
  passes(world, 3s);
  CHECK(said(world, "Nobody has answered P1. Call them by phone") == 1);
  passes(world, 2h);
  CHECK(told(world, k_ben, "You are needed") == 2);
  CHECK(told(world, k_chi, "You are needed") == 1);
  CHECK(said(world, "Nobody has answered P1") == 1);
}

TEST_CASE("an acknowledgement stops the ladder, also when it comes at the very end of a wait") {
  EngineWorld world(with_team());
  page_team(world);
  passes(world, 5min - 1s);
  world.type_as(k_ben, "INC-1 ack P1");
  passes(world, 3h);
  CHECK(told(world, k_ben, "You are needed") == 1);
  CHECK(told(world, k_chi, "You are needed") == 0);
}

TEST_CASE("closing, cancelling and resolving stop the ladder, and reopening does not go on") {
  for (const char* end : {"INC-1 resolve", "INC-1 close resolved now", "INC-1 cancel not ours"}) {
    CAPTURE(end);
    EngineWorld world(with_team());
    page_team(world);
    world.type(end);
    passes(world, 6min);
    world.type("INC-1 reopen it is back");
    passes(world, 1h);
    CHECK(told(world, k_ben, "You are needed") == 1);
    CHECK(told(world, k_chi, "You are needed") == 0);
  }
}

TEST_CASE("a restart loses no step and calls nobody twice") {
  EngineWorld world(with_team());
  page_team(world);
  world.restart();
  passes(world, 5min);
  world.restart();
  passes(world, 5min);
  world.restart();
  passes(world, 1s);
  CHECK(told(world, k_ben, "You are needed") == 2);
  CHECK(told(world, k_chi, "You are needed") == 1);
}

TEST_CASE("a clock that was set back makes no step early, one set forward makes none twice") {
  EngineWorld world(with_team());
  page_team(world);
  const Moment begin = world.now().wall;
  world.set_wall(begin - 2h);
  passes(world, 1min);
  CHECK(told(world, k_ben, "You are needed") == 1);
  world.set_wall(begin + 5min);
  passes(world, 1s);
  CHECK(told(world, k_ben, "You are needed") == 2);
  world.set_wall(begin + 10h);
  passes(world, 1s);
  passes(world, 1s);
  CHECK(told(world, k_ben, "You are needed") == 2);
  CHECK(told(world, k_chi, "You are needed") == 1);
}

TEST_CASE("Can't calls the next step at once, and its time counts from then") {
  EngineWorld world(with_team());
  page_team(world);
  passes(world, 2min);
  world.type_as(k_ben, "INC-1 decline-page P1");
  world.run();
  CHECK(told(world, k_chi, "You are needed") == 1);
  passes(world, 9min);
  CHECK(said(world, "Nobody has answered P1") == 0);
  passes(world, 1min);
  CHECK(said(world, "Nobody has answered P1") == 1);
  CHECK(told(world, k_ben, "You are needed") == 1);
}

TEST_CASE("an escalation can be taken back although the ladder went on by itself") {
  EngineWorld world(with_team());
  page_team(world);
  passes(world, 5min);
  passes(world, 5min);
  CHECK(told(world, k_chi, "You are needed") == 1);
  CHECK(world.type("INC-1 undo").saved);
  CHECK(world.incident().pages.empty());
  passes(world, 3h);
  CHECK(said(world, "Nobody has answered P1") == 0);
}

TEST_CASE("a second escalate pages nobody twice") {
  EngineWorld world(with_team());
  page_team(world);
  world.type("INC-1 escalate payments and refunds");
  world.run();
  CHECK(told(world, k_ben, "You are needed") == 1);
  CHECK(said(world, "and refunds") == 1);
}

TEST_CASE("a drill shows its scenario in time, marked as practice, and stops when it is over") {
  EngineWorld world;
  world.type("drill database");
  world.settle();
  CHECK(said(world, "Practice, not real: Alert: checkout answers with errors") == 1);
  world.restart();
  passes(world, 3min);
  CHECK(said(world, "Practice, not real: Support: customers say") == 1);
  passes(world, 3min);
  CHECK(said(world, "Practice, not real:") == 2);
  world.type("INC-1 close resolved now");
  passes(world, 2h);
  CHECK(said(world, "Dashboard: the primary database") == 0);
  CHECK(world.incident().is_drill);
}

}  // namespace ladder_test
