// Closing stores a write-up and posts exactly that one.

#include "bot/domain/corrections.h"
#include "tests/engine/engine_world.h"

namespace writeup_test {

using namespace tocsin;

TEST_CASE("closing renders the write-up, stores it, and posts and attaches it in the channel") {
  EngineWorld world;
  world.declare("declare sev1 Checkout is failing");
  world.type("INC-1 impact Nobody can pay");
  world.type("INC-1 cause The pool was too small");
  world.type("INC-1 close resolved now");
  const auto writeup = world.store().latest_writeup(IncidentNumber{1});
  REQUIRE(writeup);
  CHECK(writeup->revision == 1);
  CHECK(writeup->made_at == world.now().wall);
  CHECK(has(writeup->markdown, "# Checkout is failing"));
  CHECK(has(writeup->markdown, "Nobody can pay"));
  CHECK(has(writeup->markdown, "The pool was too small"));
  CHECK(has(writeup->markdown, "Ana"));  // by name
  world.settle();
  CHECK(world.slack.texts("C1").at(3) == "write-up r1: " + writeup->markdown);
  CHECK(world.slack.texts("C1").back().starts_with("questions: "));
  REQUIRE(world.slack.files.size() == 1);
  CHECK(has(world.slack.files[0], "INC-1-postmortem.md"));
  const auto message = world.store().message(IncidentNumber{1}, MessagePurpose::writeup);
  REQUIRE(message);
  CHECK(message->channel == ChannelId{"C1"});
  CHECK(world.unsettled().empty());
}

TEST_CASE("the write-up has everything that was typed in the same step") {
  EngineWorld world;
  world.step({world.command("declare Checkout"), world.command("INC-1 log Last thought"),
              world.command("INC-1 close resolved now")});
  CHECK(has(world.store().latest_writeup(IncidentNumber{1})->markdown, "Last thought"));
  world.settle();
  CHECK(world.slack.count("write-up r1") == 1);
}

TEST_CASE("the write-up comes after all entries of the incident") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.type("INC-1 log two");
  world.type("INC-1 close resolved now");
  world.type("INC-1 log after the end");
  world.settle();
  const auto texts = world.slack.texts("C1");
  REQUIRE(texts.size() == 6);
  CHECK(texts[1] == "E2 one");
  CHECK(texts[2].starts_with("E3 two | E4 The impact is over | E5 "));
  CHECK(texts[3].starts_with("write-up r1"));
  CHECK(texts[4].starts_with("questions: "));
  CHECK(texts[5] == "E6 after the end");
}

TEST_CASE("a redelivered close makes no second write-up") {
  EngineWorld world;
  world.declare();
  world.step({world.command("INC-1 close resolved now", "close")});
  world.step({world.command("INC-1 close resolved now", "close")});
  CHECK_FALSE(has(text_of(world.type("INC-1 close").reply), "Closed INC-1"));
  world.settle();
  CHECK(world.store().latest_writeup(IncidentNumber{1})->revision == 1);
  CHECK(world.slack.count("write-up") == 2);  // itself, and the pointer to it
}

TEST_CASE("the question before closing posts nothing") {
  EngineWorld world;
  world.declare();
  const std::size_t before = world.slack.messages.size();
  world.type("INC-1 close");
  world.settle();
  CHECK(world.slack.messages.size() == before);
  CHECK_FALSE(world.store().latest_writeup(IncidentNumber{1}));
}

TEST_CASE("a write-up that could not be posted is told to the lead, and its file still goes up") {
  EngineWorld world;
  world.declare();
  world.slack.closed["C1"] = "is_archived";
  world.type("INC-1 close resolved now");
  world.settle();
  CHECK(has(world.slack.texts("UANA").at(0), "is_archived"));
  CHECK(world.slack.files.size() == 1);
  CHECK(world.unsettled().empty());
}

TEST_CASE("the write-up of a private incident is pointed to by nobody") {
  EngineWorld world;
  world.declare("declare private Leaked key");
  world.type("INC-1 close resolved now");
  world.settle();
  CHECK(world.slack.count("is closed") == 0);
  CHECK(world.slack.count("write-up r1") == 1);
}

TEST_CASE("the record that is kept in memory is the record that is stored") {
  EngineWorld world;
  world.declare("declare sev2 Checkout");
  for (const std::string_view line :
       {"impact One", "started 14:00", "detected 14:10 Alert", "cause Two", "sev 1", "mitigated",
        "title Payments", "resolve", "close"}) {
    world.type("INC-1 " + std::string(line));
    world.settle();
    CHECK(fold(IncidentNumber{1}, world.store().events_of(IncidentNumber{1})) == world.incident());
  }
}

TEST_CASE(
    "a write-up that is asked for is posted as the next revision, with what is typed by then") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 close resolved now");
  world.settle();
  world.type("INC-1 cause The pool was too small");
  world.step({world.command("INC-1 postmortem file", "file")});
  world.step({world.command("INC-1 postmortem file", "file")});  // delivered again
  const auto writeup = world.store().latest_writeup(IncidentNumber{1});
  REQUIRE(writeup);
  CHECK(writeup->revision == 2);
  CHECK(has(writeup->markdown, "The pool was too small"));
  world.settle();
  CHECK(world.slack.count("write-up r2: ") == 1);
  CHECK(world.slack.files.size() == 2);
  CHECK(world.unsettled().empty());
}

TEST_CASE("corrections that go on and on are shown every two minutes all the same") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 close resolved now");
  world.settle();
  const auto revision = [&] { return world.store().latest_writeup(IncidentNumber{1})->revision; };
  const std::int64_t posted = revision();
  for (int i = 0; i < 11; ++i) {  // one each ten seconds: never twenty seconds of peace
    world.type("INC-1 log correction " + std::to_string(i));
    world.pass(10s);
    CHECK(revision() == posted);
  }
  world.type("INC-1 log correction 11");
  world.pass(10s);
  CHECK(revision() == posted + 1);
  CHECK(has(world.store().latest_writeup(IncidentNumber{1})->markdown, "correction 11"));
  // The next ones have their own two minutes; after the last of them come twenty seconds.
  world.type("INC-1 log correction 12");
  world.pass(10s);
  CHECK(revision() == posted + 1);
  world.pass(10s);
  CHECK(revision() == posted + 2);
  world.pass(3min);
  CHECK(revision() == posted + 2);
  world.settle();
  CHECK(world.unsettled().empty());
}

TEST_CASE("a published write-up says so in the text that is posted") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 close resolved now");
  world.type("INC-1 postmortem publish");
  CHECK(world.store().latest_writeup(IncidentNumber{1})->revision == 1);
  world.type("INC-1 postmortem publish");
  const auto writeup = world.store().latest_writeup(IncidentNumber{1});
  CHECK(writeup->revision == 2);
  CHECK(has(writeup->markdown, "| Write-up | published |"));
  world.settle();
  CHECK(world.slack.count("The write-up is in review") == 1);
  CHECK(world.slack.count("The write-up is published") == 1);
}

TEST_CASE("both channels of a merge get a pointer to the other, once") {
  EngineWorld world;
  world.declare();
  world.declare("declare Cart is slow");
  world.step({world.command("INC-2 duplicate INC-1", "merge")});
  world.step({world.command("INC-2 duplicate INC-1", "merge")});
  world.settle();
  CHECK(world.slack.count("is a duplicate of INC-1") +
            world.slack.count("is a duplicate of *INC-1") >
        0);
  CHECK(world.slack.count("is a duplicate of this one") == 1);
  CHECK(world.incident(2).merged_into == IncidentNumber{1});
  CHECK(world.unsettled().empty());
}

TEST_CASE("quiet holds a late update's reminder back until it ends") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 remind 5m");
  world.type("INC-1 quiet 20m");
  world.settle();
  CHECK(world.slack.count("An update was due") == 0);
  world.pass(10min);
  world.run();
  CHECK(world.slack.count("An update was due") == 0);
  world.pass(11min);
  world.run();
  CHECK(world.slack.count("An update was due") == 1);
}

}  // namespace writeup_test
