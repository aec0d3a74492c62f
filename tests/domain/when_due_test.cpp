#include <doctest/doctest.h>

#include <chrono>

#include "bot/domain/when.h"

namespace tocsin::when_due_test {
namespace {

using namespace std::chrono_literals;

// Friday, 2023-11-17 12:20:30 in New York.
WhenContext on_friday() {
  WhenContext context;
  context.now = from_stored(1'700'241'630'000);
  context.zone = *find_zone("America/New_York");
  return context;
}

std::string due(std::string_view text, const WhenContext& context) {
  const auto when = read_due(text, context);
  if (!when) return "refused: " + to_plain(when.error().reply.paragraphs.at(0));
  CHECK(when->consumed == text.size());
  return print_moment(when->at, when->zone);
}

std::string due(std::string_view text) { return due(text, on_friday()); }

TEST_CASE("a day without a clock is due at 17:00") {
  CHECK(due("2026-12-01") == "2026-12-01 17:00 EST");
  CHECK(due("today") == "2023-11-17 17:00 EST");
  CHECK(due("Tomorrow") == "2023-11-18 17:00 EST");
  CHECK(due("1 Dec") == "2023-12-01 17:00 EST");
  CHECK(due("December 1st, 2024") == "2024-12-01 17:00 EST");
  CHECK(due(" tomorrow. ") == "2023-11-18 17:00 EST");
  CHECK(due("2024-07-01") == "2024-07-01 17:00 EDT");
}

TEST_CASE("today, once 17:00 has passed, is due at the end of the day") {
  WhenContext context = on_friday();
  context.now += 6h;
  CHECK(due("today", context) == "2023-11-17 23:59 EST");
}

TEST_CASE("a weekday is the coming one, never today; next is that of next week") {
  CHECK(due("sat") == "2023-11-18 17:00 EST");
  CHECK(due("mon") == "2023-11-20 17:00 EST");
  CHECK(due("on Thursday") == "2023-11-23 17:00 EST");
  CHECK(due("thurs") == "2023-11-23 17:00 EST");
  CHECK(due("fri") == "2023-11-24 17:00 EST");
  CHECK(due("this friday") == "2023-11-24 17:00 EST");
  CHECK(due("next friday") == "2023-11-24 17:00 EST");
  CHECK(due("next sat") == "2023-11-25 17:00 EST");
  CHECK(due("next monday") == "2023-11-20 17:00 EST");
  CHECK(due("fri 10:00") == "2023-11-24 10:00 EST");
  CHECK(due("friday at 5pm PST") == "2023-11-24 17:00 PST");
  CHECK(due("5pm fri") == "2023-11-24 17:00 EST");
}

TEST_CASE("days and clocks are those of the zone that is written") {
  WhenContext context = on_friday();
  context.now += 3h;  // 20:20 UTC, Saturday in Tokyo
  CHECK(due("tomorrow 10:00 JST", context) == "2023-11-19 10:00 JST");
  CHECK(due("sat 10:00 JST", context) == "2023-11-25 10:00 JST");
  CHECK(due("06:00 JST", context) == "2023-11-18 06:00 JST");
}

TEST_CASE("amounts count from now") {
  CHECK(due("in 2h") == "2023-11-17 14:20:30 EST");
  CHECK(due("30m") == "2023-11-17 12:50:30 EST");
  CHECK(due("2h30m") == "2023-11-17 14:50:30 EST");
  CHECK(due("in 3 days") == "2023-11-20 12:20:30 EST");
  CHECK(due("2 weeks") == "2023-12-01 12:20:30 EST");
  CHECK(due("in an hour") == "2023-11-17 13:20:30 EST");
}

TEST_CASE("a bare clock is its next occurrence, and a day without a year the next such day") {
  CHECK(due("18:00") == "2023-11-17 18:00 EST");
  CHECK(due("10:00") == "2023-11-18 10:00 EST");
  CHECK(due("at 5pm") == "2023-11-17 17:00 EST");
  CHECK(due("Nov 17") == "2023-11-17 17:00 EST");
  CHECK(due("Nov 16") == "2024-11-16 17:00 EST");
  CHECK(due("Feb 29 10:00") == "2024-02-29 10:00 EST");
  CHECK(due("today 18:00") == "2023-11-17 18:00 EST");
  CHECK(due("tomorrow at 10:00") == "2023-11-18 10:00 EST");
  CHECK(due("Dec 1, 10:00 CET") == "2023-12-01 10:00 CET");
  CHECK(due("2026-12-01T10:00:00Z") == "2026-12-01 10:00 UTC");
  CHECK(due("10:00 tomorrow") == "2023-11-18 10:00 EST");
}

TEST_CASE("what is no due time, or lies behind, is refused with what to type") {
  for (const char* text : {"soon", "fri please", "10m ago", "-10m", "now", "in", "in the morning",
                           "5", "10 nodes", "next week", "yesterday 10:00", "14:35 DNS"}) {
    CAPTURE(text);
    CHECK(due(text) == "refused: “" + std::string(text) +
                           "” is not a time that can be read here. Type fri, tomorrow 10:00, in 2h "
                           "or 2026-12-01.");
  }
  CHECK(due("") == "refused: Type when it is due: fri, tomorrow 10:00, in 2h or 2026-12-01.");
  CHECK(due("2020-01-01") ==
        "refused: “2020-01-01” has passed. Type fri, tomorrow 10:00, in 2h or 2026-12-01.");
  CHECK(due("today 09:00").starts_with("refused: “today 09:00” has passed."));
  CHECK(due("2026-02-30").starts_with("refused: “2026-02-30” is not a day of the calendar."));
  CHECK(due("10/08/2026").starts_with("refused: “10/08/2026” can be read as two different days."));
  CHECK(due("fri 25:00").starts_with("refused: “fri 25:00” has a time that is not a time of day."));
}

}  // namespace
}  // namespace tocsin::when_due_test
