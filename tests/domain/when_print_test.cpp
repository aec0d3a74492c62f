#include <doctest/doctest.h>

#include <chrono>

#include "bot/domain/when.h"

namespace tocsin::when_print_test {
namespace {

using namespace std::chrono_literals;

const Duration k_clock = 19h + 35min;

Moment on(int year, unsigned month, unsigned day, Duration clock) {
  const std::chrono::year_month_day calendar{std::chrono::year{year}, std::chrono::month{month},
                                             std::chrono::day{day}};
  return Moment{std::chrono::sys_days{calendar}} + clock;
}

TEST_CASE("a moment is printed with as much precision as it has") {
  const Zone est = *find_zone("EST");
  const Moment moment = on(2023, 11, 15, k_clock);
  CHECK(print_moment(moment, est) == "2023-11-15 14:35 EST");
  CHECK(print_moment(moment + 5s, est) == "2023-11-15 14:35:05 EST");
  CHECK(print_moment(moment + 5s + 7ms, est) == "2023-11-15 14:35:05.007 EST");
  CHECK(print_moment(moment + 70ms, est) == "2023-11-15 14:35:00.070 EST");
  CHECK(print_moment(moment, *find_zone("Europe/Berlin")) == "2023-11-15 20:35 CET");
  CHECK(print_moment(on(1969, 12, 31, 23h), Zone()) == "1969-12-31 23:00 UTC");
  CHECK(print_date(on(2023, 11, 16, 2h), est) == "2023-11-15");
}

TEST_CASE("a clock has seconds only when they are not zero, and midnight is 00:00") {
  CHECK(print_clock(on(2023, 11, 15, k_clock + 70ms), Zone()) == "19:35 UTC");
  CHECK(print_clock(on(2023, 11, 15, k_clock + 9s), Zone()) == "19:35:09 UTC");
  CHECK(print_clock(on(2023, 11, 15, 0s), Zone()) == "00:00 UTC");
  CHECK(print_clock(on(2023, 11, 15, 5h), *find_zone("EST")) == "00:00 EST");
}

TEST_CASE("both clocks are printed, with dates where they are not evident") {
  const Zone est = *find_zone("EST");
  const Moment moment = on(2023, 11, 15, k_clock);
  CHECK(print_both(moment, est, moment + 2h) == "14:35 EST (19:35 UTC)");
  CHECK(print_both(moment, est, moment + 24h) == "2023-11-15 14:35 EST (19:35 UTC)");
  CHECK(print_both(moment + 9h, est, moment + 48h) ==
        "2023-11-15 23:35 EST (2023-11-16 04:35 UTC)");
  CHECK(print_both(moment + 9h, est, moment + 9h) == "23:35 EST (2023-11-16 04:35 UTC)");
  CHECK(print_both(moment, Zone(), moment) == "19:35 UTC");
  CHECK(print_both(moment, Zone(), moment + 24h) == "2023-11-15 19:35 UTC");
  CHECK(print_both(moment, *find_zone("GMT"), moment) == "19:35 GMT (19:35 UTC)");
  CHECK(print_both(moment, *find_zone("Asia/Kolkata"), moment) ==
        "01:05 IST (2023-11-15 19:35 UTC)");
}

TEST_CASE("a duration is printed in its two largest units") {
  CHECK(print_duration(105min) == "1 hour 45 minutes");
  CHECK(print_duration(51h) == "2 days 3 hours");
  CHECK(print_duration(45s) == "45 seconds");
  CHECK(print_duration(1s) == "1 second");
  CHECK(print_duration(61s) == "1 minute 1 second");
  CHECK(print_duration(1h) == "1 hour");
  CHECK(print_duration(1h + 20s) == "1 hour");
  CHECK(print_duration(24h + 5min) == "1 day");
  CHECK(print_duration(1h + 59min + 59s + 999ms) == "1 hour 59 minutes");
  CHECK(print_duration(999ms) == "less than a second");
  CHECK(print_duration(0ms) == "less than a second");
  CHECK(print_duration(-5min) == "minus 5 minutes");
  CHECK(print_duration(100 * 24h) == "100 days");
}

}  // namespace
TEST_CASE("seconds are shown when a person gave them and not when they come from our clock") {
  const Zone utc;
  const Moment given{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} +
                     std::chrono::seconds(36'612)};
  CHECK(print_clock(given, utc) == "10:10:12 UTC");
  CHECK(print_clock(given + Duration{345}, utc) == "10:10 UTC");
  CHECK(print_both(given + Duration{345}, utc, given) == "10:10 UTC");
  CHECK(print_moment(given + Duration{345}, utc) == "2026-03-01 10:10:12.345 UTC");
}

}  // namespace tocsin::when_print_test
