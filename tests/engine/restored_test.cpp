// A backup that was put back: what waited in it may have gone out since, so it is looked for first.

#include "tests/engine/engine_world.h"

namespace restored_test {

using namespace tocsin;

namespace {

// INC-1 with three entries that wait, as a backup had them; `one` was on its way.
struct PutBack : EngineWorld {
  explicit PutBack(Setting setting = {}) : EngineWorld(setting) {
    declare();
    for (const char* line : {"one", "two", "three"}) {
      type(std::string("INC-1 log ") + line);
      waiting_entries.push_back(unsettled().back().id);
    }
    REQUIRE(out.size() == 1);
    store().begin();
    store().put_setting("restored_rows", std::to_string(waiting_entries.back().value));
    store().commit();
  }
  void went_out_since(std::size_t index, const std::string& text) {
    slack.messages.push_back(
        {"C1", "", std::to_string(waiting_entries[index].value), text, "300." + text});
  }
  void come_back() {
    slack.acts.clear();
    restart();
    step();
  }

  std::vector<DeliveryId> waiting_entries;
};

}  // namespace

TEST_CASE("after a restore each post that waited is looked for, and only what is missing is sent") {
  PutBack world;
  world.went_out_since(1, "two");
  world.come_back();
  world.settle();
  CHECK(world.unsettled().empty());
  for (const char* text : {"one", "two", "three"}) CHECK(world.slack.count(text) == 1);
  // What is missing leaves as the burst that it is.
  CHECK(world.slack.texts("C1").back() == "E2 one | E4 three");
}

TEST_CASE("after a restore nothing is sent when all of it went out") {
  PutBack world;
  for (std::size_t i = 0; i < 3; ++i) world.went_out_since(i, std::to_string(i));
  const std::size_t before = world.slack.messages.size();
  world.come_back();
  world.settle();
  CHECK(world.unsettled().empty());
  CHECK(world.slack.messages.size() == before);
}

TEST_CASE(
    "after a restore what was sent by the process before may appear late, and is waited for") {
  PutBack world;
  world.come_back();
  for (int i = 0; i < 5; ++i) {
    world.pass(5s);
    world.run();
  }
  CHECK(world.slack.acts["look"] > 0);
  CHECK(world.slack.count("three") == 0);
  world.went_out_since(2, "three");
  world.settle();
  CHECK(world.slack.count("three") == 1);
  CHECK(world.slack.texts("C1").back() == "E2 one | E3 two");
}

TEST_CASE("after a restore what cannot be looked for leaves at once") {
  EngineWorld::Setting setting;
  setting.slack.looks = false;
  PutBack world(setting);
  world.come_back();
  world.run();
  world.settle();
  for (const char* text : {"one", "two", "three"}) CHECK(world.slack.count(text) == 1);
}

TEST_CASE("what is typed after a restore is not looked for") {
  PutBack world;
  for (std::size_t i = 0; i < 3; ++i) world.went_out_since(i, std::to_string(i));
  world.come_back();
  world.settle();
  world.slack.acts.clear();
  // The next number is the first that the record before never used.
  world.type("INC-1 log four");
  world.settle();
  CHECK(world.slack.acts["look"] == 0);
  CHECK(world.slack.count("four") == 1);
}

TEST_CASE("a crash in the middle of looking after a restore loses nothing and repeats nothing") {
  PutBack world;
  world.went_out_since(0, "one");
  world.come_back();
  world.run();
  world.restart();
  world.settle();
  CHECK(world.unsettled().empty());
  for (const char* text : {"one", "two", "three"}) CHECK(world.slack.count(text) == 1);
}

}  // namespace restored_test
