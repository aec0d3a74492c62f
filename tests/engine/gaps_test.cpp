// When the bot was deaf: recorded in the active incidents and said in their channels.

#include "tests/engine/engine_world.h"

namespace gaps_test {

using namespace tocsin;

namespace {

std::vector<event::WasDeaf> gaps(const EngineWorld& world, std::int64_t number = 1) {
  std::vector<event::WasDeaf> found;
  for (const Event& event : world.store().events_of(IncidentNumber{number})) {
    if (const auto* gap = std::get_if<event::WasDeaf>(&event.body)) found.push_back(*gap);
  }
  return found;
}

// Connected, with INC-1 declared.
struct Hearing : EngineWorld {
  Hearing() {
    step({input::Connected{}});
    declare();
  }
};

}  // namespace

TEST_CASE("a connection that was lost for a while is recorded and said in the channel") {
  Hearing world;
  world.pass(5min);
  const Moment lost = world.now().wall;
  world.step({input::Lost{}});
  world.pass(40s);
  world.step({input::Connected{}});
  REQUIRE(gaps(world).size() == 1);
  CHECK(gaps(world)[0].from == lost);
  CHECK(gaps(world)[0].until == world.now().wall);
  world.settle();
  CHECK(world.slack.count("I had no connection to Slack from") == 1);
  CHECK(has(world.slack.texts("C1").back(), "no connection"));
}

TEST_CASE("a machine that slept was deaf since it fell asleep, although it is back at once") {
  Hearing world;
  world.pass(5min);
  const Moment asleep = world.now().wall;
  world.pass(3h);  // and notes, before it looks at its connection, that it hears
  world.step({input::Lost{asleep}});
  world.pass(1s);
  world.step({input::Connected{}});
  REQUIRE(gaps(world).size() == 1);
  CHECK(gaps(world)[0].from == asleep);
  CHECK(gaps(world)[0].until == world.now().wall);
}

TEST_CASE("less than ten seconds are a reconnect and not worth a word") {
  Hearing world;
  world.step({input::Lost{}});
  world.pass(9s);
  world.step({input::Connected{}});
  CHECK(gaps(world).empty());
  world.step({input::Lost{}});
  world.pass(10s);
  world.step({input::Connected{}});
  CHECK(gaps(world).size() == 1);
}

TEST_CASE("several short losses do not add up") {
  Hearing world;
  for (int i = 0; i < 5; ++i) {
    world.step({input::Lost{}});
    world.pass(5s);
    world.step({input::Connected{}});
    world.pass(1min);
  }
  CHECK(gaps(world).empty());
}

TEST_CASE("every active incident hears of the gap, a closed one does not") {
  Hearing world;
  world.declare("declare Second");
  world.declare("declare private Third");
  world.type("INC-1 close resolved now");
  world.settle();
  world.step({input::Lost{}});
  world.pass(1min);
  world.step({input::Connected{}});
  world.settle();
  CHECK(gaps(world, 1).empty());
  CHECK(gaps(world, 2).size() == 1);
  CHECK(gaps(world, 3).size() == 1);
  CHECK(world.slack.count("no connection") == 2);
  for (const std::string& text : world.slack.texts("CINCIDENTS")) CHECK_FALSE(has(text, "deaf"));
}

TEST_CASE("one loss is recorded once, also when it is reported twice") {
  Hearing world;
  world.step({input::Lost{}});
  world.pass(30s);
  world.step({input::Lost{}});
  world.pass(30s);
  world.step({input::Connected{}});
  world.step({input::Connected{}});
  REQUIRE(gaps(world).size() == 1);
  CHECK(gaps(world)[0].until - gaps(world)[0].from == 60s);
}

// Found by reading: the gap began at the last time that the bot had connected.
TEST_CASE("a connection that takes over from another one is no gap") {
  Hearing world;
  world.pass(3h);
  world.step({input::Connected{}});
  CHECK(gaps(world).empty());
}

TEST_CASE("a clean stop and a start later are a gap") {
  Hearing world;
  world.pass(1min);
  const Moment stopped = world.now().wall;
  world.engine().stop(world.now());
  world.set_wall(stopped + 10min);
  world.restart();
  world.step({input::Connected{}});
  REQUIRE(gaps(world).size() == 1);
  CHECK(gaps(world)[0].from == stopped);
  CHECK(gaps(world)[0].until == stopped + 10min);
}

TEST_CASE("a stop after the connection was lost keeps when it was lost") {
  Hearing world;
  const Moment lost = world.now().wall;
  world.step({input::Lost{}});
  world.pass(1min);
  world.engine().stop(world.now());
  world.set_wall(lost + 10min);
  world.restart();
  world.step({input::Connected{}});
  REQUIRE(gaps(world).size() == 1);
  CHECK(gaps(world)[0].from == lost);
}

// Found by reading: until when Slack was heard was only noted at a clean end, so that a crash was
// no gap at all, or one since the last clean end.
TEST_CASE("a crash is a gap from about the moment when the bot last heard Slack") {
  Hearing world;
  for (int i = 0; i < 360; ++i) world.pass(10s);  // an hour in which nobody types
  const Moment crashed = world.now().wall;
  world.set_wall(crashed + 5min);
  world.restart();
  world.step({input::Connected{}});
  REQUIRE(gaps(world).size() == 1);
  CHECK(gaps(world)[0].from <= crashed);
  CHECK(gaps(world)[0].from > crashed - 15s);
  CHECK(gaps(world)[0].until == crashed + 5min);
}

TEST_CASE("a crash with a start at once is no gap") {
  Hearing world;
  world.type("INC-1 log one");
  world.settle();
  world.set_wall(world.now().wall + 2s);
  world.restart();
  world.step({input::Connected{}});
  CHECK(gaps(world).empty());
}

TEST_CASE("without an active incident the engine is not woken to note that it hears") {
  EngineWorld world;
  world.step({input::Connected{}});
  world.settle();
  CHECK(world.waits_at_least(30min));
  world.declare();
  CHECK_FALSE(world.waits_at_least(11s));
  world.type("INC-1 close resolved now");
  world.settle();
  world.pass(1min);
  CHECK(world.waits_at_least(30min));
}

TEST_CASE("the first start of all has no gap") {
  EngineWorld world;
  world.declare();
  world.pass(1h);
  world.step({input::Connected{}});
  CHECK(gaps(world).empty());
}

TEST_CASE("an incident that was declared during the gap was not deaf before it existed") {
  Hearing world;
  world.step({input::Lost{}});
  world.pass(1min);
  world.type("declare Typed on the command line");
  const Moment declared = world.now().wall;
  world.pass(1min);
  world.step({input::Connected{}});
  REQUIRE(gaps(world, 2).size() == 1);
  CHECK(gaps(world, 2)[0].from == declared);
}

TEST_CASE("a wall clock that jumps back makes no gap") {
  Hearing world;
  world.step({input::Lost{}});
  world.set_wall(world.now().wall - 1h);
  world.step({input::Connected{}});
  CHECK(gaps(world).empty());
}

}  // namespace gaps_test
