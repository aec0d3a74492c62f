// Reading an incident and setting its zone: timeline, catchup, zone; and the shortcuts that take
// messages over.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace reading_test {

using namespace tocsin;

namespace {

struct InIncident : Conversation {
  InIncident() {
    type("declare Checkout is failing");
    channel = give_channel(1);
  }
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("timeline shows the last ten and says how to see all") {
  InIncident room;
  for (int i = 1; i <= 14; ++i) room.type("log Step " + std::to_string(i));
  const std::size_t before = room.events();
  const Said said = room.type("timeline");
  CHECK(said.has("Timeline of INC-1, the last 10 of 15. /incident INC-1 timeline all shows all."));
  CHECK(count(said.text, "log: Step") == 10);
  CHECK_FALSE(said.has("Step 4 "));
  CHECK(said.has("14:40 UTC E15 log: Step 14 — @UANA"));
  CHECK(count(room.type("timeline 3").text, "log: Step") == 3);
  CHECK(count(room.type("timeline ALL").text, "log: Step") == 14);
  CHECK(room.type("timeline 99999999999999999999").has("all 15 entries"));
  CHECK(room.events() == before);
}

TEST_CASE("timeline is in the order in which things happened, with a line for each day") {
  InIncident room;
  room.type("log 2026-03-09 23:50 UTC Before midnight");
  room.type("log 2026-03-10 00:10 UTC After midnight");
  const std::string text = room.type("timeline").text;
  CHECK(text ==
        "Timeline of INC-1, all 3 entries.\n"
        "2026-03-09\n23:50 UTC E2 log: Before midnight — @UANA\n"
        "2026-03-10\n00:10 UTC E3 log: After midnight — @UANA\n"
        "14:40 UTC E1 declared: Checkout is failing — @UANA");
}

TEST_CASE("timeline shows times in the reader's zone") {
  InIncident room;
  room.knows({UserId{"UBEN"}, "ben", "Asia/Tokyo", false, false, false});
  room.type("log 2026-03-10 14:30 UTC Something");
  CHECK(room.type_as(UserId{"UBEN"}, "timeline").has("23:30 JST E2 log: Something"));
}

TEST_CASE("timeline marks what was corrected and what was struck") {
  InIncident room;
  room.type("log Restarted the gatway");
  room.type("log Wrong channel");
  room.type("edit E2 Restarted the gateway");
  room.type("strike E3 Not ours");
  const Said said = room.type("timeline");
  CHECK(said.has("E2 log: Restarted the gateway — @UANA (corrected)"));
  CHECK(said.has("E3 log: Wrong channel — @UANA (struck: Not ours)"));
}

TEST_CASE("a long timeline is in several paragraphs, so that it can be cut between them") {
  InIncident room;
  for (int i = 1; i <= 35; ++i) room.type("log Step");
  Typed typed{room.user, room.channel, "timeline all", room.now};
  room.store().begin();
  const Outcome outcome = run_line(typed, room.settings, room.store());
  room.store().commit();
  REQUIRE(outcome);
  CHECK(outcome->reply.paragraphs.size() == 5);  // the heading, and 36 entries by tens
}

TEST_CASE("timeline refuses what is no number") {
  InIncident room;
  for (const std::string_view line :
       {"timeline 0", "timeline -3", "timeline lots", "timeline 3 4"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.has("How many entries?"));
    CHECK(said.has("/incident timeline [all|N]"));
  }
}

TEST_CASE("catchup tells a late joiner what holds now") {
  InIncident room;
  room.type("sev 1");
  room.type("started 14:00");
  room.type("impact Nobody can pay");
  room.type("suspect 14:10 A slow query");
  room.type("suspect 14:11 DNS");
  room.type("ruledout H2");
  room.type("decide We fail over");
  const std::size_t before = room.events();
  const Said said = room.type("catchup");
  CHECK(said.has("INC-1 sev1 investigating: Checkout is failing"));
  CHECK(said.has("Began 14:00 UTC (40 minutes ago)"));
  CHECK(said.has("Impact: Nobody can pay"));
  CHECK(said.has("Lead: @UANA"));
  CHECK(said.has("No update was sent yet"));
  CHECK(said.has("Suspected H1: A slow query"));
  CHECK_FALSE(said.has("DNS"));
  CHECK(said.has("Last decision: We fail over"));
  REQUIRE(said.button("Timeline") != nullptr);
  CHECK(said.button("Timeline")->command_line == "INC-1 timeline");
  CHECK(room.events() == before);
  CHECK(room.type("catchup please").refused);
}

TEST_CASE("catchup counts what it does not list") {
  InIncident room;
  for (int i = 0; i < 7; ++i) room.type("suspect 14:10 Lead");
  const Said said = room.type("catchup");
  CHECK(count(said.text, "Suspected H") == 5);
  CHECK(said.has("and 2 more: /incident INC-1 timeline all"));
}

TEST_CASE("zone changes the incident's zone and says what follows") {
  InIncident room;
  const Said said = room.type("zone europe/berlin");
  CHECK(said.has("Saved E2 at 14:40 UTC."));
  CHECK(said.has("will show its times in Europe/Berlin"));
  CHECK(room.incident(1).zone == "Europe/Berlin");
  CHECK(body_of<event::ZoneChanged>(room.last_event(1)).from == "UTC");
}

TEST_CASE("zone refuses no zone, an unknown one and the same one") {
  InIncident room;
  const std::size_t before = room.events();
  CHECK(room.type("zone").has("Times of INC-1 are written in UTC."));
  CHECK(room.type("zone UTC").has("is UTC already"));
  const Said said = room.type("zone Europe/Berln");
  CHECK(said.has("I know no time zone “Europe/Berln”"));
  REQUIRE_FALSE(said.buttons.empty());
  CHECK(said.buttons.front().command_line == "INC-1 zone Europe/Berlin");
  CHECK(room.events() == before);
}

TEST_CASE("a marked message is read for the incident, to be kept or to be a task") {
  InIncident room;
  using Purpose = delivery::ReadMessage::Purpose;
  const Said kept = room.type("keep-message CGENERAL 1773153000.000100 1773150000.000200");
  CHECK_FALSE(kept.refused);
  REQUIRE(kept.deliveries.size() == 1);
  const auto& read = std::get<delivery::ReadMessage>(kept.deliveries.front());
  CHECK(read == delivery::ReadMessage{ChannelId{"CGENERAL"}, MessageTs{"1773153000.000100"},
                                      MessageTs{"1773150000.000200"}, room.user, Purpose::keep});
  const Said task = room.type("task-message CINC1 1773153000.000100");
  REQUIRE(task.deliveries.size() == 1);
  CHECK(std::get<delivery::ReadMessage>(task.deliveries.front()).purpose == Purpose::task);
  CHECK(task.has("a task of INC-1"));
}

TEST_CASE("a message in the channel of another incident is not taken over") {
  InIncident room;
  room.type("declare Another");
  const ChannelId other = room.give_channel(2);
  const Said said = room.type("keep-message " + other.value + " 1773153000.000100");
  CHECK(said.refused);
  CHECK(said.has("in the channel of another incident"));
  REQUIRE(said.button("Take it over for INC-2") != nullptr);
  CHECK_FALSE(room.press(*said.button("Take it over for INC-2")).refused);
}

TEST_CASE("a message in the channel of a private incident does not give its number away") {
  InIncident room;
  room.type("declare private Leaked key");
  const ChannelId other = room.give_channel(2);
  const Said said =
      room.type_as(UserId{"UBEN"}, "keep-message " + other.value + " 1773153000.000100");
  CHECK(said.refused);
  CHECK_FALSE(said.has("INC-2"));
  CHECK(said.buttons.empty());
}

TEST_CASE("a message that cannot be meant is refused and nothing is read") {
  InIncident room;
  for (const std::string_view line :
       {"keep-message", "keep-message CGENERAL", "keep-message CGENERAL soon",
        "keep-message general 1773153000.000100", "keep-message C1 1.2.3", "keep-message C1 1. 2",
        "task-message C1 1773153000.000100 x", "task-message C1 1.2 3.4 5.6"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.has("Use the shortcut"));
    CHECK(said.deliveries.empty());
  }
}

TEST_CASE("a message that is in the timeline is not taken over twice") {
  InIncident room;
  room.store().begin();
  const Event kept =
      next_event(room.incident(1),
                 event::MessageKept{"x", UserId{"UBEN"}, ChannelId{"CINC1"}, MessageTs{"1.2"}, ""},
                 room.now, room.now, room.user);
  room.store().append(IncidentNumber{1}, kept);
  room.store().put(apply(room.incident(1), kept));
  room.store().commit();
  CHECK(room.type("keep-message CINC1 1.2").has("in the timeline of INC-1 already: E2"));
  room.type("strike E2");
  CHECK_FALSE(room.type("keep-message CINC1 1.2").refused);
}

}  // namespace reading_test
