// One transaction a step: what is saved, what is answered, and what a bad disk does to both.

#include "tests/engine/engine_world.h"

namespace transactions_test {

using namespace tocsin;
using Commit = TroubledStore::Commit;

TEST_CASE("a command is stored, answered and handed out in one transaction") {
  EngineWorld world;
  const int before = world.disk().committed;
  const Ack ack = world.type("declare sev1 Checkout is failing");
  CHECK(world.disk().committed == before + 1);
  CHECK(ack.saved);
  CHECK(ack.with_reply);
  CHECK(has(text_of(ack.reply), "Saved INC-1"));
  CHECK(world.incident().title == "Checkout is failing");
  // Each request that has left was committed as sending before.
  REQUIRE_FALSE(world.out.empty());
  for (const Outgoing& request : world.out) {
    const std::int64_t id = std::stoll(header(request.request.headers, "op"));
    CHECK(world.row(DeliveryId{id}).state == DeliveryState::sending);
    CHECK(world.row(DeliveryId{id}).attempts == 1);
    CHECK(world.row(DeliveryId{id}).sending_at == world.now().wall);
  }
}

TEST_CASE("a step without anything to do touches no disk") {
  EngineWorld world;
  const int before = world.disk().begun;
  world.step();
  world.pass(1s);
  CHECK(world.disk().begun == before);
}

TEST_CASE("a redelivered command has one effect and gets the same answer") {
  EngineWorld world;
  world.declare();
  world.step({world.command("INC-1 log Rolled back", "same")});
  const Reply first = world.acks.back().reply;
  CHECK(has(text_of(first), "Saved E2"));
  world.pass(10min);
  world.step({world.command("INC-1 log Rolled back", "same")});
  CHECK(world.acks.back().reply == first);
  CHECK(world.acks.back().saved);
  world.restart();
  world.step({world.command("INC-1 log Rolled back", "same")});
  CHECK(world.acks.back().reply == first);
  world.settle();
  CHECK(world.logged() == std::vector<std::string>{"Rolled back"});
  CHECK(world.slack.count("Rolled back") == 1);
}

TEST_CASE("the same command twice in one step has one effect") {
  EngineWorld world;
  world.declare();
  world.step({world.command("INC-1 log x", "same"), world.command("INC-1 log x", "same")});
  REQUIRE(world.acks.size() >= 2);
  CHECK(world.acks.end()[-1].reply == world.acks.end()[-2].reply);
  CHECK(world.acks.end()[-1].token != world.acks.end()[-2].token);
  CHECK(world.logged().size() == 1);
}

TEST_CASE("what waits at the same moment shares one transaction, in order, each with its answer") {
  EngineWorld world;
  world.declare();
  world.acks.clear();
  const int before = world.disk().committed;
  std::vector<Input> inputs;
  for (int i = 0; i < 20; ++i) {
    inputs.emplace_back(world.command("INC-1 log line " + std::to_string(i)));
  }
  world.step(std::move(inputs));
  CHECK(world.disk().committed == before + 1);
  REQUIRE(world.acks.size() == 20);
  for (std::size_t i = 0; i < 20; ++i) {
    CHECK(has(text_of(world.acks[i].reply), "Saved E" + std::to_string(i + 2) + " "));
    if (i > 0) CHECK(world.acks[i].token > world.acks[i - 1].token);
  }
  CHECK(world.logged().size() == 20);
  CHECK(world.logged()[7] == "line 7");
}

TEST_CASE("a command sees what the one before it in the same step has done") {
  EngineWorld world;
  world.step({world.command("declare First"), world.command("INC-1 log one"),
              world.command("declare Second"), world.command("INC-2 resolve"),
              world.command("INC-2 close")});
  CHECK(world.logged(1).size() == 1);
  CHECK(world.incident(2).state == State::closed);
}

TEST_CASE("a refusal is stored too: redelivered, it stays the refusal that it was") {
  EngineWorld world;
  world.step({world.command("INC-1 log too early", "early")});
  const Reply refusal = world.acks.back().reply;
  CHECK(has(text_of(refusal), "There is no INC-1"));
  CHECK(world.acks.back().saved);  // the answer is
  world.declare();
  world.step({world.command("INC-1 log too early", "early")});
  CHECK(world.acks.back().reply == refusal);
  CHECK(world.logged().empty());
}

TEST_CASE("a command that the database cannot take does not take the others down") {
  EngineWorld world;
  world.declare();
  world.disk().unstorable = "poison";
  world.acks.clear();
  world.step({world.command("INC-1 log before"), world.command("INC-1 log poison", "bad"),
              world.command("declare poison"), world.command("INC-1 log after"),
              world.command("declare Next")});
  REQUIRE(world.acks.size() == 5);
  CHECK(world.acks[0].saved);
  CHECK_FALSE(world.acks[1].saved);
  CHECK(has(text_of(world.acks[1].reply), "Not saved"));
  CHECK_FALSE(world.acks[2].saved);
  CHECK(world.acks[3].saved);
  CHECK(has(text_of(world.acks[3].reply), "Saved E3"));
  CHECK(has(text_of(world.acks[4].reply), "Saved INC-2"));
  world.settle();
  CHECK(world.logged() == std::vector<std::string>{"before", "after"});
  CHECK(world.slack.count("poison") == 0);
  CHECK(world.slack.count("E3 after") == 1);
  CHECK(world.incident(2).title == "Next");
  // Redelivered, it is run again, because nothing of it was stored.
  world.disk().unstorable.clear();
  world.step({world.command("INC-1 log poison", "bad")});
  CHECK(world.acks.back().saved);
  CHECK(world.logged().size() == 3);
}

TEST_CASE("an event after a broken one still finds the incident as it stands") {
  EngineWorld world;
  world.declare();
  world.disk().unstorable = "poison";
  world.step({world.command("INC-1 impact Nobody can pay"), world.command("INC-1 impact poison"),
              world.command("INC-1 sev 1")});
  CHECK(world.incident().impact == "Nobody can pay");
  CHECK(world.incident().severity == Severity::sev1);
  world.restart();
  CHECK(world.incident().impact == "Nobody can pay");
}

// ---- a commit that fails

TEST_CASE("a failed commit is answered not saved, leaves nothing, and sends nothing") {
  EngineWorld world;
  world.declare();
  const std::size_t rows = world.store().events_of(IncidentNumber{1}).size();
  world.acks.clear();
  world.disk().next_commit = Commit::fails;
  world.step({world.command("INC-1 log one", "one"), world.command("declare Two", "two")});
  REQUIRE(world.acks.size() == 2);
  for (const Ack& ack : world.acks) {
    CHECK_FALSE(ack.saved);
    CHECK(text_of(ack.reply) ==
          "Not saved: the bot's disk is full. Tell its operator, then type it again.\n");
  }
  CHECK(world.out.empty());
  CHECK(world.store().events_of(IncidentNumber{1}).size() == rows);
  CHECK_FALSE(world.store().incident(IncidentNumber{2}));
  CHECK_FALSE(world.store().reply_for("one"));
  CHECK_FALSE(world.engine().health().can_save);
  CHECK(has(world.engine().health().trouble, "disk is full"));

  world.step({world.command("INC-1 log one", "one")});
  CHECK(world.acks.back().saved);
  CHECK(has(text_of(world.acks.back().reply), "Saved E2"));
  CHECK(world.engine().health().can_save);
  CHECK(world.engine().health().trouble.empty());
  world.settle();
  CHECK(world.slack.count("E2 one") == 1);
}

TEST_CASE("each trouble of the disk has its own words, and every one says not saved") {
  using Kind = StorageError::Kind;
  const std::pair<Kind, const char*> words[] = {{Kind::disk_full, "disk is full"},
                                                {Kind::read_only, "cannot be written"},
                                                {Kind::busy, "is busy"},
                                                {Kind::broken, "database failed"}};
  for (const auto& [kind, word] : words) {
    EngineWorld world;
    world.disk().kind = kind;
    world.disk().next_commit = Commit::fails;
    const Ack ack = world.type("declare Trouble");
    CHECK_FALSE(ack.saved);
    CHECK(has(text_of(ack.reply), "Not saved"));
    CHECK(has(text_of(ack.reply), word));
  }
}

TEST_CASE("a dead disk is answered not saved for as long as it is dead") {
  EngineWorld world;
  world.declare();
  world.disk().is_dead = true;
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(world.type("INC-1 log while dead").saved);
    world.pass(1s);
  }
  CHECK_FALSE(world.engine().health().can_save);
  world.disk().is_dead = false;
  world.pass(1s);
  CHECK(world.type("INC-1 log alive again").saved);
  world.settle();
  CHECK(world.logged() == std::vector<std::string>{"alive again"});
}

TEST_CASE("after a failed commit the engine waits a moment and does not spin") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.disk().next_commit = Commit::fails;
  world.answer();
  CHECK(world.waits_at_least(100ms));
  const int before = world.disk().begun;
  world.step();
  CHECK(world.disk().begun == before);
  world.pass(250ms);
  CHECK(world.disk().begun > before);
}

TEST_CASE("an answer of Slack is not lost by a failed commit") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.disk().next_commit = Commit::fails;
  world.answer(world.out_with("E2 one"));
  CHECK(world.waiting<delivery::PostEntry>().state == DeliveryState::sending);
  world.pass(250ms);
  CHECK(world.unsettled().empty());
  // Nobody had to look for it.
  CHECK(world.slack.acts["look"] == 0);
  CHECK(world.slack.count("E2 one") == 1);
}

TEST_CASE("what Slack said together with a failed commit is known afterwards") {
  EngineWorld world;
  world.type("declare Checkout is failing");
  world.disk().next_commit = Commit::fails;
  world.answer(world.out_with("inc-1"));  // the channel was made
  CHECK(world.incident().channel.empty());
  world.pass(250ms);
  CHECK(world.incident().channel == ChannelId{"C1"});
  world.settle();
  CHECK(world.slack.made.size() == 1);
}

TEST_CASE("requests of a transaction that failed leave later, once") {
  EngineWorld world;
  world.declare();
  world.disk().next_commit = Commit::fails;
  world.step({input::Connected{}, world.command("INC-1 log lost")});
  CHECK(world.out.empty());
  world.step({world.command("INC-1 log kept")});
  world.settle();
  CHECK(world.slack.count("lost") == 0);
  CHECK(world.slack.count("E2 kept") == 1);
}

TEST_CASE("a request on its way keeps its place while a commit fails") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  REQUIRE(world.out.size() == 1);
  world.disk().next_commit = Commit::fails;
  world.type("INC-1 log two");
  world.pass(1s);
  CHECK(world.out.size() == 1);  // still the first, and nothing beside it
  world.answer();
  world.settle();
  CHECK(world.slack.acts["look"] == 0);
  CHECK(world.slack.count("E2 one") == 1);
}

TEST_CASE("a commit that failed after the fact is answered as saved, and nothing is said twice") {
  EngineWorld world;
  world.declare();
  world.acks.clear();
  world.disk().next_commit = Commit::fails_after_the_fact;
  world.step({world.command("INC-1 log one", "one")});
  REQUIRE(world.acks.size() == 1);
  CHECK(world.acks[0].saved);
  CHECK(has(text_of(world.acks[0].reply), "Saved E2"));
  world.step({world.command("INC-1 log one", "one")});
  CHECK(has(text_of(world.acks.back().reply), "Saved E2"));
  world.settle();
  CHECK(world.logged().size() == 1);
  CHECK(world.slack.count("E2 one") == 1);
}

TEST_CASE("an answer that was stored although the commit failed is not taken twice") {
  EngineWorld world;
  world.type("declare Checkout is failing");
  world.disk().next_commit = Commit::fails_after_the_fact;
  world.answer(world.out_with("inc-1"));
  world.pass(250ms);
  world.settle();
  int made = 0;
  for (const Event& event : world.store().events_of(IncidentNumber{1})) {
    made += std::holds_alternative<event::ChannelMade>(event.body);
  }
  CHECK(made == 1);
  CHECK(world.slack.made.size() == 1);
}

// ---- buttons

TEST_CASE("a pressed button is answered by a whisper, once, and its ack carries nothing") {
  EngineWorld world;
  world.declare();
  input::Command press = world.command("INC-1 log pressed", "press");
  press.whisper_to = Place{ChannelId{"C1"}, {}};
  world.step({press});
  CHECK(world.acks.back().saved);
  CHECK_FALSE(world.acks.back().with_reply);
  world.settle();
  press.token = 4711;
  world.step({press});
  CHECK(world.acks.back().token == 4711);
  CHECK_FALSE(world.acks.back().with_reply);
  world.settle();
  REQUIRE(world.slack.whispers.size() == 1);
  CHECK(has(world.slack.whispers[0], "UANA C1 Saved E2"));
}

TEST_CASE("a refusal of a pressed button is whispered too") {
  EngineWorld world;
  input::Command press = world.command("INC-9 close");
  press.whisper_to = Place{k_general, {}};
  world.step({press});
  world.settle();
  REQUIRE(world.slack.whispers.size() == 1);
  CHECK(has(world.slack.whispers[0], "There is no INC-9"));
}

TEST_CASE("a pressed button that could not be saved is not acknowledged with a reply") {
  EngineWorld world;
  world.disk().next_commit = Commit::fails;
  input::Command press = world.command("declare Trouble");
  press.whisper_to = Place{k_general, {}};
  world.step({press});
  CHECK_FALSE(world.acks.back().saved);
  CHECK_FALSE(world.acks.back().with_reply);
}

}  // namespace transactions_test
