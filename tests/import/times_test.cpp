// The times that authors write, one by one.

#include "bot/import/entry_lead.h"
#include "bot/import/written_times.h"

#include <doctest/doctest.h>

#include <string>

namespace times_test {

using namespace tocsin::imports;

namespace {

std::string printed(const WrittenClock& clock) {
  const auto of_day = clock.of_day();
  std::string text = of_day ? print_local_time({std::nullopt, of_day}).substr(1, 5) : "none";
  if (clock.is_odd()) text += "?";
  if (!clock.zone.empty()) text += " " + clock.zone;
  if (clock.day) {
    text += " " + std::to_string(clock.day->month) + "/" + std::to_string(clock.day->day);
  }
  return text;
}

std::string clocks_in(std::string_view text) {
  std::string all;
  for (const WrittenClock& clock : find_clocks(text)) {
    all += (all.empty() ? "" : ", ") + printed(clock);
  }
  return all;
}

std::string minutes_in(std::string_view text) {
  std::string all;
  for (const WrittenAmount& amount : find_amounts(text)) {
    all += (all.empty() ? "" : ", ") + std::to_string(amount.length / std::chrono::minutes{1});
  }
  return all;
}

}  // namespace

TEST_CASE("clocks are read in the forms in which people write them") {
  CHECK(clocks_in("14:30") == "14:30");
  CHECK(clocks_in("at 2:05 PM we") == "14:05");
  CHECK(clocks_in("10:45 a.m. PST, the matter") == "10:45 PST");
  CHECK(clocks_in("2305HRS all down") == "23:05");
  CHECK(clocks_in("0930 UTC") == "09:30 UTC");
  CHECK(clocks_in("5pm") == "17:00");
  CHECK(clocks_in("12:00 am") == "00:00");
  CHECK(clocks_in("from noon to 2 PM") == "12:00, 14:00");
  CHECK(clocks_in("14:30 (UTC+3)") == "14:30 UTC+3");
  CHECK(clocks_in("2024-08-10T14:30:00Z") == "14:30 UTC 8/10");
}

TEST_CASE("odd clocks are read and marked, impossible ones have no time") {
  CHECK(clocks_in("14:30 am") == "14:30?");
  CHECK(clocks_in("14:30 PM GMT") == "14:30? GMT");
  CHECK(clocks_in("25:10 something") == "none?");
}

TEST_CASE("what looks like a time and is none is left alone") {
  CHECK(clocks_in("127.0.0.1:8080").empty());
  CHECK(clocks_in("a ratio of 16:9 and 50:50").empty());
  CHECK(clocks_in("nginx 1.18.0, port 3306, 500 errors, 10 nodes").empty());
  CHECK(clocks_in("00:1b:44:11:3a:b7").empty());
}

TEST_CASE("the ends of a span lend each other what was said once") {
  CHECK(clocks_in("2:00 - 4:30 PM EST") == "14:00 EST, 16:30 EST");
  CHECK(clocks_in("11:30 - 1:15 PM") == "11:30, 13:15");
  CHECK(clocks_in("June 3, 2024, 08:30 AM - 10:15 AM (UTC)") == "08:30 UTC 6/3, 10:15 UTC");
  CHECK(clocks_in("13:00 GMT – 16:30 GMT, 3rd September 2024") == "13:00 GMT 9/3, 16:30 GMT 9/3");
  CHECK(clocks_in("2 to 4pm") == "14:00, 16:00");
}

TEST_CASE("days are read with the month's name on either side, and numbers with a year") {
  const auto day = [](std::string_view text) {
    const auto days = find_days(text);
    return days.empty()
               ? std::string()
               : std::to_string(days.front().month) + "/" + std::to_string(days.front().day) + " " +
                     std::to_string(days.front().year.value_or(0));
  };
  CHECK(day("Thursday, May 9th, 2024") == "5/9 2024");
  CHECK(day("on the 10th of August 2024") == "8/10 2024");
  CHECK(day("14/08/2024") == "8/14 2024");
  CHECK(day("10.08.2024") == "8/10 2024");
  CHECK(day("2024/08/10") == "8/10 2024");
  CHECK(day("Aug 10") == "8/10 0");
  CHECK(day("10/8 of the users").empty());
  CHECK(day("3 May reports").empty() == false);
}

TEST_CASE("a day that can be read in two ways says so") {
  CHECK(find_days("05/06/2024").front().two_ways);
  CHECK_FALSE(find_days("25/06/2024").front().two_ways);
  CHECK_FALSE(find_days("05/05/2024").front().two_ways);
}

TEST_CASE("amounts are read in digits and in words") {
  CHECK(minutes_in("1 hour, 45 minutes") == "105");
  CHECK(minutes_in("1h45m") == "105");
  CHECK(minutes_in("4.5 hours") == "270");
  CHECK(minutes_in("three hours") == "180");
  CHECK(minutes_in("an hour and a half") == "90");
  CHECK(minutes_in("two and a half hours") == "150");
  CHECK(minutes_in("a 2-hour outage") == "120");
  CHECK(minutes_in("ninety minutes") == "90");
  CHECK(minutes_in("1:45 hours") == "105");
  CHECK(minutes_in("5M requests and 10 nodes").empty());
}

TEST_CASE("zones keep their spelling") {
  CHECK(read_zone("PST") == "PST");
  CHECK(read_zone("(UTC+3)") == "UTC+3");
  CHECK(read_zone("Europe/Berlin") == "Europe/Berlin");
  CHECK(read_zone("Pacific Time") == "Pacific Time");
  CHECK_FALSE(read_zone("DNS"));
}

TEST_CASE("the time at the front of a line is taken off its text") {
  const auto text = [](std::string_view line) {
    const auto lead = read_lead(line);
    return lead && lead->clock ? lead->text : std::string("-");
  };
  CHECK(text("14:30 UTC: Issue detected") == "Issue detected");
  CHECK(text("[2024-08-10 14:30] Issue detected") == "Issue detected");
  CHECK(text("At 10:45 a.m. PST, the matter") == "the matter");
  CHECK(text("10:15 AM (UTC+3) – Issue") == "Issue");
  CHECK(text("09:12  -5% of traffic") == "-5% of traffic");
  CHECK(text("Issue detected at 14:30") == "-");
}

}  // namespace times_test
