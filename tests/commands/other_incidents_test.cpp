// Verbs about the end of an incident and about a second one: cancel, reopen, link, duplicate,
// drill.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace other_incidents_test {

using namespace tocsin;

namespace {

// INC-1 (its channel is the room), INC-2 and the private INC-3.
struct Room : Conversation {
  Room() {
    type("declare sev2 Checkout is failing");
    type("declare Search is slow");
    type("declare private Leaked signing key");
    channel = give_channel(1);
    give_channel(2);
    give_channel(3);
  }
};

void refuses(Conversation& room, std::string_view line, std::string_view part,
             std::string_view field = "") {
  CAPTURE(line);
  const std::size_t before = room.events();
  const Said said = room.type(line);
  CAPTURE(said.text);
  CHECK(said.refused);
  CHECK(said.has(part));
  CHECK(said.field == field);
  CHECK(said.deliveries.empty());
  CHECK(room.events() == before);
}

}  // namespace

TEST_CASE("cancel needs a reason, ends the incident and says how to take it back") {
  for (const std::string_view verb : {"cancel", "decline", "false-alarm"}) {
    CAPTURE(verb);
    Room room;
    refuses(room, verb, "reason is missing", "reason");
    const Said said = room.type(std::string(verb) + " It was a test");
    CHECK(said.has("Saved E2 at 14:40 UTC."));
    CHECK(said.has("INC-1 is cancelled"));
    CHECK(said.has("/incident INC-1 reopen REASON"));
    CHECK(room.incident(1).state == State::cancelled);
    refuses(room, "cancel Again", "INC-1 is cancelled already");
  }
}

TEST_CASE("a closed incident cannot be cancelled") {
  Room room;
  room.type("close resolved now");
  refuses(room, "cancel It was none", "INC-1 is closed already");
}

TEST_CASE("reopen needs a reason and an incident that is not open") {
  Room room;
  refuses(room, "reopen It goes on", "INC-1 is investigating: it is open");
  room.type("mitigated");
  refuses(room, "reopen It goes on", "INC-1 is mitigated: it is open");
  for (const std::string_view end : {"resolve", "close resolved now", "cancel A test"}) {
    CAPTURE(end);
    room.type(end);
    refuses(room, "reopen", "reason is missing", "reason");
    const Said said = room.type("reopen The errors are back");
    CHECK_FALSE(said.refused);
    CHECK(said.has("INC-1 is open again"));
    CHECK(room.incident(1).state == State::investigating);
    CHECK_FALSE(room.incident(1).resolved_at);
    CHECK(body_of<event::Reopened>(room.last_event(1)).text == "The errors are back");
  }
}

TEST_CASE("link relates two incidents, on both sides") {
  for (const std::string_view name : {"INC-2", "inc-2", "#2", "2"}) {
    CAPTURE(name);
    Room room;
    const Said said = room.type("link " + std::string(name));
    CHECK(said.has("INC-1 and INC-2 are linked"));
    CHECK(room.incident(1).related == std::vector<IncidentNumber>{{2}});
    CHECK(room.incident(2).related == std::vector<IncidentNumber>{{1}});
    refuses(room, "link INC-2", "linked already");
    refuses(room, "INC-2 link INC-1", "linked already");
  }
}

TEST_CASE("link refuses what it cannot relate") {
  Room room;
  refuses(room, "link", "number is missing");
  refuses(room, "link Search", "“Search” is no incident's number", "incident");
  refuses(room, "link INC-1", "this incident itself", "incident");
  refuses(room, "link INC-9", "There is no INC-9 that you can see", "incident");
  refuses(room, "link INC-2 and INC-3", "Only one incident");
  CHECK(room.type_as(UserId{"UBEN"}, "link INC-3").text ==
        "There is no INC-3 that you can see. Type /incident list for the active ones.");
}

TEST_CASE("of a private and an open incident only the private one names the other") {
  Room room;
  const Said said = room.type("link INC-3");
  CHECK_FALSE(said.refused);
  CHECK(said.has("Nothing is said in INC-1"));
  CHECK(said.events.empty());
  CHECK(room.incident(1).related.empty());
  CHECK(room.incident(3).related == std::vector<IncidentNumber>{{1}});
  refuses(room, "link INC-3", "linked already");
  room.type("declare private Second leak");
  refuses(room, "INC-3 link INC-4", "Both incidents are private");
}

TEST_CASE("duplicate merges into the other, with a pointer in both channels") {
  for (const std::string_view verb : {"duplicate", "merge"}) {
    CAPTURE(verb);
    Room room;
    const Said said = room.type(std::string(verb) + " INC-2");
    CHECK(said.has("INC-1 is merged into INC-2"));
    CHECK(room.incident(1).state == State::cancelled);
    CHECK(room.incident(1).merged_into == IncidentNumber{2});
    CHECK(room.incident(2).related == std::vector<IncidentNumber>{{1}});
    REQUIRE(said.deliveries.size() == 1);
    const auto& here = std::get<delivery::Say>(said.deliveries.front());
    CHECK(to_plain(here.text).find("Please go on in #inc-2") != std::string::npos);
    REQUIRE(said.deliveries_elsewhere.size() == 1);
    CHECK(said.deliveries_elsewhere.front().incident == IncidentNumber{2});
    const auto& there = std::get<delivery::Say>(said.deliveries_elsewhere.front().delivery);
    CHECK(to_plain(there.text).find("#inc-1") != std::string::npos);
    refuses(room, "duplicate INC-2", "a duplicate of INC-2 already");
  }
}

TEST_CASE("duplicate refuses itself, circles, private incidents and what is over") {
  Room room;
  refuses(room, "duplicate", "number is missing", "incident");
  refuses(room, "duplicate INC-1", "this incident itself", "incident");
  refuses(room, "duplicate INC-9", "There is no INC-9", "incident");
  refuses(room, "duplicate INC-2 because", "Only the number");
  refuses(room, "duplicate INC-3", "private");
  refuses(room, "INC-3 duplicate INC-1", "private");
  room.type("declare Cart is slow");
  room.type("INC-2 duplicate INC-1");
  refuses(room, "duplicate INC-2", "was merged into this one");
  refuses(room, "INC-4 duplicate INC-2", "itself a duplicate of INC-1");
  const Said better = room.type("INC-4 duplicate INC-2");
  REQUIRE(better.buttons.size() == 1);
  CHECK_FALSE(room.press(better.buttons.front()).refused);
  CHECK(room.incident(4).merged_into == IncidentNumber{1});
}

TEST_CASE("duplicate asks before it merges into an incident that is over") {
  Room room;
  room.type("INC-2 close resolved now");
  const Said said = room.type("duplicate INC-2");
  CHECK(said.refused);
  CHECK(said.has("INC-2 is closed: nobody works on it"));
  REQUIRE(said.button("Merge all the same") != nullptr);
  const Said merged = room.press(*said.button("Merge all the same"));
  CHECK_FALSE(merged.refused);
  CHECK(merged.has("INC-2 is closed."));
  refuses(room, "duplicate INC-2", "a duplicate of INC-2 already");
  room.type("reopen It is another thing");
  room.type("close resolved now");
  refuses(room, "duplicate INC-2", "INC-1 is closed already, so it was not merged");
}

TEST_CASE("drill alone says how to practise and changes nothing") {
  Conversation room;
  const Said said = room.type("drill");
  CHECK_FALSE(said.refused);
  CHECK(said.has("/incident drill Checkout is failing"));
  CHECK(room.events() == 0);
}

TEST_CASE("drill with a text declares a drill of that title") {
  Conversation room;
  CHECK(room.type("drill sev1 Checkout is failing").has("Saved INC-1: sev1 Checkout is failing"));
  CHECK(room.incident(1).is_drill);
  CHECK(room.incident(1).title == "Checkout is failing");
  CHECK(room.type("list").has("(drill)"));
}

TEST_CASE("drill of an incident declares a drill with its title, as private as that one") {
  Room room;
  room.type("title private 14:35 outage");
  CHECK_FALSE(room.type("drill INC-1").refused);
  CHECK(room.incident(4).is_drill);
  CHECK(room.incident(4).title == "private 14:35 outage");
  CHECK(room.incident(4).severity == Severity::sev2);
  CHECK_FALSE(room.incident(4).is_private);
  CHECK_FALSE(room.type("drill 3").refused);
  CHECK(room.incident(5).is_private);
  CHECK(room.incident(5).title == "Leaked signing key");
  refuses(room, "drill INC-99", "There is no INC-99", "incident");
  CHECK(room.type_as(UserId{"UBEN"}, "drill INC-3").has("There is no INC-3"));
}

}  // namespace other_incidents_test
