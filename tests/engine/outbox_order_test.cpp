// What leaves in which order, what is joined, and what never leaves because something newer waits.

#include "tests/engine/engine_world.h"

#include <set>

namespace outbox_order_test {

using namespace tocsin;

namespace {

int posts_of(const EngineWorld& world, std::string_view part) {
  int count = 0;
  for (const Outgoing& one : world.out) count += has(one.request.body, part);
  return count;
}

std::vector<std::string> in_channel(const EngineWorld& world, std::string_view channel = "C1") {
  return world.slack.texts(channel);
}

}  // namespace

TEST_CASE("declaring makes the channel, then the card in it, and announces it beside") {
  EngineWorld world;
  world.type("declare sev1 Checkout is failing");
  // Only what needs no channel has left: making it, and the announcement.
  std::set<std::string> acts;
  for (const Outgoing& one : world.out) acts.insert(one.request.url);
  CHECK(acts == std::set<std::string>{"slack:/make", "slack:/post"});
  world.settle();
  CHECK(world.incident().channel == ChannelId{"C1"});
  CHECK(in_channel(world) ==
        std::vector<std::string>{"card: INC-1 Checkout is failing, investigating, sev1"});
  CHECK(world.slack.texts("CINCIDENTS") ==
        std::vector<std::string>{"announcement: INC-1 Checkout is failing, investigating, sev1"});
  CHECK(world.slack.invited == std::vector<std::string>{"C1 UANA"});
  REQUIRE(world.slack.topics.size() == 1);
  const auto card = world.store().message(IncidentNumber{1}, MessagePurpose::card);
  REQUIRE(card);
  CHECK(card->channel == ChannelId{"C1"});
}

TEST_CASE("entries of a channel leave one after the other, in the order of typing") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.type("INC-1 log two");
  CHECK(world.out.size() == 1);
  world.answer();
  REQUIRE(world.out.size() == 1);
  CHECK(world.out[0].request.body == "E3 two");
  world.settle();
  CHECK(in_channel(world).back() == "E3 two");
}

TEST_CASE("entries that wait are joined into one message, and each row knows whose it is") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.type("INC-1 log two");
  world.type("INC-1 log three");
  world.type("INC-1 log four");
  world.answer();
  REQUIRE(world.out.size() == 1);
  CHECK(world.out[0].request.body == "E3 two | E4 three | E5 four");
  const auto rows = world.unsettled();
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].joined_to == DeliveryId{});
  CHECK(rows[1].joined_to == rows[0].id);
  CHECK(rows[2].joined_to == rows[0].id);
  for (const OutboxRow& row : rows) CHECK(row.state == DeliveryState::sending);
  world.answer();
  CHECK(world.unsettled().empty());
  for (const OutboxRow& row : rows) CHECK(world.row(row.id).state == DeliveryState::sent);
  CHECK(in_channel(world).size() == 3);
}

TEST_CASE("one message lists at most forty entries") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log first");
  for (int i = 0; i < 50; ++i) world.type("INC-1 log burst " + std::to_string(i));
  world.settle();
  const auto texts = in_channel(world);
  REQUIRE(texts.size() == 4);  // the card, the first, forty, ten
  CHECK(has(texts[2], "E42 burst 39"));
  CHECK_FALSE(has(texts[2], "E43"));
  CHECK(texts[3].starts_with("E43 burst 40"));
  CHECK(has(texts[3], "E52 burst 49"));
}

TEST_CASE("one message carries no more text than fits, but a long entry goes whatever its length") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log first");
  const std::string long_text(7'000, 'x');
  for (int i = 0; i < 4; ++i) world.type("INC-1 log " + long_text + std::to_string(i));
  world.type("INC-1 log " + std::string(30'000, 'y'));
  world.settle();
  const auto texts = in_channel(world);
  for (const std::string& text : texts) {
    CHECK((text.size() < 22'000 || has(text, "yyy")));
  }
  for (int i = 0; i < 4; ++i) CHECK(world.slack.count(long_text + std::to_string(i)) == 1);
  CHECK(world.slack.count(std::string(30'000, 'y')) == 1);
}

TEST_CASE("a sentence of the bot's own between entries keeps its place") {
  EngineWorld world;
  world.declare();
  world.step({input::Connected{}});
  world.settle();
  world.pass(1s);
  world.type("INC-1 log one");
  world.type("INC-1 log two");
  world.step({input::Lost{}});
  world.pass(1min);
  world.step({input::Connected{}});  // says that it was deaf
  world.type("INC-1 log three");
  world.type("INC-1 log four");
  world.settle();
  const auto texts = in_channel(world);
  REQUIRE(texts.size() == 5);
  CHECK(texts[1] == "E2 one");
  CHECK(texts[2] == "E3 two");
  CHECK(has(texts[3], "I had no connection to Slack"));
  CHECK(texts[4] == "E4 three | E5 four");
}

TEST_CASE("an edit of the card that is superseded is never sent") {
  EngineWorld world;
  world.declare();
  world.slack.acts.clear();
  world.type("INC-1 impact one");
  const std::size_t first = world.out_with("card: ");
  world.type("INC-1 impact two");
  world.type("INC-1 impact three");
  CHECK(posts_of(world, "card: ") == 1);
  world.answer(first);
  REQUIRE(posts_of(world, "card: ") == 1);
  CHECK(has(world.out[world.out_with("card: ")].request.body, "three"));
  world.settle();
  CHECK(has(in_channel(world)[0], "three"));
  CHECK(world.slack.acts["edit"] == 4);  // twice the card, twice the announcement
  CHECK(world.slack.count("two") == 1);  // as an entry
}

TEST_CASE(
    "an edit shows the incident as it is when it leaves, not as it was when it was asked for") {
  EngineWorld::Setting setting;
  setting.slack.spacing = 1s;
  EngineWorld world(setting);
  world.declare();
  world.type("INC-1 impact one");
  world.run();
  world.type("INC-1 impact two");  // waits for its pace
  world.run();
  world.type("INC-1 sev 1");
  world.settle();
  CHECK(has(in_channel(world)[0], "sev1, two"));
}

TEST_CASE("a card that is posted spares the edits that waited for it") {
  EngineWorld world;
  world.type("declare Checkout is failing");
  world.type("INC-1 impact Nobody can pay");
  world.type("INC-1 sev 1");
  world.answer(world.out_with("inc-1"));  // now the channel is there, and the card leaves
  CHECK(has(world.out[world.out_with("card: ")].request.body, "sev1, Nobody can pay"));
  while (!world.out.empty()) world.answer();
  world.settle();
  int edits = 0;
  for (const auto& [act, count] : world.slack.acts) {
    if (act == "edit") edits = count;
  }
  // The announcement had left before; the card needs no edit at all.
  CHECK(edits <= 1);
  CHECK(has(in_channel(world)[0], "sev1, Nobody can pay"));
  CHECK(has(world.slack.texts("CINCIDENTS")[0], "sev1, Nobody can pay"));
}

TEST_CASE("an edit that was asked for while the card was being posted is sent afterwards") {
  EngineWorld world;
  world.type("declare Checkout is failing");
  world.answer(world.out_with("inc-1"));
  const std::size_t card = world.out_with("card: ");
  world.type("INC-1 impact Nobody can pay");
  CHECK(posts_of(world, "Nobody can pay") == 0);  // no message to edit yet
  world.answer(card);
  world.settle();
  CHECK(has(in_channel(world)[0], "Nobody can pay"));
}

TEST_CASE("lanes do not wait for each other") {
  EngineWorld world;
  world.declare("declare First");
  world.declare("declare Second");
  world.type("INC-1 log slow");
  world.type("INC-2 log quick");
  const std::size_t quick = world.out_with("quick");
  world.answer(quick);
  CHECK(world.slack.texts("C2").back() == "E2 quick");
  CHECK(posts_of(world, "slow") == 1);
  world.pass(1h);
  world.type("INC-2 log quick again");
  CHECK(posts_of(world, "quick again") == 1);
}

TEST_CASE("at most so many requests are on their way at once, and none is forgotten") {
  EngineWorld::Setting setting;
  setting.engine.outbox.most_requests = 3;
  EngineWorld world(setting);
  std::vector<Input> inputs;
  for (int i = 0; i < 10; ++i)
    inputs.emplace_back(world.command("declare Number " + std::to_string(i)));
  world.step(std::move(inputs));
  world.step({});  // the look at the past, which is due right after a declaration
  CHECK(world.out.size() == 3);
  CHECK(world.waits_at_least(1s));  // it is an answer that has to come
  world.answer(1);
  CHECK(world.out.size() == 3);
  world.settle();
  CHECK(world.slack.made.size() == 10);
  CHECK(world.slack.texts("CINCIDENTS").size() == 10);
  CHECK(world.unsettled().empty());
}

TEST_CASE("rows that left before are not forgotten by a restart, and keep their order") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 log one");
  world.answer();
  world.type("INC-1 log two");
  world.type("INC-1 log three");
  world.type("INC-1 log four");
  world.lose_answer();  // "two" arrived
  world.restart();
  world.settle();
  CHECK(in_channel(world) ==
        std::vector<std::string>{"card: INC-1 Checkout is failing, investigating", "E2 one",
                                 "E3 two", "E4 three | E5 four"});
}

TEST_CASE("topics follow the incident, the last one only") {
  EngineWorld world;
  world.declare();
  world.slack.topics.clear();
  world.type("INC-1 sev 3");
  world.type("INC-1 sev 2");
  world.type("INC-1 sev 1");
  world.settle();
  REQUIRE(world.slack.topics.size() == 2);
  CHECK(has(world.slack.topics.back(), "sev1"));
}

}  // namespace outbox_order_test
