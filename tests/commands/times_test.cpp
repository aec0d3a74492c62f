// The times that people type: which moment is stored, and which are refused.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace times_test {

using namespace tocsin;

namespace {

struct InIncident : Conversation {
  InIncident() {
    type("declare Checkout is failing");
    channel = give_channel(1);
  }
  Moment logged_at(std::string_view when) {
    const Said said = type("log " + std::string(when) + " Something");
    CHECK_FALSE(said.refused);
    return last_event(1).happened_at;
  }
};

}  // namespace

TEST_CASE("a time may be typed in every form that was promised") {
  InIncident room;
  CHECK(room.logged_at("14:35") == moment("2026-03-10 14:35 UTC"));
  CHECK(room.logged_at("at 14:35:") == moment("2026-03-10 14:35 UTC"));
  CHECK(room.logged_at("2:05pm -") == moment("2026-03-10 14:05 UTC"));
  CHECK(room.logged_at("-10m") == moment("2026-03-10 14:30 UTC"));
  CHECK(room.logged_at("1h20m ago") == moment("2026-03-10 13:20 UTC"));
  CHECK(room.logged_at("yesterday 23:50") == moment("2026-03-09 23:50 UTC"));
  CHECK(room.logged_at("now") == room.now);
  CHECK(room.logged_at("Mar 9, 2026 10:45 a.m. PST") == moment("2026-03-09 18:45 UTC"));
  CHECK(room.logged_at("2026-03-10T14:30:00Z") == moment("2026-03-10 14:30 UTC"));
}

TEST_CASE("a bare time of day is its latest occurrence that is not in the future") {
  InIncident room;
  CHECK(room.logged_at("14:39") == moment("2026-03-10 14:39 UTC"));
  CHECK(room.logged_at("15:00") == moment("2026-03-09 15:00 UTC"));
}

TEST_CASE("a time without a zone is the typist's own") {
  InIncident room;
  room.knows({UserId{"UBEN"}, "Ben", "Europe/Berlin"});
  room.knows({UserId{"UCHI"}, "Chi", "Asia/Kolkata"});
  CHECK(room.type_as(UserId{"UBEN"}, "log 15:35 Seen").has("15:35 CET (14:35 UTC)"));
  CHECK(room.type_as(UserId{"UCHI"}, "log 20:05 Seen").has("(14:35 UTC)"));
  CHECK(room.last_event(1).happened_at == moment("2026-03-10 14:35 UTC"));
  CHECK(room.type("log 14:35 Seen").has("at 14:35 UTC."));
}

TEST_CASE("the typist's zone counts in an incident of another zone too") {
  Conversation room;
  room.type("declare since 2024-08-10 14:30 EST Old outage");
  room.knows({UserId{"UBEN"}, "Ben", "Europe/Berlin"});
  // 21:00 in Berlin on the day of the incident.
  const Said said = room.type_as(UserId{"UBEN"}, "INC-1 log 22:00 Seen");
  CHECK(said.has("2024-08-10 22:00 CEST (20:00 UTC)"));
}

TEST_CASE("in a backfilled incident a bare time is its first occurrence from the beginning on") {
  Conversation room;
  room.type("declare since 2024-08-10 14:30 UTC Old outage");
  room.channel = room.give_channel(1);
  CHECK(room.type("log 14:40 Alert").has("2024-08-10 14:40 UTC"));
  CHECK(room.type("log 14:10 After midnight").has("2024-08-11 14:10 UTC"));
}

TEST_CASE("a time in the future is refused and saves nothing, whatever the verb") {
  InIncident room;
  const std::size_t before = room.events();
  for (const std::string_view line :
       {"log 2026-03-11 10:00 Tomorrow", "detected 2026-03-10 15:00 Later",
        "started 2026-12-01 10:00", "mitigated 2026-03-10 14:42 Soon", "resolve 2026-03-10 23:00",
        "status identified 2027-01-01 00:00 x", "close resolved 2026-03-10 16:00"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.has("is in the future"));
    CHECK(said.has("leave the time out"));
  }
  CHECK(room.events() == before);
  CHECK(room.incident(1).state == State::investigating);
}

TEST_CASE("a clock that runs ahead by less than a minute is not the future") {
  InIncident room;
  CHECK_FALSE(room.type("log 2026-03-10 14:41 My clock runs ahead").refused);
  CHECK(room.type("log 2026-03-10 14:42 Too far").refused);
}

TEST_CASE("a time that cannot be is refused by name, and saves nothing") {
  InIncident room;
  const std::size_t before = room.events();
  for (const std::string_view line :
       {"log 25:10 x", "log 2026-02-30 10:00 x", "detected 14:30 am x", "resolve 24:61",
        "started 2026-13-01 10:00"}) {
    CAPTURE(line);
    CHECK(room.type(line).refused);
  }
  CHECK(room.events() == before);
}

TEST_CASE("the date is named in the answer when it is not today's") {
  InIncident room;
  CHECK(room.type("log yesterday 23:50 Deploy").has("2026-03-09 23:50 UTC"));
  CHECK_FALSE(room.type("log 14:10 Deploy").has("2026"));
}

TEST_CASE("a range is kept in the text and happened at its first clock") {
  InIncident room;
  room.type("log 14:05-14:20 restarting the pool");
  CHECK(room.last_event(1).happened_at == moment("2026-03-10 14:05 UTC"));
  CHECK(body_of<event::Logged>(room.last_event(1)).text == "14:05-14:20 restarting the pool");
}

TEST_CASE("what is typed without a time leaves a backfilled incident on its day") {
  Conversation room;
  room.type("declare since 2024-08-10 14:30 UTC Old outage");
  room.type("INC-1 impact Nobody could pay");
  room.type("INC-1 log 14:35 UTC Looked at the database");
  CHECK(room.last_event(1).happened_at == moment("2024-08-10 14:35 UTC"));
  room.type("INC-1 cause A full disk");
  room.type("INC-1 resolve 00:10 UTC");
  CHECK(room.last_event(1).happened_at == moment("2024-08-11 00:10 UTC"));
}

}  // namespace times_test
