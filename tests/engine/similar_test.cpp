// The hint after a declaration: what the past says about an incident like this one.

#include "tests/engine/engine_world.h"

namespace similar_test {

using namespace tocsin;

namespace {

constexpr std::string_view k_hint = "looks like one of the past";

void old_outage(EngineWorld& world, std::string_view options = "") {
  world.declare("declare " + std::string(options) + " Checkout payments are failing");
  world.type("INC-1 suspect The database is overloaded");
  world.pass(20min);
  world.type("INC-1 ruledout H1 scaling it did nothing");
  world.type("INC-1 cause Wrong credentials of the payment gateway");
  world.type("INC-1 fix New credentials");
  world.type("INC-1 resolve");
  world.type("INC-1 close");
  world.settle();
}

std::string hint_in(const EngineWorld& world, std::int64_t number) {
  std::string hints;
  for (const std::string& text : world.slack.texts(world.incident(number).channel.value)) {
    if (has(text, k_hint)) hints += text;
  }
  return hints;
}

}  // namespace

TEST_CASE("a second outage is told of the first one, once, after the card") {
  EngineWorld world;
  old_outage(world);
  world.declare("declare Payments at checkout do not go through");
  const std::string hint = hint_in(world, 2);
  CHECK(has(hint, "INC-1"));
  CHECK(has(hint, "Cause: Wrong credentials of the payment gateway"));
  CHECK(has(hint, "What helped: New credentials"));
  CHECK(has(hint, "False lead: The database is overloaded (held 20 minutes)"));
  CHECK(world.slack.count(std::string(k_hint)) == 1);
  const std::vector<std::string> texts = world.slack.texts(world.incident(2).channel.value);
  REQUIRE(texts.size() >= 2);
  CHECK_FALSE(has(texts.front(), k_hint));  // the card
  world.restart();
  world.settle();
  CHECK(world.slack.count(std::string(k_hint)) == 1);
}

TEST_CASE("an outage of something else is told nothing") {
  EngineWorld world;
  old_outage(world);
  world.declare("declare DNS resolution is failing");
  CHECK(hint_in(world, 2).empty());
}

TEST_CASE("a crash between the declaration and the look loses nothing and says nothing twice") {
  EngineWorld world;
  old_outage(world);
  world.type("declare Payments at checkout do not go through");
  world.restart();
  world.settle();
  CHECK(world.slack.count(std::string(k_hint)) == 1);
}

TEST_CASE("a private incident is no hint for anybody's channel") {
  EngineWorld world;
  old_outage(world, "private");
  world.declare("declare Payments at checkout do not go through");
  CHECK(world.slack.count(std::string(k_hint)) == 0);
}

TEST_CASE("what was found at the declaration stands in the write-up, whatever comes later") {
  EngineWorld world;
  old_outage(world);
  world.declare("declare Payments at checkout do not go through");
  world.type("INC-1 title Something else");
  world.type("INC-2 resolve");
  world.type("INC-2 close");
  world.settle();
  const auto writeup = world.store().latest_writeup(IncidentNumber{2});
  REQUIRE(writeup);
  CHECK(has(writeup->markdown,
            "- INC-1 Checkout payments are failing (in common: payments, checkout)"));
  CHECK(has(writeup->markdown, "  - Cause: Wrong credentials of the payment gateway\n"));
  CHECK(has(writeup->markdown, "  - False lead: The database is overloaded, held 20 minutes\n"));
  CHECK_FALSE(has(writeup->markdown, "Something else"));
}

TEST_CASE("what a great import brought is prepared for searching by and by") {
  EngineWorld world;
  world.declare();
  world.store().begin();
  Incident incident = world.incident();
  for (int i = 0; i < 2'000; ++i) {
    const Event event = next_event(incident, event::Logged{"elephant " + std::to_string(i)},
                                   world.now().wall, world.now().wall, k_ana);
    world.store().append(incident.number, event);
    incident = apply(std::move(incident), event);
  }
  world.store().put(incident);
  world.store().commit();
  CHECK(world.store().not_searched_yet() >= 2'000);
  world.restart();
  for (int i = 0; i < 20; ++i) world.pass(1s);
  CHECK(world.store().not_searched_yet() < 50);
  CHECK(has(text_of(world.type("find elephant 1999").reply), "elephant 1999"));
}

}  // namespace similar_test
