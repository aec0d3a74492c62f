// What the engine keeps in memory next to the record has to fail together with a transaction.

#include "tests/engine/engine_world.h"

namespace failures_test {

using namespace tocsin;
using Commit = TroubledStore::Commit;

namespace {

bool is_gap(const Event& event) { return std::holds_alternative<event::WasDeaf>(event.body); }

int gaps(const EngineWorld& world) {
  int count = 0;
  for (const Event& event : world.store().events_of(IncidentNumber{1})) {
    count += is_gap(event);
  }
  return count;
}

}  // namespace

TEST_CASE("a command that goes wrong in an unforeseen way takes nothing with it") {
  EngineWorld world;
  world.declare();
  world.disk().unthinkable = "oops";
  world.acks.clear();
  world.step({world.command("INC-1 log before"), world.command("INC-1 impact oops"),
              world.command("INC-1 log after")});
  REQUIRE(world.acks.size() == 3);
  CHECK(world.acks[0].saved);
  CHECK_FALSE(world.acks[1].saved);
  CHECK(has(text_of(world.acks[1].reply), "Not saved"));
  CHECK(world.acks[2].saved);
  world.settle();
  CHECK(world.logged() == std::vector<std::string>{"before", "after"});
  CHECK(world.incident().impact.empty());
  world.step({world.command("declare oops"), world.command("declare Next")});
  CHECK(has(text_of(world.acks.back().reply), "Saved INC-2"));
  world.settle();
  CHECK(world.incident(2).title == "Next");
  CHECK(world.slack.count("oops") == 0);
}

// Found by reading: the answer was put back as if its request were still on its way, and nobody
// looked for the message any more.
TEST_CASE("a lost answer in the same step as a command that goes wrong is still looked for") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.disk().unthinkable = "oops";
  input::Answered lost = world.performed(world.out_with("E2 one"));
  lost.answer = answer_lost();
  world.step({std::move(lost), world.command("INC-1 log oops")});
  CHECK_FALSE(world.engine().is_settled() == false);
  world.settle();
  CHECK(world.slack.acts["look"] == 1);
  CHECK(world.unsettled().empty());
  CHECK(world.slack.count("E2 one") == 1);
}

// Found by reading: the second try took the connection for lost already and stored nothing.
TEST_CASE("a connection that is lost while the disk is full is noted when there is room") {
  EngineWorld world;
  world.declare();
  world.step({input::Connected{}});
  world.settle();
  world.pass(1min);
  world.disk().next_commit = Commit::fails;
  world.step({input::Lost{}});
  world.pass(250ms);
  world.pass(30s);
  world.step({input::Connected{}});
  REQUIRE(gaps(world) == 1);
  const Event gap = world.store().events_of(IncidentNumber{1}).back();
  const auto& deaf = std::get<event::WasDeaf>(gap.body);
  CHECK(deaf.until - deaf.from >= 30s);
  CHECK(deaf.until - deaf.from < 31s);
}

// Found by reading: the second try took the lead for told.
TEST_CASE("a refusal that arrives while the disk is full is told to the lead when there is room") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.disk().next_commit = Commit::fails;
  world.answer_with(answer_refused("is_archived"));
  world.settle();
  CHECK(world.slack.texts("UANA").size() == 1);
}

// Found by reading: the program's own timers were set at the start and never again.
TEST_CASE("a start with a dead disk is made up for when it works again") {
  EngineWorld::Setting setting;
  setting.starts = false;
  EngineWorld world(setting);
  world.disk().is_dead = true;
  world.restart();
  CHECK_FALSE(world.engine().health().can_save);
  CHECK_FALSE(world.type("declare Trouble").saved);
  world.disk().is_dead = false;
  world.pass(1s);
  world.settle();
  CHECK(world.engine().health().can_save);
  CHECK(world.store().person(k_ben));  // people were read
  CHECK(world.store().next_timer());
  CHECK(world.type("declare Trouble").saved);
}

TEST_CASE("an answer that cannot be stored does not keep anybody from typing") {
  EngineWorld world;
  world.type("declare Checkout is failing");
  world.answer(world.out_with("inc-1"));
  world.disk().breaks_messages = true;
  world.answer(world.out_with("card: INC-1"));
  for (int i = 0; i < 5; ++i) {
    world.pass(1s);
    CHECK(world.type("INC-1 log line " + std::to_string(i)).saved);
  }
  world.disk().breaks_messages = false;
  world.pass(1s);
  world.settle();
  CHECK(world.slack.count("card: INC-1") == 1);
  CHECK(world.logged().size() == 5);
  CHECK(world.slack.count("line 4") == 1);
}

TEST_CASE("a timer does not fire twice because its transaction failed") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 resolve");
  world.settle();
  world.disk().next_commit = Commit::fails;
  world.pass(24h);
  world.pass(1s);
  world.settle();
  CHECK(world.slack.count("is resolved since") == 1);
}

TEST_CASE("while the engine is told to stop, it settles what is under way and lets nothing leave") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.type("INC-1 log two");
  REQUIRE(world.out.size() == 1);
  CHECK_FALSE(world.engine().is_settled());
  world.step({input::Stopping{}});
  world.answer();
  CHECK(world.out.empty());
  CHECK(world.engine().is_settled());
  // Commands that were typed before still get their answer, and are posted after the next start.
  CHECK(world.type("INC-1 log three").saved);
  CHECK(world.out.empty());
  world.engine().stop(world.now());
  world.restart();
  world.settle();
  CHECK(world.slack.count("E3 two | E4 three") == 1);
  CHECK(world.slack.acts["look"] == 0);
}

// Found by reading: what must not leave was due all the time, and the thread spun until the end.
TEST_CASE("a stopping engine with undelivered rows rests") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.step({input::Stopping{}});
  world.answer();
  world.type("INC-1 log two");
  CHECK(world.engine().health().unsettled == 1);
  CHECK(world.waits_at_least(1min));
  const int before = world.disk().begun;
  world.step();
  CHECK(world.disk().begun == before);
}

}  // namespace failures_test
