// `declare`: its options, its confirmation, and what it refuses.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace declare_test {

using namespace tocsin;

TEST_CASE("a title alone declares an incident without a severity, led by who declared it") {
  Conversation room;
  const Said said = room.type("declare Checkout is failing");
  CHECK_FALSE(said.refused);
  CHECK(said.text ==
        "Saved INC-1: Checkout is failing, declared at 14:40 UTC. You are the lead. Its channel is "
        "being made and announced in #incidents. Severity is not set: type /incident sev 2.");
  const Incident incident = room.incident(1);
  CHECK(incident.title == "Checkout is failing");
  CHECK_FALSE(incident.severity);
  CHECK(incident.state == State::investigating);
  CHECK(incident.declarer == room.user);
  CHECK(incident.lead == room.user);
  CHECK(incident.declared_at == room.now);
  CHECK_FALSE(incident.started_at);
  CHECK_FALSE(incident.is_private);
  CHECK_FALSE(incident.is_drill);
  CHECK(incident.zone == "UTC");
  CHECK(said.events.size() == 1);
  CHECK(said.events[0].entry == EntryNumber{1});
}

TEST_CASE("every alias of declare declares, in any case of letters") {
  Conversation room;
  std::int64_t number = 0;
  for (const std::string_view word :
       {"declare", "new", "open", "create", "start", "report", "DECLARE", "New"}) {
    CAPTURE(word);
    CHECK_FALSE(room.type(std::string(word) + " Trouble").refused);
    CHECK(room.incident(++number).title == "Trouble");
  }
}

TEST_CASE("a severity in front of the title is the severity, however it is written") {
  Conversation room;
  std::int64_t number = 0;
  for (const std::string_view word : {"sev2", "SEV2", "sev-2", "Sev_2", "p2", "severity2"}) {
    CAPTURE(word);
    room.type("declare " + std::string(word) + " Search is slow");
    const Incident incident = room.incident(++number);
    CHECK(incident.severity == Severity::sev2);
    CHECK(incident.title == "Search is slow");
  }
  CHECK(room.type("declare sev1 Down").has("sev1 Down"));
  CHECK_FALSE(room.type("declare sev1 Down").has("Severity is not set"));
}

TEST_CASE("what only looks like a severity stays in the title") {
  Conversation room;
  room.type("declare 2 nodes are down");
  CHECK(room.incident(1).title == "2 nodes are down");
  CHECK_FALSE(room.incident(1).severity);
  room.type("declare sev5 Something");
  CHECK(room.incident(2).title == "sev5 Something");
  room.type("declare Outage sev1");
  CHECK(room.incident(3).title == "Outage sev1");
}

TEST_CASE("the options come in any order") {
  Conversation room;
  room.type("declare drill private sev3 Practice");
  room.type("declare since 13:40 sev1 private Payments fail");
  CHECK(room.incident(1).is_drill);
  CHECK(room.incident(1).is_private);
  CHECK(room.incident(1).severity == Severity::sev3);
  CHECK(room.incident(2).severity == Severity::sev1);
  CHECK(room.incident(2).is_private);
  CHECK(room.incident(2).title == "Payments fail");
  CHECK(room.incident(2).started_at == moment("2026-03-10 13:40 UTC"));
}

TEST_CASE("a private incident is confirmed without a word about an announcement") {
  Conversation room;
  const Said said = room.type("declare private Leaked key");
  CHECK(room.incident(1).is_private);
  CHECK(said.has("private channel"));
  CHECK(said.has("nothing is announced"));
  CHECK_FALSE(said.has("#incidents"));
}

TEST_CASE("without an announcement channel none is promised") {
  Conversation room;
  room.settings.announcement_channel = "";
  const Said said = room.type("declare Checkout is failing");
  CHECK(said.has("Its channel is being made."));
  CHECK_FALSE(said.has("announced"));
}

TEST_CASE("since sets the beginning and the zone of the incident to the one that was written") {
  Conversation room;
  room.now = moment("2023-11-15 20:00 UTC");
  const Said said = room.type("declare sev1 since 2023-11-15 2:00 PM EST Checkout is failing");
  const Incident incident = room.incident(1);
  CHECK(incident.title == "Checkout is failing");
  CHECK(incident.zone == "EST");
  CHECK(incident.started_at == moment("2023-11-15 19:00 UTC"));
  CHECK(incident.since == incident.started_at);
  CHECK(incident.declared_at == room.now);
  CHECK(said.has("declared at 15:00 EST (20:00 UTC)"));
  CHECK(said.has("Impact since 14:00 EST (19:00 UTC)"));
  CHECK(said.events[0].happened_at == *incident.started_at);
  CHECK(said.events[0].recorded_at == room.now);
  CHECK(said.events[0].zone == "EST");
}

TEST_CASE("without a zone the incident gets the declarer's, else the organisation's") {
  Conversation room;
  room.settings.zone = "Asia/Tokyo";
  room.knows({UserId{"UBEN"}, "Ben", "America/New_York"});
  room.knows({UserId{"UCHI"}, "Chi", ""});
  room.type_as(UserId{"UBEN"}, "declare From New York");
  room.type_as(UserId{"UCHI"}, "declare Zone not known");
  room.type_as(UserId{"UDAN"}, "declare Person not known");
  CHECK(room.incident(1).zone == "America/New_York");
  CHECK(room.incident(2).zone == "Asia/Tokyo");
  CHECK(room.incident(3).zone == "Asia/Tokyo");
}

TEST_CASE("a time at since without a zone is read in the declarer's zone") {
  Conversation room;
  room.knows({room.user, "Ana", "America/New_York"});
  const Said said = room.type("declare since 9:30 Slow");  // 09:30 EDT
  CHECK(room.incident(1).started_at == moment("2026-03-10 13:30 UTC"));
  CHECK(room.incident(1).zone == "America/New_York");
  CHECK(said.has("Impact since 09:30 EDT (13:30 UTC)"));
}

TEST_CASE("a zone that cannot be found is not the end: the organisation's counts") {
  Conversation room;
  room.knows({room.user, "Ana", "Mars/Olympus"});
  CHECK_FALSE(room.type("declare Slow").refused);
  CHECK(room.incident(1).zone == "UTC");
}

TEST_CASE("declare refuses what it cannot understand and declares nothing") {
  Conversation room;
  struct Case {
    const char* line;
    const char* why;
  };
  const Case cases[] = {
      {"declare", "The title is missing"},
      {"declare   ", "The title is missing"},
      {"declare sev1", "The title is missing"},
      {"declare sev1 private", "The title is missing"},
      {"declare since 13:40", "The title is missing"},
      {"declare since Checkout is failing", "I could not read a time"},
      {"declare since 25:70 Checkout", "25:70"},
      {"declare since 2026-03-11 10:00 Tomorrow", "in the future"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.line);
    const Said said = room.type(one.line);
    CHECK(said.refused);
    CHECK(said.has(one.why));
    CHECK(room.events() == 0);
  }
  CHECK(room.type("declare").has(
      "Type /incident declare [sev1..sev4] [private] [drill] [since WHEN] TITLE, for example "
      "/incident declare sev1 Checkout is failing."));
}

TEST_CASE("declaring in the channel of another incident opens a new one") {
  Conversation room;
  room.type("declare First");
  room.channel = room.give_channel(1);
  const Said said = room.type("declare Second");
  CHECK(said.has("INC-2"));
  CHECK(room.incident(2).title == "Second");
}

// Found by reading: the time was read as one of the incident whose channel it was typed in.
TEST_CASE("since in the channel of a backfilled incident means today and not that incident's day") {
  Conversation room;
  room.type("declare since 2024-08-10 14:30 UTC Old outage");
  room.channel = room.give_channel(1);
  const Said said = room.type("declare since 13:40 New outage");
  CHECK_FALSE(said.refused);
  CHECK(room.incident(2).started_at == moment("2026-03-10 13:40 UTC"));
}

TEST_CASE("a title is kept as it was written") {
  Conversation room;
  room.type("declare   <b>Ünïcode</b> & `code`   with  gaps ");
  CHECK(room.incident(1).title == "<b>Ünïcode</b> & `code`   with  gaps");
}

}  // namespace declare_test
