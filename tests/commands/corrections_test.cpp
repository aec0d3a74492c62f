// Correcting what was typed: edit, move, strike.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace corrections_test {

using namespace tocsin;

namespace {

// E1 declared, E2 log, E3 started 14:00.
struct InIncident : Conversation {
  InIncident() {
    type("declare Checkout is failing");
    channel = give_channel(1);
    type("log 14:20 Restarted the gatway");
    type("started 14:00");
  }
  void refuses(const std::vector<std::pair<const char*, const char*>>& cases) {
    for (const auto& [line, why] : cases) {
      const std::size_t before = events();
      const Said said = type(line);
      CAPTURE(line);
      CAPTURE(said.text);
      CHECK(said.refused);
      CHECK(said.has(why));
      CHECK(events() == before);
    }
  }
};

}  // namespace

TEST_CASE("edit corrects the text and keeps the old one as a revision") {
  InIncident room;
  const Said said = room.type("edit E2 Restarted the gateway");
  CHECK(said.text == "Corrected E2: Restarted the gateway\nThe old text stays in the record.");
  const auto edit = body_of<event::EntryEdited>(room.last_event(1));
  CHECK(edit.from == "Restarted the gatway");
  CHECK(edit.to == "Restarted the gateway");
  CHECK(room.last_event(1).entry.value == 0);
  room.type("edit e2 Restarted gateway 3");
  CHECK(body_of<event::EntryEdited>(room.last_event(1)).from == "Restarted the gateway");
}

TEST_CASE("edit changes the incident where the entry made it") {
  InIncident room;
  room.type("impact Al users");
  room.type("suspect Teh database");
  room.type("ruledout The rate limt");
  CHECK_FALSE(room.type("edit E4 All users").refused);
  CHECK_FALSE(room.type("edit E5 The database").refused);
  CHECK_FALSE(room.type("edit E6 The rate limit").refused);
  CHECK(room.incident(1).impact == "All users");
  CHECK(room.incident(1).hypotheses[0].text == "The database");
  CHECK(room.incident(1).hypotheses[1].text == "The rate limit");
}

TEST_CASE("a text that looks like a time is a text behind --") {
  InIncident room;
  room.type("edit E2 -- 14:35 is what the log says");
  CHECK(body_of<event::EntryEdited>(room.last_event(1)).to == "14:35 is what the log says");
}

TEST_CASE("edit refuses what it cannot do, says what to type, and changes nothing") {
  InIncident room;
  room.type("sev 2");
  room.type("strike E4");
  room.refuses({
      {"edit", "takes an entry, like E12"},
      {"edit E2", "It reads: Restarted the gatway"},
      {"edit E2 --", "The new text of E2 is missing"},
      {"edit E2 Restarted the gatway", "reads so already"},
      {"edit E99 Text", "There is no E99 in INC-1; its last entry is E4"},
      {"edit H1 Text", "H1 is a hypothesis, and edit takes an entry"},
      {"edit 2 Text", "“2” is no handle"},
      {"edit INC-2 E2 Text", "/incident INC-2 edit En TEXT"},
      {"edit E1 Checkout is down", "/incident title TEXT"},
      {"edit E4 Text", "E4 is struck"},
  });
  CHECK(room.type("edit E2").field == "text");
}

TEST_CASE("edit of an entry without a text names the verb that says it anew") {
  InIncident room;
  room.type("sev 2");
  room.type("zone CET");
  room.type("title Payments are down");
  room.refuses({{"edit E4 x", "/incident sev 1..4 REASON"},
                {"edit E5 x", "/incident zone ZONE"},
                {"edit E6 x", "/incident title TEXT"}});
}

TEST_CASE("move corrects when something happened and says both times") {
  InIncident room;
  CHECK(room.type("move E2 9:10 EST").text ==
        "Moved E2 to 09:10 EST (14:10 UTC); it was at 09:20 EST (14:20 UTC).");
  const auto move = body_of<event::EntryRetimed>(room.last_event(1));
  CHECK(move.from == moment("2026-03-10 14:20 UTC"));
  CHECK(move.to == moment("2026-03-10 14:10 UTC"));
  room.type("move E3 13:50");
  CHECK(room.incident(1).started_at == moment("2026-03-10 13:50 UTC"));
  room.type("move E2 10m ago");
  CHECK(body_of<event::EntryRetimed>(room.last_event(1)).from == moment("2026-03-10 14:10 UTC"));
}

TEST_CASE("move refuses what cannot be, says why, and changes nothing") {
  InIncident room;
  room.type("resolve 14:30");
  room.type("suspect 14:10 DNS");
  room.type("ruledout H1 14:15");
  room.refuses({
      {"move", "takes an entry, like E12"},
      {"move E2", "When did E2 happen?"},
      {"move E2 soon", "When did E2 happen?"},
      {"move E2 14:10 and more", "move takes a time alone"},
      {"move E2 14:20", "at that time already"},
      {"move E2 2026-03-10 15:00 UTC", "in the future"},
      {"move E2 Feb 30 10:00", ""},
      {"move E2 25:00", ""},
      {"move E99 14:10", "There is no E99"},
      {"move T1 14:10", "T1 is a task"},
      {"move E1 14:10", "/incident started WHEN"},
      {"move E3 14:35", "the impact would end before it began"},
      {"move E4 13:59", "the impact would end before it began"},
      {"move E6 14:05", "H1 would be settled before it was opened"},
  });
  CHECK(room.type("move E2").field == "when");
}

TEST_CASE("strike leaves an entry out of what counts and keeps it in the record") {
  InIncident room;
  const Said said = room.type("strike E3 It began earlier");
  CHECK(said.has("Struck E3: it stays in the record and is left out of the write-up."));
  CHECK_FALSE(room.incident(1).started_at);
  CHECK(body_of<event::EntryStruck>(room.last_event(1)).reason == "It began earlier");
  CHECK(room.store().entry(IncidentNumber{1}, EntryNumber{3}).has_value());
  CHECK(room.incident(1).last_entry == EntryNumber{3});
}

TEST_CASE("striking a state says which one holds now") {
  InIncident room;
  room.type("identified The gateway");
  room.type("mitigated");
  CHECK(room.type("strike E5").has("INC-1 is now identified."));
  CHECK_FALSE(room.incident(1).mitigated_at);
}

TEST_CASE("strike refuses what others hang on and what makes the incident's course") {
  InIncident room;
  room.type("suspect DNS");
  room.type("ruledout H1 It answers");
  room.type("strike E2");
  room.refuses({
      {"strike", "takes an entry, like E12"},
      {"strike E99", "There is no E99"},
      {"strike H1", "H1 is a hypothesis"},
      {"strike E2", "struck already"},
      {"strike E1", "/incident INC-1 cancel REASON"},
      {"strike E4", "E5 (ruled out: H1 It answers) builds on E4"},
  });
  room.type("strike E5");
  CHECK(room.incident(1).hypotheses[0].standing == Standing::open);
  CHECK_FALSE(room.type("strike E4").refused);
  room.type("close resolved now");
  const EntryNumber last = room.incident(1).last_entry;
  const std::string line = "strike " + handle(last);
  room.refuses({{line.c_str(), "/incident INC-1 reopen REASON"}});
}

TEST_CASE("corrections after the end say that the posted write-up does not have them yet") {
  InIncident room;
  room.type("close resolved now");
  for (const std::string_view line : {"edit E2 x", "move E2 14:21", "strike E2"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK_FALSE(said.refused);
    CHECK(said.has("its posted write-up shows the"));
  }
}

TEST_CASE("a correction is about the incident that is named, and about no other") {
  InIncident room;
  room.type("declare Another");
  room.type("INC-2 log Something else");
  room.type("INC-2 edit E2 Corrected");
  CHECK(room.last_event(1).entry == EntryNumber{3});
  CHECK(body_of<event::EntryEdited>(room.last_event(2)).to == "Corrected");
}

}  // namespace corrections_test
