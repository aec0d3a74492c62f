// Which day a time belongs to, when the person did not write it.

#include <doctest/doctest.h>

#include <chrono>

#include "bot/domain/when.h"

namespace tocsin::when_rules_test {
namespace {

Moment at(std::string_view text) {
  WhenContext context;
  context.now = from_stored(4'000'000'000'000);
  const auto when = take_when(text, context);
  REQUIRE((when && *when));
  return (*when)->at;
}

std::string taken(std::string_view text, const WhenContext& context) {
  const auto when = take_when(text, context);
  REQUIRE((when && *when));
  return print_moment((*when)->at, context.zone);
}

WhenContext now_is(std::string_view moment, std::string_view zone) {
  WhenContext context;
  context.now = at(moment);
  context.zone = *find_zone(zone);
  return context;
}

TEST_CASE("a bare clock is its latest occurrence that is not in the future") {
  const WhenContext context = now_is("2023-11-17 12:20:30 UTC", "UTC");
  CHECK(taken("12:19 x", context) == "2023-11-17 12:19 UTC");
  CHECK(taken("00:00 x", context) == "2023-11-17 00:00 UTC");
  CHECK(taken("12:22 x", context) == "2023-11-16 12:22 UTC");
  CHECK(taken("23:59 x", context) == "2023-11-16 23:59 UTC");
}

TEST_CASE("the current minute is now, and so is the next one on a clock that runs ahead") {
  const WhenContext context = now_is("2023-11-17 12:20:30 UTC", "UTC");
  CHECK(taken("12:20 x", context) == "2023-11-17 12:20 UTC");
  CHECK(taken("12:20:55 x", context) == "2023-11-17 12:20:55 UTC");
  CHECK(taken("12:21 x", context) == "2023-11-17 12:21 UTC");
  CHECK(taken("12:21:30 x", context) == "2023-11-16 12:21:30 UTC");
  CHECK(taken("00:00 x", now_is("2023-11-17 23:59:40 UTC", "UTC")) == "2023-11-18 00:00 UTC");
  CHECK(taken("00:00 x", now_is("2023-11-17 23:58:40 UTC", "UTC")) == "2023-11-17 00:00 UTC");
}

TEST_CASE("the latest occurrence is looked for in the zone that was written") {
  const WhenContext context = now_is("2023-11-17 23:30 UTC", "UTC");  // 08:30 of the 18th in Tokyo
  CHECK(taken("08:00 JST x", context) == "2023-11-17 23:00 UTC");
  CHECK(taken("09:00 JST x", context) == "2023-11-17 00:00 UTC");
  CHECK(taken("09:00 Asia/Tokyo x", context) == "2023-11-17 00:00 UTC");
}

TEST_CASE("a bare clock in the hour that exists twice is the first, also during the second") {
  WhenContext context = now_is("2024-10-27 01:45 UTC", "Europe/Berlin");  // 02:45 again
  CHECK(taken("02:30 x", context) == "2024-10-27 02:30 CEST");
  CHECK(taken("02:30 CET x", context) == "2024-10-27 02:30 CET");
  context.now = at("2024-10-27 00:10 UTC");  // 02:10 for the first time
  CHECK(taken("02:30 x", context) == "2024-10-26 02:30 CEST");
}

TEST_CASE("a bare clock in the hour that does not exist is the moment of the jump") {
  const WhenContext context = now_is("2024-03-31 09:00 UTC", "Europe/Berlin");
  CHECK(taken("02:30 x", context) == "2024-03-31 03:00 CEST");
}

TEST_CASE("a day without a year is the latest that is not in the future") {
  const WhenContext context = now_is("2023-11-17 12:20 UTC", "UTC");
  CHECK(taken("Nov 17 12:20 x", context) == "2023-11-17 12:20 UTC");
  CHECK(taken("Nov 17 12:22 x", context) == "2022-11-17 12:22 UTC");
  CHECK(taken("Nov 18 01:00 x", context) == "2022-11-18 01:00 UTC");
  CHECK(taken("1 Jan 00:00 x", context) == "2023-01-01 00:00 UTC");
  CHECK(taken("Dec 31 23:59 x", context) == "2022-12-31 23:59 UTC");
  CHECK(taken("Feb 29 10:00 x", context) == "2020-02-29 10:00 UTC");
  CHECK(taken("Feb 29 10:00 x", now_is("2103-06-01 00:00 UTC", "UTC")) == "2096-02-29 10:00 UTC");
}

TEST_CASE("a year's end is a midnight like another") {
  const WhenContext context = now_is("2024-01-01 00:10 UTC", "UTC");
  CHECK(taken("23:55 x", context) == "2023-12-31 23:55 UTC");
  CHECK(taken("Dec 31 23:55 x", context) == "2023-12-31 23:55 UTC");
  CHECK(taken("yesterday 23:55 x", context) == "2023-12-31 23:55 UTC");
  CHECK(taken("20m ago x", context) == "2023-12-31 23:50 UTC");
}

TEST_CASE("an explicit moment in the future is read as written") {
  const WhenContext context = now_is("2023-11-17 12:20 UTC", "UTC");
  CHECK(taken("2024-08-10 14:30 x", context) == "2024-08-10 14:30 UTC");
  CHECK(taken("today 23:00 x", context) == "2023-11-17 23:00 UTC");
}

TEST_CASE("a leap day is read, and its clock may be bare") {
  const WhenContext context = now_is("2024-03-01 00:30 UTC", "UTC");
  CHECK(taken("23:55 x", context) == "2024-02-29 23:55 UTC");
  CHECK(taken("2024-02-29 23:55 x", context) == "2024-02-29 23:55 UTC");
}

TEST_CASE("in a backfilled incident a bare clock is the first one at or after its begin") {
  WhenContext context = now_is("2024-12-01 12:00 UTC", "EST");
  context.since = at("2023-11-15 14:00 EST");
  CHECK(taken("14:00 x", context) == "2023-11-15 14:00 EST");
  CHECK(taken("17:30 x", context) == "2023-11-15 17:30 EST");
  CHECK(taken("00:10 x", context) == "2023-11-16 00:10 EST");
  CHECK(taken("13:59 x", context) == "2023-11-16 13:59 EST");
  context.latest_entry = at("2023-11-15 17:30 EST");
  CHECK(taken("15:00 x", context) == "2023-11-15 15:00 EST");
  CHECK(taken("17:00 UTC x", context) == "2023-11-16 12:00 EST");
}

TEST_CASE("once entries of a backfilled incident crossed midnight, clocks are of the latest day") {
  WhenContext context = now_is("2024-12-01 12:00 UTC", "EST");
  context.since = at("2023-11-15 22:00 EST");
  context.latest_entry = at("2023-11-16 00:30 EST");
  CHECK(taken("00:45 x", context) == "2023-11-16 00:45 EST");
  CHECK(taken("00:20 x", context) == "2023-11-16 00:20 EST");
  CHECK(taken("00:00 x", context) == "2023-11-16 00:00 EST");
  CHECK(taken("14:00 x", context) == "2023-11-16 14:00 EST");
  context.latest_entry = at("2023-11-17 09:00 EST");
  CHECK(taken("08:50 x", context) == "2023-11-17 08:50 EST");
  CHECK(taken("21:00 x", context) == "2023-11-17 21:00 EST");
}

TEST_CASE("around a later midnight a clock is on the side that is near the latest entry") {
  WhenContext context = now_is("2024-12-01 12:00 UTC", "EST");
  context.since = at("2023-11-15 22:00 EST");
  context.latest_entry = at("2023-11-16 00:10 EST");
  CHECK(taken("23:55 x", context) == "2023-11-15 23:55 EST");
  CHECK(taken("21:55 x", context) == "2023-11-16 21:55 EST");  // the 15th's is before the begin
  context.latest_entry = at("2023-11-16 23:50 EST");
  CHECK(taken("00:05 x", context) == "2023-11-17 00:05 EST");
  CHECK(taken("23:45 x", context) == "2023-11-16 23:45 EST");
  context.now = at("2023-11-16 23:58 EST");
  CHECK(taken("00:05 x", context) == "2023-11-16 00:05 EST");
}

TEST_CASE("a bare clock never comes out in the future, also in a backfilled incident") {
  WhenContext context = now_is("2023-11-17 10:30 UTC", "UTC");
  context.since = at("2023-11-17 09:00 UTC");
  CHECK(taken("09:30 x", context) == "2023-11-17 09:30 UTC");
  CHECK(taken("08:50 x", context) == "2023-11-17 08:50 UTC");
  CHECK(taken("23:50 x", context) == "2023-11-16 23:50 UTC");
  CHECK(taken("10:30 x", context) == "2023-11-17 10:30 UTC");
}

TEST_CASE("an entry before the begin does not move the days of a backfilled incident") {
  WhenContext context = now_is("2024-12-01 12:00 UTC", "EST");
  context.since = at("2023-11-15 14:00 EST");
  context.latest_entry = at("2023-11-14 09:00 EST");
  CHECK(taken("15:00 x", context) == "2023-11-15 15:00 EST");
}

TEST_CASE("a day without a year in a backfilled incident is the one near its begin") {
  WhenContext context = now_is("2024-12-01 12:00 UTC", "UTC");
  context.since = at("2022-12-31 22:00 UTC");
  CHECK(taken("Dec 31 23:00 x", context) == "2022-12-31 23:00 UTC");
  CHECK(taken("Jan 1 01:00 x", context) == "2023-01-01 01:00 UTC");
}

}  // namespace
}  // namespace tocsin::when_rules_test
