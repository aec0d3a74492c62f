// Leads: suspect, ruledout, confirm.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace hypotheses_test {

using namespace tocsin;

namespace {

struct InIncident : Conversation {
  InIncident() {
    type("declare Checkout is failing");
    channel = give_channel(1);
  }
  const Hypothesis& hypothesis(std::size_t index) {
    shown = incident(1);
    REQUIRE(index < shown.hypotheses.size());
    return shown.hypotheses[index];
  }
  Incident shown;
};

}  // namespace

TEST_CASE("suspect opens a hypothesis and says its handle and how to settle it") {
  InIncident room;
  CHECK(room.type("suspect 14:30 DNS cache is stale").text ==
        "Saved E2 at 14:30 UTC. It is H1. Settle it with ruledout H1 WHY or confirm H1.");
  CHECK(room.hypothesis(0).text == "DNS cache is stale");
  CHECK(room.hypothesis(0).opened_at == moment("2026-03-10 14:30 UTC"));
  CHECK(room.hypothesis(0).by == room.user);
  CHECK(room.type("hypothesis A slow query").has("It is H2."));
}

TEST_CASE("a hypothesis is ruled out with the reason and the moment") {
  InIncident room;
  room.type("suspect 14:00 A slow query");
  CHECK(room.type("ruledout H1 14:20 Nothing in the log").text ==
        "Saved E3 at 14:20 UTC. H1 held for 20 minutes and is ruled out: A slow query");
  CHECK(room.hypothesis(0).standing == Standing::ruled_out);
  CHECK(room.hypothesis(0).settled_at == moment("2026-03-10 14:20 UTC"));
  CHECK(body_of<event::RuledOut>(room.last_event(1)).text == "Nothing in the log");
  room.type("suspect DNS");
  CHECK_FALSE(room.type("rule-out h2").refused);
  room.type("suspect Disk");
  CHECK_FALSE(room.type("deadend H3 Half empty").refused);
}

TEST_CASE("a lead that nobody had opened is opened and ruled out in one go") {
  InIncident room;
  const Said said = room.type("ruledout 14:10 The rate limit");
  CHECK(said.text == "Saved E2 at 14:10 UTC. H1, opened and ruled out in one go.");
  CHECK(room.hypothesis(0).text == "The rate limit");
  CHECK_FALSE(room.hypothesis(0).opened_at);
  CHECK(room.hypothesis(0).standing == Standing::ruled_out);
  // What only looks a little like a handle is text.
  CHECK_FALSE(room.type("ruledout H.264 transcoding").refused);
  CHECK(room.hypothesis(1).text == "H.264 transcoding");
}

TEST_CASE("a confirmed hypothesis becomes the root cause when none is recorded") {
  InIncident room;
  room.type("suspect 14:00 The credentials were replaced");
  const Said said = room.type("confirm H1 Rolling back helped");
  CHECK(said.has("Saved E3"));
  CHECK(said.has("H1 is confirmed: The credentials were replaced"));
  CHECK(said.has("It is now the root cause"));
  CHECK(room.incident(1).causes == std::vector<std::string>{"The credentials were replaced"});
  room.type("suspect Nobody tested it");
  CHECK(room.type("confirm H2").has("recorded before stays"));
  CHECK(room.incident(1).causes.size() == 1);
}

TEST_CASE("settling without a handle, with another one or twice is refused and changes nothing") {
  InIncident room;
  room.type("suspect 14:00 A slow query");
  room.type("suspect 14:00 DNS");
  room.type("ruledout H2 It answers");
  const std::size_t before = room.events();
  const std::pair<const char*, const char*> cases[] = {
      {"confirm", "takes a hypothesis, like H1"},
      {"confirm H9", "There is no H9 in INC-1"},
      {"confirm E2", "E2 is an entry, and confirm takes a hypothesis"},
      {"confirm T1", "T1 is a task"},
      {"confirm P1", "P1 is a page"},
      {"confirm 1", "“1” is no handle"},
      {"confirm INC-2 H1", "/incident INC-2 confirm Hn"},
      {"confirm H2", "H2 was ruled out at 14:40 UTC already"},
      {"confirm H1 13:59", "before H1 was opened"},
      {"confirm H1 2026-03-10 15:30 UTC", "in the future"},
      {"confirm H1 25:00", ""},
      {"ruledout", "Which lead was false?"},
      {"ruledout 14:30", "Which lead was false?"},
      {"ruledout H9 No", "There is no H9 in INC-1"},
      {"ruledout H2 Again", "H2 was ruled out at 14:40 UTC already"},
      {"ruledout H1 13:00 No", "before H1 was opened"},
      {"ruledout INC-2 H1", "/incident INC-2 ruledout"},
      {"suspect", "What do you suspect? Type /incident suspect [WHEN] TEXT"},
      {"suspect 14:30", "What do you suspect?"},
  };
  for (const auto& [line, why] : cases) {
    CAPTURE(line);
    const Said said = room.type(line);
    CAPTURE(said.text);
    CHECK(said.refused);
    CHECK(said.has(why));
  }
  CHECK(room.events() == before);
}

TEST_CASE("whoever forgets the handle gets the open ones as buttons") {
  InIncident room;
  room.type("suspect 14:00 A slow query");
  const Said said = room.type("confirm");
  CHECK(said.has("H1 A slow query"));
  REQUIRE(said.button("confirm H1") != nullptr);
  CHECK(said.button("confirm H1")->command_line == "INC-1 confirm H1");
  CHECK_FALSE(room.press(*said.button("confirm H1")).refused);
  CHECK(room.type("confirm").has("No hypothesis is open."));
}

TEST_CASE("a closed incident still takes what is found out about its leads") {
  InIncident room;
  room.type("suspect 14:00 A slow query");
  room.type("close resolved now");
  const Said said = room.type("ruledout H1 The log arrived");
  CHECK_FALSE(said.refused);
  CHECK(said.has("its posted write-up shows the"));
}

}  // namespace hypotheses_test
