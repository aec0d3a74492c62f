// Answers that are lost: looked for before anything is sent again, and "not there" is believed only
// after the grace period.

#include "tests/engine/engine_world.h"

namespace outbox_lost_test {

using namespace tocsin;

namespace {

// INC-1 with one entry on its way.
struct OnItsWay : EngineWorld {
  explicit OnItsWay(Setting setting = {}) : EngineWorld(setting) {
    declare();
    slack.acts.clear();
    type("INC-1 log one");
    REQUIRE(out.size() == 1);
  }
  int looks() { return slack.acts["look"]; }
  std::size_t posted() const { return static_cast<std::size_t>(slack.count("one")); }
};

}  // namespace

TEST_CASE("a lost answer is looked for after two seconds, and what is found is done") {
  OnItsWay world;
  world.lose_answer();
  CHECK(world.out.empty());
  CHECK(world.waits_at_least(2s));
  world.pass(2s);
  REQUIRE(world.out.size() == 1);
  CHECK(world.out[0].request.url == "slack:/look");
  world.answer();
  CHECK(world.unsettled().empty());
  CHECK(world.posted() == 1);
}

TEST_CASE("what a look finds is learned as from the answer itself") {
  EngineWorld world;
  world.type("declare Checkout is failing");
  world.answer(world.out_with("inc-1"));
  world.lose_answer(world.out_with("card: "));
  CHECK_FALSE(world.store().message(IncidentNumber{1}, MessagePurpose::card));
  world.settle();
  CHECK(world.store().message(IncidentNumber{1}, MessagePurpose::card));
  world.type("INC-1 impact Nobody can pay");
  world.settle();
  CHECK(has(world.slack.texts("C1")[0], "Nobody can pay"));
  CHECK(world.slack.count("card: ") == 1);
}

TEST_CASE("before the grace period nothing is sent again, however often it was not found") {
  OnItsWay world;
  world.lose();
  Duration passed{0};
  while (passed < 29s) {
    world.pass(500ms);
    passed += 500ms;
    while (!world.out.empty()) {
      REQUIRE(world.out[0].request.url == "slack:/look");
      world.answer();
    }
  }
  CHECK(world.looks() >= 4);
  CHECK(world.looks() <= 8);  // it does not hammer either
  CHECK(world.posted() == 0);
  world.pass(2s);
  world.settle();
  CHECK(world.posted() == 1);
  CHECK(world.unsettled().empty());
}

TEST_CASE("a message that appears late, within the grace period, is not sent twice") {
  OnItsWay world;
  const net::HttpRequest late = world.out[0].request;
  world.lose();
  for (int i = 0; i < 5; ++i) {
    world.pass(4s);
    world.run();
  }
  CHECK(world.looks() > 0);
  world.slack.perform(late);
  world.settle();
  CHECK(world.posted() == 1);
  CHECK(world.unsettled().empty());
}

TEST_CASE("a look that began before the end of the grace period proves nothing") {
  OnItsWay world;
  world.lose();
  world.pass(29s);
  REQUIRE(world.out.size() == 1);  // a look, begun at 29 s
  world.pass(5s);
  world.answer();  // it says "not there" at 34 s
  REQUIRE(world.out.size() == 1);
  CHECK(world.out[0].request.url == "slack:/look");
  CHECK(world.posted() == 0);
  world.answer();
  world.settle();
  CHECK(world.posted() == 1);
}

TEST_CASE("the grace period is the one of the configuration") {
  EngineWorld::Setting setting;
  setting.engine.outbox.grace = 90s;
  OnItsWay world(setting);
  world.lose();
  for (int i = 0; i < 17; ++i) {
    world.pass(5s);
    world.run();
  }
  CHECK(world.posted() == 0);
  world.pass(10s);
  world.settle();
  CHECK(world.posted() == 1);
}

TEST_CASE("a look over many pages finds what is on the last one") {
  OnItsWay world;
  world.lose_answer();
  world.slack.page = 2;
  for (int i = 0; i < 9; ++i) {
    world.slack.messages.push_back({"C1", "", "of people", "talk", "200." + std::to_string(i)});
  }
  world.settle();
  CHECK(world.looks() == 5);
  CHECK(world.posted() == 1);
  CHECK(world.unsettled().empty());
}

TEST_CASE("a look of many pages counts from the beginning of its first page") {
  OnItsWay world;
  world.lose();
  world.slack.page = 2;
  for (int i = 0; i < 3; ++i) {
    world.slack.messages.push_back({"C1", "", "of people", "talk", "200." + std::to_string(i)});
  }
  world.pass(29s);
  world.answer();  // the first page, begun at 29 s
  world.pass(3s);
  while (!world.out.empty() && has(world.out[0].request.url, "look") &&
         header(world.out[0].request.headers, "cursor") != "") {
    world.answer();  // the last page says "not there" at 32 s
  }
  CHECK(world.posted() == 0);
  world.settle();
  CHECK(world.posted() == 1);
}

TEST_CASE("a look that does not work is repeated, and nothing is sent meanwhile") {
  OnItsWay world;
  world.lose();
  world.pass(2s);
  world.answer_with(answer_lost());
  CHECK(world.waits_at_least(1s));
  world.pass(5s);
  REQUIRE(world.out.size() == 1);
  world.answer_with(answer_server_error());
  world.pass(5s);
  REQUIRE(world.out.size() == 1);
  world.answer_with(answer_rate_limited(60));
  world.pass(30s);
  CHECK(world.out.empty());
  CHECK(world.posted() == 0);
  world.pass(30s);
  world.settle();
  CHECK(world.posted() == 1);
}

TEST_CASE("a server's error counts as lost, because it may have posted all the same") {
  OnItsWay world;
  net::HttpResponse ignored = world.slack.perform(world.out[0].request);
  world.answer_with(answer_server_error());
  CHECK(world.out.empty());
  world.settle();
  CHECK(world.posted() == 1);
  CHECK(world.looks() == 1);
}

TEST_CASE("a request that was never sent is sent again without a look") {
  OnItsWay world;
  world.answer_with(answer_never_sent());
  world.settle();
  CHECK(world.posted() == 1);
  CHECK(world.looks() == 0);
}

TEST_CASE("a restart takes everything that had left for lost, and finds it") {
  OnItsWay world;
  world.slack.perform(world.out[0].request);
  world.restart();
  world.settle();
  CHECK(world.posted() == 1);
  CHECK(world.looks() == 1);
  CHECK(world.unsettled().empty());
}

TEST_CASE(
    "what had left and did not arrive before a restart is sent again after the grace period") {
  OnItsWay world;
  world.restart();
  for (int i = 0; i < 7; ++i) {
    world.run();
    world.pass(4s);
  }
  CHECK(world.posted() == 0);
  CHECK(world.looks() > 0);
  world.pass(5s);
  world.settle();
  CHECK(world.posted() == 1);
}

TEST_CASE("what was joined and lost is looked for and sent again as it was") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.type("INC-1 log two");
  world.type("INC-1 log three");
  world.answer();
  CHECK(world.out[0].request.body == "E3 two | E4 three");
  world.lose_answer();
  world.type("INC-1 log four");
  world.settle();
  CHECK(world.slack.texts("C1").back() == "E5 four");
  CHECK(world.slack.count("E3 two | E4 three") == 1);
  CHECK(world.slack.count("two") == 1);
  CHECK(world.unsettled().empty());
}

TEST_CASE("a joined message that did not arrive takes later entries along") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.type("INC-1 log two");
  world.lose();
  world.restart();
  world.settle();
  CHECK(world.slack.texts("C1").back() == "E2 one | E3 two");
  CHECK(world.unsettled().empty());
}

TEST_CASE("while a message is looked for, nothing overtakes it in its channel") {
  OnItsWay world;
  world.lose();
  world.type("INC-1 log two");
  for (int i = 0; i < 6; ++i) {
    world.pass(5s);
    while (!world.out.empty() && has(world.out[0].request.url, "look")) world.answer();
  }
  world.settle();
  CHECK(world.slack.texts("C1").back() == "E2 one | E3 two");
}

TEST_CASE("a step that is harmless to repeat is repeated without a look") {
  EngineWorld world;
  world.declare();
  world.slack.acts.clear();
  world.type("INC-1 impact one");
  world.lose(world.out_with("card: "));
  world.settle();
  CHECK(world.slack.acts["look"] == 0);
  CHECK(has(world.slack.texts("C1")[0], "one"));
  CHECK(world.unsettled().empty());
}

TEST_CASE("an edit that was lost is not sent again when a newer one waits") {
  EngineWorld world;
  world.declare();
  world.slack.acts.clear();
  world.type("INC-1 impact one");
  world.lose(world.out_with("card: "));
  world.type("INC-1 impact two");
  const OutboxRow newest = world.waiting<delivery::EditCard>();
  CHECK(newest.attempts <= 1);
  world.settle();
  CHECK(has(world.slack.texts("C1")[0], "two"));
  CHECK(world.unsettled().empty());
}

TEST_CASE("an answer that comes after everything was settled changes nothing") {
  OnItsWay world;
  const RequestNumber number = world.out[0].number;
  world.lose_answer();
  world.settle();
  const std::size_t rows = world.store().events_of(IncidentNumber{1}).size();
  world.step({input::Answered{number, answer_refused("is_archived")}});
  world.step({input::Answered{4711, answer_ok()}});
  world.settle();
  CHECK(world.store().events_of(IncidentNumber{1}).size() == rows);
  CHECK(world.slack.texts("UANA").empty());
}

TEST_CASE("every loss at every moment of an incident ends with each text posted once") {
  for (int lost = 0; lost < 14; ++lost) {
    for (const bool arrived : {false, true}) {
      CAPTURE(lost);
      CAPTURE(arrived);
      EngineWorld world;
      world.step({world.command("declare sev1 Checkout"), world.command("INC-1 log one"),
                  world.command("INC-1 impact All"), world.command("INC-1 close resolved now")});
      int sent = 0;
      for (int i = 0; i < 400 && !(world.out.empty() && world.unsettled().empty()); ++i) {
        if (world.out.empty()) {
          world.pass(1s);
        } else if (sent++ == lost) {
          arrived ? world.lose_answer() : world.lose();
        } else {
          world.answer();
        }
      }
      CHECK(world.unsettled().empty());
      REQUIRE(world.slack.texts("C1").size() >= 3);
      CHECK(world.slack.count("E2 one") == 1);
      CHECK(world.slack.count("card: ") == 1);
      CHECK(world.slack.count("announcement: ") == 1);
      CHECK(world.slack.count("write-up r") == 1);  // what came late is in it
      CHECK(world.slack.files.size() >= 1);
      CHECK(has(world.slack.texts("C1")[0], "closed"));
    }
  }
}

TEST_CASE("an edit whose answer was lost may come late, and does not hide a later one for good") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 impact Half of them");
  const net::HttpRequest stray = world.out[world.out_with("card: ")].request;
  world.lose(world.out_with("card: "));
  world.run();
  world.type("INC-1 impact All of them");
  world.run();
  world.pass(2s);  // it is looked at what was lost
  world.pass(2s);  // and sent again
  world.run();
  REQUIRE(has(world.slack.texts("C1")[0], "All"));
  world.slack.perform(stray);
  REQUIRE(has(world.slack.texts("C1")[0], "Half"));
  world.settle();
  CHECK(has(world.slack.texts("C1")[0], "All"));
}

// Found by the simulator (seed 15): the repetition was sent at once after a crash, and the late one
// came after that.
TEST_CASE("an edit that may come late does not hide a later one either when the bot was killed") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 impact Half of them");
  const net::HttpRequest stray = world.out[world.out_with("card: ")].request;
  world.lose(world.out_with("card: "));
  world.run();
  world.type("INC-1 impact All of them");
  world.pass(2s);
  world.pass(2s);
  world.run();
  world.restart();
  world.run();
  REQUIRE(has(world.slack.texts("C1")[0], "All"));
  world.slack.perform(stray);
  REQUIRE(has(world.slack.texts("C1")[0], "Half"));
  world.settle();
  CHECK(has(world.slack.texts("C1")[0], "All"));
}

TEST_CASE("what is edited while a repetition waits does not wait for that") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 impact Half of them");
  world.lose(world.out_with("card: "));
  world.run();
  world.pass(2s);
  world.pass(2s);
  world.run();
  REQUIRE(has(world.slack.texts("C1")[0], "Half"));
  world.type("INC-1 impact All of them");
  world.run();
  CHECK(has(world.slack.texts("C1")[0], "All"));
}

}  // namespace outbox_lost_test
