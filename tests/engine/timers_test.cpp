// What happens later without anybody typing: reminders, the list of people, forgotten inputs.

#include "tests/engine/engine_world.h"

namespace timers_test {

using namespace tocsin;

namespace {

// How often the lead was reminded of closing.
int reminded(const EngineWorld& world) { return world.slack.count("is resolved since"); }

void a_day_passes(EngineWorld& world) {
  for (int i = 0; i < 25; ++i) {
    world.pass(1h);
    world.settle();
  }
}

}  // namespace

TEST_CASE("a day after it was resolved the lead is reminded of closing, once") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 resolve");
  world.settle();
  world.pass(23h);
  world.settle();
  CHECK(reminded(world) == 0);
  world.pass(1h);
  world.settle();
  CHECK(reminded(world) == 1);
  const auto told = world.slack.texts("UANA");
  REQUIRE(told.size() == 1);
  CHECK(has(told[0], "INC-1 is resolved since 2026-03-10 14:4"));
  CHECK(has(told[0], "/incident INC-1 close"));
  a_day_passes(world);
  a_day_passes(world);
  CHECK(reminded(world) == 1);
}

TEST_CASE("a reminder looks at the incident again before it speaks") {
  for (const std::string_view line : {"INC-1 close", "INC-1 investigating It is back"}) {
    CAPTURE(line);
    EngineWorld world;
    world.declare();
    world.type("INC-1 resolve");
    world.pass(1h);
    world.type(line);
    a_day_passes(world);
    CHECK(reminded(world) == 0);
  }
}

TEST_CASE("resolving again moves the reminder") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 resolve");
  world.pass(20h);
  world.type("INC-1 monitoring It is back");
  world.type("INC-1 resolve");
  world.settle();
  world.pass(10h);
  world.settle();
  CHECK(reminded(world) == 0);
  world.pass(14h);
  world.settle();
  CHECK(reminded(world) == 1);
}

TEST_CASE("a reminder that was due while the bot was down comes after the start, once") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 resolve");
  world.settle();
  world.set_wall(world.now().wall + 48h);
  world.restart();
  world.settle();
  CHECK(reminded(world) == 1);
  world.restart();
  world.settle();
  CHECK(reminded(world) == 1);
}

TEST_CASE("closing and resolving in one breath reminds of nothing") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 close resolved now");
  a_day_passes(world);
  CHECK(reminded(world) == 0);
}

TEST_CASE("the engine says how long it may be left alone") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 resolve");
  world.settle();
  const auto wait = world.engine().wait(world.now());
  REQUIRE(wait);
  CHECK(*wait <= 1h);  // its own tidying
  CHECK(*wait > 30min);
}

TEST_CASE("people are read at the start and once a day") {
  EngineWorld world;
  CHECK(world.store().person(k_ana)->name == "Ana");
  CHECK(world.store().person(k_ben)->zone == "Europe/Berlin");
  world.slack.people[0].name = "Ana Berg";
  world.pass(23h);
  world.settle();
  CHECK(world.store().person(k_ana)->name == "Ana");
  world.pass(1h);
  world.settle();
  CHECK(world.store().person(k_ana)->name == "Ana Berg");
}

TEST_CASE("somebody who is not known yet is read when they type") {
  EngineWorld world;
  const UserId chi{"UCHI"};
  world.slack.people.push_back({chi, "Chi", "Asia/Tokyo"});
  world.slack.acts.clear();
  // Slack's list has nobody of that id: perhaps of another organisation.
  const Reply first = world.type_as(chi, "declare Slow").reply;
  CHECK(has(text_of(first), "does not know you yet"));
  REQUIRE(first.buttons.size() == 1);
  CHECK(first.buttons[0].command_line == "declare Slow");
  world.type_as(chi, "list");  // does not ask a second time meanwhile
  CHECK(world.store().all_incidents().empty());
  world.settle();
  CHECK(has(text_of(world.type_as(chi, first.buttons[0].command_line).reply), "(14:40 UTC)"));
  CHECK(world.slack.acts["person"] <= 2);
  CHECK(world.store().person(chi)->zone == "Asia/Tokyo");
  world.type_as(chi, "INC-1 log known");
  world.settle();
  CHECK(world.slack.acts["person"] <= 2);
}

TEST_CASE("people who cannot be read keep nobody from typing") {
  EngineWorld::Setting setting;
  setting.starts = false;
  EngineWorld world(setting);
  world.slack.no_people = "missing_scope";
  world.restart();
  world.settle();
  world.type_as(UserId{"UNOBODY"}, "declare Slow");
  world.settle();
  CHECK(world.incident().lead == UserId{"UNOBODY"});
  CHECK(world.unsettled().empty());
  CHECK(world.slack.texts("UNOBODY").empty());  // nothing worth a message
}

TEST_CASE("times are read in the typist's zone as soon as it is known") {
  EngineWorld world;
  world.declare();
  CHECK(has(text_of(world.type_as(k_ben, "INC-1 log 15:30 Seen").reply), "15:30 CET (14:30 UTC)"));
  CHECK(has(text_of(world.type("INC-1 log 14:30 Seen").reply), "at 14:30 UTC"));
  CHECK(world.store().events_of(IncidentNumber{1}).back().zone == "UTC");
}

TEST_CASE("the organisation's zone stands in for a zone that Slack does not tell") {
  EngineWorld::Setting setting;
  setting.engine.commands.zone = "America/New_York";
  EngineWorld world(setting);
  CHECK(has(text_of(world.type("declare Slow").reply), "declared at 10:40 EDT (14:40 UTC)"));
  CHECK(world.incident().zone == "America/New_York");
}

TEST_CASE("answers are remembered for a week and then forgotten") {
  EngineWorld world;
  world.declare();
  world.step({world.command("INC-1 log one", "old")});
  world.settle();
  for (int day = 0; day < 7; ++day) {
    CHECK(world.store().reply_for("old"));
    world.pass(23h);
    world.settle();
  }
  world.pass(10h);
  world.settle();
  CHECK_FALSE(world.store().reply_for("old"));
}

TEST_CASE("a wall clock that jumps does not stop deliveries") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.answer_with(answer_never_sent());
  world.set_wall(world.now().wall - 72h);
  world.pass(2s);
  world.settle();
  CHECK(world.slack.count("E2 one") == 1);
  world.type("INC-1 log two");
  world.lose_answer();
  world.set_wall(world.now().wall + 720h);
  world.pass(2s);
  world.settle();
  CHECK(world.slack.count("E3 two") == 1);
  CHECK(world.unsettled().empty());
}

}  // namespace timers_test
