// After the closing the posted write-up follows the record: in place, once for many corrections,
// with the difference in its thread, and never twice whatever is lost or delivered again.

#include "tests/engine/engine_world.h"

#include <algorithm>

namespace writeup_after_close_test {

using namespace tocsin;

namespace {

const IncidentNumber k_first{1};

struct Closed : EngineWorld {
  Closed() : Closed(Setting{}) {}
  explicit Closed(Setting setting) : EngineWorld(std::move(setting)) {
    declare("declare sev1 Checkout is failing");
    type("INC-1 log Roled back");
    type("INC-1 close resolved now");
    settle();
  }

  // The quiet time after a change, and what follows from it.
  void quiet() {
    pass(25s);
    settle();
  }
  std::vector<SmallSlack::Message> with(std::string_view begin) const {
    std::vector<SmallSlack::Message> found;
    for (const auto& message : slack.messages) {
      if (message.text.starts_with(begin)) found.push_back(message);
    }
    return found;
  }
};

}  // namespace

TEST_CASE("a correction after the closing edits the posted write-up and shows the difference") {
  Closed world;
  const std::string ts = world.with("write-up r1").at(0).ts;
  world.type("INC-1 edit E2 Rolled back");
  world.run();
  CHECK(world.with("write-up r2").empty());  // it waits for more
  world.quiet();
  const auto posted = world.with("write-up r2");
  REQUIRE(posted.size() == 1);
  CHECK(posted[0].ts == ts);  // the same message
  CHECK(has(posted[0].text, "Rolled back"));
  const auto changes = world.with("Changed by @UANA");
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].thread == ts);
  CHECK(has(changes[0].text, "− "));
  CHECK(has(changes[0].text, "Roled back — Ana (E2)\n+ "));
  CHECK(world.slack.files.size() == 1);  // the file is attached anew only when it is published
  CHECK(world.unsettled().empty());
}

// Found by the simulator (seed 30553). What waits in memory only is read anew when a commit fails.
TEST_CASE("an update whose answer was lost may come late, and does not hide a later one") {
  for (const bool is_disk_full : {false, true}) {
    CAPTURE(is_disk_full);
    Closed world;
    world.type("INC-1 edit E2 Rolled back");
    world.pass(25s);
    const net::HttpRequest stray = world.out[world.out_with("write-up r2")].request;
    world.lose(world.out_with("write-up r2"));
    world.run();
    world.pass(2s);  // it is looked at what was lost
    world.pass(2s);  // and sent again, without waiting
    world.run();
    REQUIRE(world.with("write-up r2").size() == 1);
    if (is_disk_full) {
      world.disk().next_commit = TroubledStore::Commit::fails;
      REQUIRE_FALSE(world.type("INC-1 log It is full").saved);
    }
    world.type("INC-1 edit E2 Rolled back, twice");
    world.pass(23s);
    world.run();
    CHECK(world.store().latest_writeup(k_first)->revision == 3);
    world.slack.perform(stray);
    world.settle();
    CHECK(world.with("write-up r3").size() == 1);
  }
}

TEST_CASE("ten corrections in a row are one update") {
  Closed world;
  for (int i = 0; i < 10; ++i) {
    world.type("INC-1 log Correction " + std::to_string(i));
    world.pass(5s);
    world.run();
  }
  CHECK(world.with("write-up r1").size() == 1);
  world.quiet();
  CHECK(world.with("write-up r2").size() == 1);
  CHECK(world.with("Changed by").size() == 1);
  CHECK(world.store().latest_writeup(k_first)->revision == 2);
}

TEST_CASE("what changes nothing in the write-up updates nothing") {
  Closed world;
  world.type("INC-1 subscribe");
  world.type("INC-1 postmortem lint");
  world.quiet();
  CHECK(world.store().latest_writeup(k_first)->revision == 1);
  CHECK(world.with("Changed by").empty());
}

TEST_CASE("an update that is replaced before it leaves is never sent, its difference is") {
  Closed world;
  for (const std::string_view line :
       {"INC-1 measure One", "INC-1 measure Two", "INC-1 measure Three"}) {
    world.type(line);
    world.pass(25s);  // the first update is on its way and not answered all the time
  }
  while (!world.out.empty()) {
    CHECK_FALSE(world.out.front().request.body.starts_with("write-up r3"));
    world.answer();
  }
  world.settle();
  CHECK(world.with("write-up r4").size() == 1);
  CHECK(world.with("Changed by").size() == 3);
  CHECK(world.unsettled().empty());
}

TEST_CASE("a lost answer and a restart double neither the update nor its difference") {
  Closed world;
  world.type("INC-1 cause The pool was too small");
  world.pass(25s);
  while (!world.out.empty()) world.lose_answer();
  world.restart();
  world.settle();
  while (!world.out.empty()) world.lose_answer();
  world.restart();
  world.settle();
  CHECK(world.with("write-up r2").size() == 1);
  CHECK(world.with("Changed by").size() == 1);
  CHECK(world.unsettled().empty());
}

TEST_CASE("a restart in the quiet time loses no update") {
  Closed world;
  world.type("INC-1 cause The pool was too small");
  world.restart();
  world.quiet();
  CHECK(world.with("write-up r2").size() == 1);
}

TEST_CASE("a section in own words shows in the posted write-up, and survives every update") {
  Closed world;
  world.type("INC-1 postmortem write causes Two things met.");
  world.quiet();
  CHECK(has(world.with("write-up r2").at(0).text, "Two things met."));
  world.type("INC-1 cause The pool was too small");
  world.quiet();
  const std::string text = world.with("write-up r3").at(0).text;
  CHECK(has(text, "Two things met.\n\n_Written by Ana"));
  CHECK(has(text, "**From the record**\n\n- The pool was too small"));
}

TEST_CASE("what is open is asked below the write-up, in a message that loses what is answered") {
  Closed world;
  const auto questions = [&world] { return world.with("questions: ").at(0).text; };
  CHECK(has(questions(), "What made it possible, and what set it off?"));
  world.type("INC-1 cause The pool was too small");
  world.quiet();
  CHECK_FALSE(has(questions(), "What made it possible"));
  CHECK(has(questions(), "When did the impact begin?"));
  CHECK(world.with("questions: ").size() == 1);
}

TEST_CASE("publishing edits what is posted, attaches the final file and says so to the others") {
  Closed world;
  world.type("INC-1 postmortem publish");
  world.quiet();
  CHECK(world.slack.files.size() == 1);
  world.type("INC-1 postmortem publish");
  world.settle();
  CHECK(world.with("write-up r").size() == 1);
  CHECK(has(world.with("write-up r").at(0).text, "| Write-up | published |"));
  CHECK(world.slack.files.size() == 2);
  CHECK(world.slack.count("is closed. The write-up is") == 2);
}

TEST_CASE("`file` posts it anew, and from then on the new messages follow") {
  Closed world;
  world.type("INC-1 postmortem file");
  world.settle();
  const std::string anew = world.with("write-up r2").at(0).ts;
  world.type("INC-1 lesson well The rollback took two minutes");
  world.quiet();
  REQUIRE(world.with("write-up r3").size() == 1);
  CHECK(world.with("write-up r3").at(0).ts == anew);
  CHECK(world.with("write-up r1").size() == 1);  // as it was posted
}

TEST_CASE("an update waits for a write-up that is still being posted") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 close resolved now");
  world.type("INC-1 cause The pool was too small");
  world.pass(25s);
  world.settle();
  CHECK(world.slack.count("write-up r2: ") == 1);
  CHECK(world.slack.count("write-up r1: ") == 0);
  CHECK(world.unsettled().empty());
}

TEST_CASE("of a write-up that was never posted nothing is updated and nothing hangs") {
  EngineWorld world;
  world.declare();
  world.slack.closed["C1"] = "is_archived";
  world.type("INC-1 close resolved now");
  world.settle();
  world.slack.closed.clear();
  world.type("INC-1 cause The pool was too small");
  world.pass(25s);
  world.settle();
  CHECK(world.slack.count("Changed by") == 0);
  CHECK(world.slack.count("write-up r") == 0);
  CHECK(world.unsettled().empty());
}

TEST_CASE(
    "an incident that is open again shows so in its write-up, and the next closing posts anew") {
  Closed world;
  world.type("INC-1 reopen It is back");
  world.quiet();
  CHECK(has(world.with("write-up r2").at(0).text, "| Status | investigating |"));
  world.type("INC-1 log Once more");
  world.quiet();
  CHECK(world.with("write-up r3").empty());
  world.type("INC-1 close resolved now");
  world.settle();
  CHECK(world.with("write-up r3").size() == 1);
}

TEST_CASE(
    "the owner is reminded by direct message until the write-up is published, then nobody is") {
  Closed world;  // sev1: three days
  world.pass(std::chrono::hours(49));
  world.settle();
  CHECK(std::ranges::count_if(world.slack.texts("UANA"), [](const std::string& text) {
          return has(text, "is to be published by");
        }) == 1);
  world.pass(std::chrono::hours(48));
  world.settle();
  CHECK(world.slack.count("was to be published by") >= 2);  // the owner, and the channel
  world.type("INC-1 postmortem publish");
  world.type("INC-1 postmortem publish");
  world.settle();
  const std::size_t before = world.slack.messages.size();
  world.pass(std::chrono::hours(24 * 20));
  world.settle();
  CHECK(world.slack.messages.size() == before);
}

TEST_CASE("a private write-up's changes and questions stay in its channel") {
  EngineWorld world;
  world.declare("declare private Leaked key");
  world.type("INC-1 close resolved now");
  world.settle();
  world.type("INC-1 cause The key was in the log");
  world.pass(25s);
  world.settle();
  for (const auto& message : world.slack.messages) {
    if (message.place == "C1" || message.place == "UANA") continue;
    CHECK_FALSE(has(message.text, "key"));
    CHECK_FALSE(has(message.text, "INC-1"));
  }
  CHECK(world.slack.count("Changed by") == 1);
}

}  // namespace writeup_after_close_test
