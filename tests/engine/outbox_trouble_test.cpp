// A service that is slow, limits the rate, refuses one thing or everything; and deliveries of
// several steps.

#include "tests/engine/engine_world.h"

namespace outbox_trouble_test {

using namespace tocsin;

// ---- pace
// ----------------------------------------------------------------------------------------

TEST_CASE("posts in one channel keep their distance, and other channels do not wait") {
  EngineWorld::Setting setting;
  setting.slack.spacing = 1s;
  EngineWorld world(setting);
  world.declare("declare First");
  world.declare("declare Second");
  world.pass(10s);
  world.type("INC-1 log one");
  world.answer();
  world.type("INC-1 log two");
  CHECK(world.out.empty());
  CHECK(world.engine().wait(world.now()) == 1000ms);
  world.type("INC-2 log other");
  CHECK(world.out.size() == 1);
  world.answer();
  world.pass(999ms);
  CHECK(world.out.empty());
  world.pass(1ms);
  REQUIRE(world.out.size() == 1);
  CHECK(world.out[0].request.body == "E3 two");
}

TEST_CASE("a rate limit holds back everything of the same pace until its time is over") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 impact one");  // an entry, a card and an announcement
  world.answer_with(answer_rate_limited(17), world.out_with("E2 one"));
  world.run();
  CHECK(world.out.empty());
  CHECK(world.slack.count("E2 one") == 0);
  CHECK(has(world.slack.texts("C1")[0], "one"));  // editing has a pace of its own
  world.pass(16s);
  world.run();
  CHECK(world.slack.count("E2 one") == 0);
  world.pass(1s);
  world.run();
  CHECK(world.slack.count("E2 one") == 1);
  CHECK(world.slack.acts["look"] == 0);
}

TEST_CASE("a rate limit on one channel of posts holds back direct messages of no other pace") {
  EngineWorld world;
  world.declare("declare First");
  world.declare("declare Second");
  world.type("INC-1 log one");
  world.answer_with(answer_rate_limited(600));
  world.type("INC-2 log two");
  world.run();
  CHECK(world.slack.count("two") == 1);
  CHECK(world.slack.count("one") == 0);
}

TEST_CASE("what failed waits longer each time, to a minute and a bit, and goes on for ever") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  Duration last{0};
  for (int i = 0; i < 12; ++i) {
    REQUIRE(world.out.size() == 1);
    world.answer_with(answer_never_sent());
    const auto wait = world.engine().wait(world.now());
    REQUIRE(wait);
    CAPTURE(i);
    CHECK(*wait >= 1s);
    CHECK(*wait <= 75s);
    if (i > 0 && i < 6) CHECK(*wait > last);
    last = *wait;
    world.pass(*wait);
  }
  CHECK(last >= 60s);
  CHECK(world.waiting<delivery::PostEntry>().attempts == 13);
  world.settle();
  CHECK(world.slack.count("E2 one") == 1);
}

TEST_CASE("after a success the next failure starts with a short pause again") {
  EngineWorld world;
  world.declare();
  for (int round = 0; round < 2; ++round) {
    world.type("INC-1 log round " + std::to_string(round));
    world.answer_with(answer_never_sent());
    const auto wait = world.engine().wait(world.now());
    REQUIRE(wait);
    CHECK(*wait < 1500ms);
    world.pass(*wait);
    world.answer_with(answer_never_sent());
    world.settle();
  }
}

TEST_CASE("lanes that failed together do not all come back at the same moment") {
  EngineWorld world;
  for (int i = 0; i < 6; ++i) world.declare("declare Number " + std::to_string(i));
  for (int i = 1; i <= 6; ++i) world.type("INC-" + std::to_string(i) + " log x");
  while (!world.out.empty()) world.answer_with(answer_never_sent());
  std::size_t moments = 0;
  while (world.out.size() < 6) {
    const auto wait = world.engine().wait(world.now());
    REQUIRE(wait);
    world.pass(*wait);
    ++moments;
  }
  CHECK(moments > 1);
}

// ---- refusals
// ------------------------------------------------------------------------------------

TEST_CASE("a row that is refused for good is told to the lead, and the lane goes on") {
  EngineWorld world;
  world.declare();
  world.type_as(k_ben, "INC-1 log one");
  world.answer_with(answer_refused("msg_too_long"));
  world.type("INC-1 log two");
  world.settle();
  const auto told = world.slack.texts("UANA");
  REQUIRE(told.size() == 1);
  CHECK(has(told[0], "INC-1 E2: it could not be posted in Slack."));
  CHECK(has(told[0], "Slack says msg_too_long."));
  CHECK(has(told[0], "It is safe in the record."));
  CHECK(world.slack.count("E3 two") == 1);
  CHECK(world.unsettled().empty());
  CHECK(world.logged() == std::vector<std::string>{"one", "two"});
}

TEST_CASE("a joined message that is refused names all of its entries") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.type("INC-1 log two");
  world.type("INC-1 log three");
  world.answer();
  world.answer_with(answer_refused("is_archived"));
  world.settle();
  CHECK(has(world.slack.texts("UANA")[0], "INC-1 E3 to E4"));
}

TEST_CASE("the lead is told once for each reason, and not for every entry") {
  EngineWorld world;
  world.declare();
  world.slack.closed["C1"] = "is_archived";
  for (int i = 0; i < 5; ++i) {
    world.type("INC-1 log line");
    world.settle();
  }
  CHECK(world.slack.texts("UANA").size() == 1);
  world.slack.closed["C1"] = "not_in_channel";
  world.type("INC-1 log line");
  world.settle();
  CHECK(world.slack.texts("UANA").size() == 2);
  world.declare("declare Another one");
  world.slack.closed["C2"] = "is_archived";
  world.type("INC-2 log line");
  world.settle();
  CHECK(world.slack.texts("UANA").size() == 3);
  CHECK(world.unsettled().empty());
}

TEST_CASE("a refused message to the lead is not told to the lead") {
  EngineWorld world;
  world.declare();
  world.slack.closed["C1"] = "is_archived";
  world.slack.closed["UANA"] = "user_disabled";
  world.type("INC-1 log line");
  world.settle();
  CHECK(world.unsettled().empty());
  CHECK(world.slack.texts("UANA").empty());
}

TEST_CASE("when the service refuses everything, nothing is lost and it is asked slowly") {
  EngineWorld world;
  world.declare();
  world.slack.refuses_everything = true;
  world.slack.acts.clear();
  world.type("INC-1 log one");
  world.answer();
  CHECK(world.engine().health().trouble == "The token was revoked.");
  CHECK(world.engine().health().can_save);
  CHECK(world.waits_at_least(60s));
  for (int i = 0; i < 10; ++i) {
    world.pass(60s);
    world.run();
  }
  CHECK(world.slack.acts["post"] <= 12);
  CHECK(world.type("INC-1 log two").saved);
  world.slack.refuses_everything = false;
  world.pass(60s);
  world.settle();
  CHECK(world.slack.count("E2 one") == 1);
  CHECK(world.slack.count("E3 two") == 1);
  CHECK(world.engine().health().trouble.empty());
  CHECK(world.unsettled().empty());
}

// ---- slowness
// ------------------------------------------------------------------------------------

TEST_CASE("when an incident's messages do not get through, answers say that they will be posted") {
  EngineWorld world;
  world.declare();
  world.declare("declare Another one");
  world.type("INC-1 log one");
  world.pass(4s);
  CHECK_FALSE(has(text_of(world.type("INC-1 log two").reply), "Slack is slow"));
  world.pass(2s);
  CHECK(has(text_of(world.type("INC-1 log three").reply),
            " Slack is slow: it is saved and will be posted."));
  CHECK_FALSE(has(text_of(world.type("INC-2 log other").reply), "Slack is slow"));
  // A question is answered as ever.
  CHECK_FALSE(has(text_of(world.type("INC-1 show").reply), "Slack is slow"));
  world.settle();
  CHECK_FALSE(has(text_of(world.type("INC-1 log four").reply), "Slack is slow"));
}

// ---- several steps
// -------------------------------------------------------------------------------

TEST_CASE("a delivery of several steps keeps its progress in the record, and its secret does not") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 close resolved now");
  while (world.slack.acts["ticket"] == 0) world.answer();
  const OutboxRow row = world.waiting<delivery::AttachWriteup>();
  CHECK(row.progress == "ticket");
  REQUIRE(world.out_with("INC-1-postmortem.md") < world.out.size());
  const Outgoing second = world.out[world.out_with("INC-1-postmortem.md")];
  CHECK(second.request.url == "slack:/complete");
  CHECK(header(second.request.headers, "ticket") == "ticket1");
  world.settle();
  CHECK(world.slack.files == std::vector<std::string>{"C1 INC-1-postmortem.md ticket1"});
}

TEST_CASE("after a restart the progress is still there, and the secret is asked for again") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 close resolved now");
  while (world.slack.acts["ticket"] == 0) world.answer();
  world.restart();
  world.settle();
  CHECK(world.slack.acts["ticket"] == 2);
  CHECK(world.slack.files == std::vector<std::string>{"C1 INC-1-postmortem.md ticket2"});
  CHECK(world.unsettled().empty());
}

TEST_CASE("a long list is read page by page, and a restart goes on where it was") {
  EngineWorld::Setting setting;
  setting.starts = false;
  EngineWorld world(setting);
  for (int i = 0; i < 8; ++i) {
    world.slack.people.push_back({UserId{"U" + std::to_string(i)}, "Person", "Asia/Tokyo"});
  }
  world.restart();
  for (int i = 0; i < 4; ++i) world.answer(world.out_with("people"));
  CHECK(world.waiting<delivery::ReadPeople>().progress == "4");
  CHECK(world.store().person(UserId{"U1"}));
  CHECK_FALSE(world.store().person(UserId{"U7"}));
  world.slack.people[0].name = "Not read again";
  world.store().begin();
  world.store().drop_timer({}, TimerKind::refresh_people, 0);
  world.store().commit();
  world.answer_with(answer_never_sent());
  world.settle();
  CHECK(world.store().person(UserId{"U7"}));
  CHECK(world.store().person(k_ana)->name == "Ana");
}

}  // namespace outbox_trouble_test
