// Where a message goes, and for what it waits.

#include "tests/engine/engine_world.h"

namespace outbox_places_test {

using namespace tocsin;

namespace {

EngineWorld::Setting without_announcements() {
  EngineWorld::Setting setting;
  setting.announcements = ChannelId{};
  return setting;
}

MessageTs announcement_of(const EngineWorld& world) {
  const auto message = world.store().message(IncidentNumber{1}, MessagePurpose::announcement);
  REQUIRE(message);
  return message->ts;
}

}  // namespace

TEST_CASE("entries wait until the channel is made") {
  EngineWorld world;
  world.type("declare Checkout is failing");
  world.type("INC-1 log typed at once");
  world.answer(world.out_with("announcement: "));
  CHECK(world.slack.count("typed at once") == 0);
  world.answer(world.out_with("inc-1"));
  world.settle();
  CHECK(world.slack.texts("C1").back() == "E2 typed at once");
}

TEST_CASE("without a channel the incident lives in the thread of its announcement") {
  EngineWorld world;
  world.slack.no_channels = "restricted_action";
  world.type("declare Checkout is failing");
  world.type("INC-1 log typed at once");
  world.settle();
  CHECK(world.incident().channel_refused == "restricted_action");
  const auto replies = world.slack.texts("CINCIDENTS", announcement_of(world).value);
  REQUIRE(replies.size() == 3);
  CHECK(has(replies[0], "card: INC-1"));
  CHECK(replies[1] == "E2 typed at once");
  CHECK(has(replies[2], "Slack did not let me make a channel (restricted_action)"));
  CHECK(world.slack.invited.empty());
  CHECK(world.slack.topics.empty());
  CHECK(world.unsettled().empty());
  world.type("INC-1 log later");
  world.settle();
  CHECK(world.slack.texts("CINCIDENTS", announcement_of(world).value).back() == "E3 later");
}

TEST_CASE("a refused channel is told in the thread, not to the lead again") {
  EngineWorld world;
  world.slack.no_channels = "restricted_action";
  world.declare();
  CHECK(world.slack.texts("UANA").empty());
}

TEST_CASE("the thread waits for the announcement that it hangs from") {
  EngineWorld world;
  world.slack.no_channels = "restricted_action";
  world.type("declare Checkout is failing");
  world.answer(world.out_with("inc-1"));  // refused
  world.type("INC-1 log early");
  CHECK(world.slack.messages.empty());
  REQUIRE(world.out.size() == 1);
  CHECK(has(world.out[0].request.body, "announcement: "));
  world.settle();
  CHECK(world.slack.texts("CINCIDENTS", announcement_of(world).value).size() == 3);
}

TEST_CASE("without channel and announcements the incident lives in its lead's direct messages") {
  EngineWorld world(without_announcements());
  world.slack.no_channels = "restricted_action";
  world.declare();
  world.type_as(k_ben, "INC-1 log Seen");
  world.settle();
  const auto told = world.slack.texts("UANA");
  REQUIRE(told.size() == 3);
  CHECK(has(told[0], "card: INC-1"));
  CHECK(told[2] == "E2 Seen");
  CHECK(world.slack.texts("UBEN").empty());
  CHECK(world.unsettled().empty());
}

// Found by reading: everything waited for ever for an announcement that Slack had refused.
TEST_CASE("when Slack takes neither channel nor announcement, the lead gets it all") {
  for (const bool channel_first : {true, false}) {
    CAPTURE(channel_first);
    EngineWorld world;
    world.slack.no_channels = "restricted_action";
    world.slack.closed["CINCIDENTS"] = "not_in_channel";
    world.type("declare Checkout is failing");
    world.type("INC-1 log Rolled back");
    world.answer(world.out_with(channel_first ? "inc-1" : "announcement: "));
    world.settle();
    CHECK(world.unsettled().empty());
    CHECK(world.slack.count("card: INC-1") == 1);
    CHECK(world.slack.count("E2 Rolled back") == 1);
    CHECK(world.slack.count("the incident could not be announced") == 1);
    world.type("INC-1 sev 1");
    world.type("INC-1 close resolved now");
    world.settle();
    CHECK(world.slack.count("write-up r1") == 1);
    for (const SmallSlack::Message& message : world.slack.messages) CHECK(message.place == "UANA");
    CHECK(world.unsettled().empty());
  }
}

TEST_CASE("nothing waits for a card that was refused") {
  EngineWorld world;
  world.slack.closed["C1"] = "restricted_action";
  world.declare();
  world.type("INC-1 sev 1");
  world.type("INC-1 impact Nobody can pay");
  world.settle();
  CHECK(world.unsettled().empty());
}

TEST_CASE("a private incident without a channel goes to its lead and is announced nowhere") {
  EngineWorld world;
  world.slack.no_channels = "restricted_action";
  world.declare("declare private Leaked key");
  world.type("INC-1 log Revoked");
  world.type("INC-1 sev 1");
  world.type("INC-1 close resolved now");
  world.settle();
  CHECK(world.slack.texts("CINCIDENTS").empty());
  CHECK(world.slack.acts["edit"] >= 1);
  for (const SmallSlack::Message& message : world.slack.messages) CHECK(message.place == "UANA");
  CHECK(world.unsettled().empty());
}

TEST_CASE("a private incident with a channel shows nowhere else") {
  EngineWorld world;
  world.declare("declare private Leaked key");
  world.type("INC-1 log Revoked");
  world.type("INC-1 close resolved now");
  world.settle();
  for (const SmallSlack::Message& message : world.slack.messages) CHECK(message.place == "C1");
  CHECK(world.unsettled().empty());
}

TEST_CASE("without an announcement channel nothing is announced and nothing waits for it") {
  EngineWorld world(without_announcements());
  world.declare();
  world.type("INC-1 sev 1");
  world.type("INC-1 close resolved now");
  world.settle();
  CHECK(world.unsettled().empty());
  for (const SmallSlack::Message& message : world.slack.messages) CHECK(message.place == "C1");
}

TEST_CASE("an answer does not promise an announcement where there is no channel for it") {
  EngineWorld world(without_announcements());
  CHECK_FALSE(has(text_of(world.type("declare Checkout is failing").reply), "announced"));
  world.step({input::AnnouncementChannel{k_incidents}});
  CHECK(has(text_of(world.type("declare Search is slow").reply), "announced in #incidents"));
}

TEST_CASE("announcements wait until it is known where they go") {
  EngineWorld::Setting setting;
  setting.knows_announcements = false;
  EngineWorld world(setting);
  world.declare();
  CHECK(world.slack.texts("C1").size() == 1);
  CHECK(world.slack.texts("CINCIDENTS").empty());
  CHECK(world.waiting<delivery::PostAnnouncement>().state == DeliveryState::ready);
  world.step({input::AnnouncementChannel{k_incidents}});
  world.settle();
  CHECK(world.slack.texts("CINCIDENTS").size() == 1);
}

TEST_CASE("the announcement channel of the last run counts until it is looked for again") {
  EngineWorld world;
  world.restart_without_looking();
  world.declare();
  CHECK(world.slack.texts("CINCIDENTS").size() == 1);

  // That there was none has to be found out again.
  EngineWorld other(without_announcements());
  other.restart_without_looking();
  other.declare();
  CHECK(other.waiting<delivery::PostAnnouncement>().state == DeliveryState::ready);
}

TEST_CASE("messages that were posted before keep being edited when announcements have ended") {
  EngineWorld world;
  world.declare();
  world.step({input::AnnouncementChannel{ChannelId{}}});
  world.type("INC-1 sev 1");
  world.settle();
  CHECK(has(world.slack.texts("CINCIDENTS")[0], "sev1"));
  CHECK(world.unsettled().empty());
}

TEST_CASE("a card that somebody deleted is posted anew") {
  EngineWorld world;
  world.declare();
  world.slack.messages.clear();
  world.type("INC-1 impact Nobody can pay");
  world.settle();
  CHECK(world.slack.count("card: INC-1 Checkout is failing, investigating, Nobody can pay") == 1);
  CHECK(world.slack.texts("CINCIDENTS").size() == 1);
  world.type("INC-1 sev 1");
  world.settle();
  CHECK(world.slack.count("sev1, Nobody can pay") == 2);
  CHECK(world.unsettled().empty());
}

TEST_CASE("closing says under the announcement where the write-up is") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 close resolved now");
  world.settle();
  const auto replies = world.slack.texts("CINCIDENTS", announcement_of(world).value);
  REQUIRE(replies.size() == 1);
  CHECK(replies[0].starts_with("INC-1 is closed. The write-up is "));
}

}  // namespace outbox_places_test
