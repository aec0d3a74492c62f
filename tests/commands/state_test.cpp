// Moving the state: the state verbs, `status`, `resolve`, and `close` with its question.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace state_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

struct InIncident : Conversation {
  InIncident() {
    type("declare Checkout is failing");
    channel = give_channel(1);
  }
  State state() const { return incident(1).state; }
};

}  // namespace

TEST_CASE("each state is a verb, an alias and a word for status") {
  struct Case {
    const char* line;
    State state;
  };
  const Case cases[] = {
      {"identified", State::identified}, {"monitoring", State::monitoring},
      {"mitigated", State::mitigated},   {"investigating", State::investigating},
      {"resolve", State::resolved},
  };
  for (const Case& one : cases) {
    CAPTURE(one.line);
    InIncident room;
    room.type("identified First");
    CHECK(room.type(std::string(one.line) + " 14:30 So it is").has("is now "));
    CHECK(room.state() == one.state);
    CHECK(room.last_event(1).happened_at == moment("2026-03-10 14:30 UTC"));
    CHECK(body_of<event::StateMoved>(room.last_event(1)).text == "So it is");
    CHECK(body_of<event::StateMoved>(room.last_event(1)).from == State::identified);
    InIncident again;
    again.type("identified First");
    CHECK_FALSE(again.type("status " + std::string(one.line) + " 14:30 So it is").refused);
    CHECK(again.state() == one.state);
  }
  for (const std::string_view line :
       {"resolved", "fixed", "status resolved", "status FIXED", "RESOLVE"}) {
    CAPTURE(line);
    InIncident room;
    CHECK_FALSE(room.type(line).refused);
    CHECK(room.state() == State::resolved);
  }
}

TEST_CASE("the answer to a move names the entry, the moment and the new state") {
  InIncident room;
  CHECK(room.type("mitigated 9:35 EST Traffic moved away").text ==
        "Saved E2 at 09:35 EST (14:35 UTC). INC-1 is now mitigated.");
  CHECK(room.incident(1).mitigated_at == moment("2026-03-10 14:35 UTC"));
}

TEST_CASE("a state that it has already is refused, but its time may be corrected") {
  InIncident room;
  const std::size_t before = room.events();
  const Said said = room.type("investigating");
  CHECK(said.refused);
  CHECK(said.has("INC-1 is investigating already. Nothing was changed."));
  CHECK(room.events() == before);
  room.type("mitigated");
  CHECK_FALSE(room.type("mitigated 14:30").refused);
  CHECK(room.incident(1).mitigated_at == moment("2026-03-10 14:30 UTC"));
  CHECK_FALSE(room.type("mitigated The second region took over").refused);
}

TEST_CASE("status alone shows the incident, and a word that is no state is refused") {
  InIncident room;
  const std::size_t before = room.events();
  const Said card = room.type("status");
  CHECK_FALSE(card.refused);
  CHECK(card.has("INC-1 investigating: Checkout is failing"));
  for (const std::string_view line : {"status broken", "status fix it", "status 16:00 mitigated"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.has("is no state. Type /incident status [investigating|identified|monitoring|"));
  }
  CHECK(room.events() == before);
}

TEST_CASE("the impact does not end before it began") {
  InIncident room;
  room.type("started 14:00");
  const std::size_t before = room.events();
  for (const std::string_view line :
       {"resolve 13:50", "mitigated 13:59", "status resolved 13:50", "close resolved 13:50"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.has("before the impact began (14:00 UTC)"));
    CHECK(said.has("correct the beginning with started"));
  }
  CHECK(room.events() == before);
  CHECK_FALSE(room.type("resolve 14:00").refused);
}

TEST_CASE("resolve says what the write-up still lacks, and offers to close") {
  InIncident room;
  const Said bare = room.type("resolve 14:35 Error rate is normal");
  CHECK(bare.has("The write-up still lacks:"));
  CHECK(bare.has("started WHEN"));
  CHECK(bare.has("detected [WHEN] TEXT"));
  CHECK(bare.has("impact TEXT"));
  CHECK(bare.has("cause TEXT"));
  REQUIRE(bare.button("Close"));
  CHECK(bare.button("Close")->command_line == "INC-1 close");
  CHECK(room.incident(1).resolved_at == moment("2026-03-10 14:35 UTC"));

  InIncident full;
  full.type("started 13:50");
  full.type("detected 14:02 Alert");
  full.type("impact 40% of users");
  full.type("cause The pool");
  CHECK_FALSE(full.type("resolve").has("still lacks"));
}

TEST_CASE("resolving sets a timer that reminds of closing a day later") {
  InIncident room;
  const Said said = room.type("resolve");
  REQUIRE(said.timers.size() == 1);
  CHECK(said.timers[0].kind == TimerKind::remind_to_close);
  CHECK(said.timers[0].incident == IncidentNumber{1});
  CHECK(said.timers[0].due_at == room.now + std::chrono::hours(24));
  CHECK(room.type("monitoring Errors are back").timers.empty());
}

TEST_CASE("an impact that comes back takes the end away") {
  InIncident room;
  room.type("resolve 14:30");
  room.type("investigating The errors are back");
  CHECK_FALSE(room.incident(1).resolved_at);
  CHECK_FALSE(room.incident(1).mitigated_at);
  CHECK(room.state() == State::investigating);
}

TEST_CASE("closing a resolved incident closes it at once") {
  InIncident room;
  room.type("resolve 14:35");
  const Said said = room.type("close All clear");
  CHECK(said.text ==
        "Closed INC-1 with E3 at 14:40 UTC. The write-up is being posted in its channel. It is "
        "yours, to be published by 2026-03-20 14:40 UTC.");
  CHECK(said.buttons.empty());
  CHECK(room.state() == State::closed);
  CHECK(room.incident(1).end_known);
  CHECK(room.incident(1).closed_at == room.now);
  CHECK(body_of<event::Closed>(room.last_event(1)).text == "All clear");
}

TEST_CASE("close, end and finish close") {
  for (const std::string_view verb : {"close", "end", "finish", "Close"}) {
    CAPTURE(verb);
    InIncident room;
    room.type("resolve");
    CHECK_FALSE(room.type(verb).refused);
    CHECK(room.state() == State::closed);
  }
}

TEST_CASE("closing before the impact is over asks when it ended, and closes nothing") {
  InIncident room;
  const Said asked = room.type("close");
  CHECK_FALSE(asked.refused);
  CHECK(asked.has("INC-1 is not resolved yet. When did the impact end?"));
  CHECK(asked.has("/incident INC-1 close resolved 14:35"));
  CHECK(asked.has("close again"));
  CHECK(room.state() == State::investigating);
  CHECK(room.incident(1).close_asked);
  CHECK(room.last_event(1).entry == EntryNumber{0});  // not in the timeline
  REQUIRE(asked.button("Resolved now"));
  REQUIRE(asked.button("Resolved at"));

  const Said how = room.press(*asked.button("Resolved at"));
  CHECK(how.has("/incident resolve"));
  CHECK(room.state() == State::investigating);

  const Said closed = room.press(*asked.button("Resolved now"));
  CHECK(closed.has("INC-1 is now resolved."));
  CHECK(closed.has("Closed INC-1 with E3 at 14:40 UTC."));
  CHECK(closed.buttons.empty());
  CHECK(room.state() == State::closed);
  CHECK(room.incident(1).resolved_at == room.now);
  CHECK(room.incident(1).end_known);
}

// Found by reading: the write-up asked for the time, and who gave it took the end back.
TEST_CASE("an earlier state that is filled in afterwards does not take a later one back") {
  InIncident room;
  room.now += 2h;
  room.type("resolve 16:15");
  const auto ended = room.incident(1).resolved_at;
  REQUIRE(ended);
  const Said late = room.type("mitigated 16:00");
  CHECK_FALSE(late.refused);
  CHECK(late.has("INC-1 stays resolved, which it became later."));
  CHECK(room.state() == State::resolved);
  CHECK(room.incident(1).resolved_at == ended);
  CHECK(room.incident(1).mitigated_at == *ended - 15min);
  room.type("identified 15:30");
  CHECK(room.state() == State::resolved);
  CHECK(room.incident(1).mitigated_at == *ended - 15min);
  room.type("investigating It is back");
  CHECK(room.state() == State::investigating);
  CHECK_FALSE(room.incident(1).resolved_at);
}

TEST_CASE("a cause that was known before the mitigation is filled in without taking it back") {
  InIncident room;
  room.now += 2h;
  room.type("mitigated 16:00");
  CHECK(room.type("identified 15:20").has("stays mitigated"));
  CHECK(room.state() == State::mitigated);
  CHECK(room.incident(1).mitigated_at);
  room.type("identified 16:10");
  CHECK(room.state() == State::identified);
  CHECK_FALSE(room.incident(1).mitigated_at);
}

TEST_CASE("what is typed behind a close that asks when the impact ended is kept") {
  InIncident room;
  const Said asked = room.type("close All clear, follow-ups are noted");
  CHECK(asked.has("INC-1 is not resolved yet."));
  CHECK(asked.has("What you typed is saved as E2."));
  CHECK(room.incident(1).close_asked);
  const Event& kept = room.last_event(1);
  CHECK(kept.entry == EntryNumber{2});
  CHECK(std::get<event::Logged>(kept.body).text == "All clear, follow-ups are noted");
  room.press(*asked.button("Resolved now"));
  CHECK(room.state() == State::closed);
}

TEST_CASE("a second close closes with the end unknown") {
  InIncident room;
  room.type("close");
  room.type("log Meanwhile");
  const Said said = room.type("close We do not know");
  CHECK(said.has("the end of the impact is unknown"));
  CHECK(room.state() == State::closed);
  CHECK_FALSE(room.incident(1).end_known);
  CHECK_FALSE(room.incident(1).resolved_at);
}

TEST_CASE("a state that moves after the question takes the question back") {
  InIncident room;
  room.type("close");
  room.type("monitoring");
  CHECK_FALSE(room.incident(1).close_asked);
  CHECK(room.type("close").has("When did the impact end?"));
  CHECK(room.state() == State::monitoring);
}

TEST_CASE("close resolved with a time resolves then and closes now") {
  InIncident room;
  const Said said = room.type("close resolved 14:20 Pool raised");
  CHECK(said.has("Saved E2 at 14:20 UTC."));
  CHECK(said.has("Closed INC-1 with E3 at 14:40 UTC."));
  CHECK_FALSE(said.has("still lacks"));
  CHECK(said.timers.empty());
  CHECK(said.events.size() == 3);
  CHECK(room.incident(1).resolved_at == moment("2026-03-10 14:20 UTC"));
  CHECK(room.incident(1).closed_at == room.now);
  CHECK(body_of<event::StateMoved>(said.events[0]).text == "Pool raised");
  CHECK(body_of<event::WriteupAssigned>(said.events[1]).owner == room.user);
}

// Found by reading: the words of the old button became the text of the closing entry.
TEST_CASE("the old button Resolved now closes an incident that was resolved meanwhile") {
  InIncident room;
  const Said asked = room.type("close");
  room.type("resolve 14:30");
  const Said said = room.press(*asked.button("Resolved now"));
  CHECK_FALSE(said.refused);
  CHECK(room.state() == State::closed);
  CHECK(room.incident(1).resolved_at == moment("2026-03-10 14:30 UTC"));
  CHECK(body_of<event::Closed>(room.last_event(1)).text.empty());
}

TEST_CASE("a closed incident moves and closes no more") {
  InIncident room;
  room.type("close resolved now");
  const std::size_t before = room.events();
  const Said again = room.type("close");
  CHECK(again.refused);
  CHECK(again.has("INC-1 is closed already. Nothing was changed."));
  for (const std::string_view line :
       {"mitigated", "resolve", "status monitoring", "investigating Again", "close resolved now"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.has("INC-1 is closed"));
  }
  CHECK(room.events() == before);
}

}  // namespace state_test
