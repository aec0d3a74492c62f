#include "bot/domain/when.h"

#include <doctest/doctest.h>

#include <chrono>

namespace tocsin::when_test {
namespace {

using namespace std::chrono_literals;

// Friday noon in New York, 2023-11-17 17:20:30 UTC.
constexpr const char* k_new_york = "America/New_York";

Moment moment_of(int year, unsigned month, unsigned day, Duration clock) {
  const std::chrono::year_month_day calendar{std::chrono::year{year}, std::chrono::month{month},
                                             std::chrono::day{day}};
  return Moment{std::chrono::sys_days{calendar}} + clock;
}

WhenContext in_new_york() {
  WhenContext context;
  context.now = moment_of(2023, 11, 17, 17h + 20min + 30s);
  context.zone = *find_zone(k_new_york);
  return context;
}

// "moment|text behind it"; "text" when there is no WHEN; "refused: …".
std::string taken(std::string_view text, const WhenContext& context) {
  const auto when = take_when(text, context);
  if (!when) return "refused: " + to_plain(when.error().reply.paragraphs.at(0));
  if (!*when) return "text";
  REQUIRE((*when)->consumed <= text.size());
  std::string result = print_moment((*when)->at, (*when)->zone) + "|";
  return result.append(text.substr((*when)->consumed));
}

std::string taken(std::string_view text) { return taken(text, in_new_york()); }

bool refused(std::string_view text) { return taken(text).starts_with("refused: "); }

TEST_CASE("a clock is read in each of its spellings") {
  CHECK(taken("11:35 db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("9:05 db slow") == "2023-11-17 09:05 EST|db slow");
  CHECK(taken("11:35:20 db slow") == "2023-11-17 11:35:20 EST|db slow");
  CHECK(taken("11:35:20.25 db slow") == "2023-11-17 11:35:20.250 EST|db slow");
  CHECK(taken("2:05am db slow") == "2023-11-17 02:05 EST|db slow");
  CHECK(taken("2:05 AM db slow") == "2023-11-17 02:05 EST|db slow");
  CHECK(taken("10:45 a.m. db slow") == "2023-11-17 10:45 EST|db slow");
  CHECK(taken("08:30 AM db slow") == "2023-11-17 08:30 EST|db slow");
  CHECK(taken("5am db slow") == "2023-11-17 05:00 EST|db slow");
  CHECK(taken("5 am db slow") == "2023-11-17 05:00 EST|db slow");
  CHECK(taken("5 p.m. db slow") == "2023-11-16 17:00 EST|db slow");
  CHECK(taken("12am db slow") == "2023-11-17 00:00 EST|db slow");
  CHECK(taken("12pm db slow") == "2023-11-17 12:00 EST|db slow");
  CHECK(taken("12:10 AM db slow") == "2023-11-17 00:10 EST|db slow");
  CHECK(taken("0:10 am db slow") == "2023-11-17 00:10 EST|db slow");
  CHECK(taken("00:00 db slow") == "2023-11-17 00:00 EST|db slow");
  CHECK(taken("17:30 PM db slow") == "2023-11-16 17:30 EST|db slow");
  CHECK(taken("2:05\u202fAM db slow") == "2023-11-17 02:05 EST|db slow");
  CHECK(taken("11:35\u00a0db slow") == "2023-11-17 11:35 EST|db slow");
}

TEST_CASE("at before and a colon or dash behind belong to the time, a minus does not") {
  CHECK(taken("at 11:35 db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("At 10:45 a.m. PST, the matter") == "2023-11-16 10:45 PST|the matter");
  CHECK(taken("11:35: db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("11:35 : db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("11:35:db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("11:35 - db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("11:35- db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("11:35-db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("11:35 -- db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("11:35 \u2013 db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("11:35 \u2014 db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("11:35, db slow") == "2023-11-17 11:35 EST|db slow");
  CHECK(taken("11:35 UTC: db slow") == "2023-11-17 11:35 UTC|db slow");
  CHECK(taken("5am. db slow") == "2023-11-17 05:00 EST|db slow");
  CHECK(taken("11:35 -5% errors") == "2023-11-17 11:35 EST|-5% errors");
  CHECK(taken("11:35 --force used") == "2023-11-17 11:35 EST|--force used");
  CHECK(taken("11:35 :fire: db slow") == "2023-11-17 11:35 EST|:fire: db slow");
  CHECK(taken("11:35 - - db slow") == "2023-11-17 11:35 EST|- db slow");
}

TEST_CASE("blanks around belong to the time, and a time may be the whole text") {
  CHECK(taken("  11:35 \t  db slow  ") == "2023-11-17 11:35 EST|db slow  ");
  CHECK(taken("11:35") == "2023-11-17 11:35 EST|");
  CHECK(taken("11:35:") == "2023-11-17 11:35 EST|");
  CHECK(taken("11:35 -") == "2023-11-17 11:35 EST|");
  CHECK(taken("11:35\ndb slow\nand more") == "2023-11-17 11:35 EST|db slow\nand more");
}

TEST_CASE("a range keeps its text whole and happened at its first clock") {
  CHECK(taken("09:35-10:10 restarting") == "2023-11-17 09:35 EST|09:35-10:10 restarting");
  CHECK(taken("9:35 - 10:10: restarting") == "2023-11-17 09:35 EST|9:35 - 10:10: restarting");
  CHECK(taken("2:00 AM to 5:30 AM (PST) down") ==
        "2023-11-17 02:00 PST|2:00 AM to 5:30 AM (PST) down");
  CHECK(taken("10:00-11:30 down") == "2023-11-17 10:00 EST|10:00-11:30 down");
  CHECK(taken("10:00 - 5 nodes down") == "2023-11-17 10:00 EST|5 nodes down");
}

TEST_CASE("a zone is taken as written: PST is -8 also in summer") {
  CHECK(taken("2024-05-09 10:00 PST x") == "2024-05-09 10:00 PST|x");
  CHECK(taken("2024-05-09 10:00 Z x") == "2024-05-09 10:00 UTC|x");
  CHECK(taken("2024-05-09 10:00Z x") == "2024-05-09 10:00 UTC|x");
  CHECK(taken("2024-05-09 10:00 (EST) x") == "2024-05-09 10:00 EST|x");
  CHECK(taken("2024-05-09 10:00 (+02:00) x") == "2024-05-09 10:00 +02:00|x");
  CHECK(taken("2024-05-09 10:00 +02:00 x") == "2024-05-09 10:00 +02:00|x");
  CHECK(taken("2024-05-09 10:00 +0200 x") == "2024-05-09 10:00 +02:00|x");
  CHECK(taken("2024-05-09 10:00 -0500 x") == "2024-05-09 10:00 -05:00|x");
  CHECK(taken("2024-05-09 10:00 UTC+2 x") == "2024-05-09 10:00 +02:00|x");
  CHECK(taken("2024-05-09 10:00 GMT-03:30: x") == "2024-05-09 10:00 -03:30|x");
  CHECK(taken("2024-05-09 10:00 Europe/Berlin x") == "2024-05-09 10:00 CEST|x");
  CHECK(taken("2024-05-09 10:00 europe/berlin: x") == "2024-05-09 10:00 CEST|x");
  CHECK(taken("2024-05-09 10:00 PT x") == "2024-05-09 10:00 PDT|x");
  CHECK(taken("2024-05-09 10:00 ChST x") == "2024-05-09 10:00 ChST|x");
  CHECK(taken("10:00 +0200 x") == "2023-11-17 10:00 +02:00|x");
  CHECK(taken("10:00+0200 x") == "2023-11-17 10:00 +02:00|x");
  CHECK(taken("10:00 utc x") == "2023-11-17 10:00 UTC|x");
  CHECK(taken("10:00 est x") == "2023-11-17 10:00 EST|x");
}

TEST_CASE("the zone that was read is told, and whether the person wrote it") {
  const auto bare = take_when("11:35 x", in_new_york());
  REQUIRE((bare && *bare));
  CHECK((*bare)->zone.label() == k_new_york);
  CHECK_FALSE((*bare)->zone_written);
  const auto written = take_when("11:35 EST x", in_new_york());
  REQUIRE((written && *written));
  CHECK((*written)->zone.label() == "EST");
  CHECK((*written)->zone_written);
  CHECK((*take_when("10m ago x", in_new_york()))->zone.label() == k_new_york);
}

TEST_CASE("a word behind the clock that is no zone is text, even in capitals") {
  CHECK(taken("11:35 DNS is down") == "2023-11-17 11:35 EST|DNS is down");
  CHECK(taken("2023-11-15 11:35 DNS is down") == "2023-11-15 11:35 EST|DNS is down");
  CHECK(taken("11:35 EST-based team") == "2023-11-17 11:35 EST|EST-based team");
  CHECK(taken("11:35 Z-index wrong") == "2023-11-17 11:35 EST|Z-index wrong");
  CHECK(taken("11:35 met with support") == "2023-11-17 11:35 EST|met with support");
  CHECK(taken("11:35 Met with support") == "2023-11-17 11:35 EST|Met with support");
  CHECK(taken("11:35 MET deploy") == "2023-11-17 11:35 MET|deploy");
  CHECK(taken("11:35 Japan is down") == "2023-11-17 11:35 EST|Japan is down");
  CHECK(taken("11:35 GB transfer stuck") == "2023-11-17 11:35 EST|GB transfer stuck");
  CHECK(taken("11:35 api/v2 down") == "2023-11-17 11:35 EST|api/v2 down");
  CHECK(taken("11:35 Europe/Frankfurt down") == "2023-11-17 11:35 EST|Europe/Frankfurt down");
  CHECK(taken("11:35 +1000 orders") == "2023-11-17 11:35 EST|+1000 orders");
  CHECK(taken("11:35 -500 orders") == "2023-11-17 11:35 EST|-500 orders");
  CHECK(taken("11:35 +02 x") == "2023-11-17 11:35 EST|+02 x");
  CHECK(taken("11:35 (15 min) x") == "2023-11-17 11:35 EST|(15 min) x");
}

TEST_CASE("CST and IST mean what they mean in the typist's own zone") {
  WhenContext context = in_new_york();
  CHECK(taken("2023-11-15 10:00 CST x", context) == "2023-11-15 10:00 CST|x");
  CHECK(taken("2023-11-15 10:00 IST x", context) == "2023-11-15 10:00 IST|x");
  context.zone = *find_zone("Asia/Shanghai");
  CHECK(taken("2023-11-15 10:00 CST x", context) == "2023-11-15 10:00 +08:00|x");
  CHECK(taken("2023-11-15 10:00 IST x", context) == "2023-11-15 10:00 IST|x");
  context.zone = *find_zone("Europe/Dublin");
  CHECK(taken("2023-07-15 10:00 IST x", context) == "2023-07-15 10:00 +01:00|x");
  context.zone = *find_zone("Asia/Manila");
  CHECK(taken("2023-11-15 10:00 PST x", context) == "2023-11-15 10:00 PST|x");
}

TEST_CASE("a date is read in each of its spellings") {
  for (const char* date :
       {"2023-08-10", "2023/08/10", "Aug 10", "Aug. 10", "aug 10,", "August 10, 2023",
        "August 10 2023,", "10 Aug 2023", "10 August", "10th August, 2023", "August 10th",
        "Thursday, August 10th, 2023,", "Thu 10 Aug 2023", "2023-08-10,", "2023-08-10, at"}) {
    CAPTURE(date);
    CHECK(taken(std::string(date) + " 14:30 UTC x") == "2023-08-10 14:30 UTC|x");
    CHECK(taken(std::string(date) + " 2:30 PM UTC: x") == "2023-08-10 14:30 UTC|x");
    CHECK(taken(std::string(date) + " down") == "text");
    CHECK(taken(std::string(date)) == "text");
  }
  CHECK(taken("November 15, 2023, 2:00 PM EST down") == "2023-11-15 14:00 EST|down");
  CHECK(taken("2023-11-15 2:00 PM EST") == "2023-11-15 14:00 EST|");
  CHECK(taken("May 5 pm") == "text");
}

TEST_CASE("ISO 8601 is read, with zone and fraction or without") {
  CHECK(taken("2023-08-10T14:30:00Z down") == "2023-08-10 14:30 UTC|down");
  CHECK(taken("2023-08-10t14:30z down") == "2023-08-10 14:30 UTC|down");
  CHECK(taken("2023-08-10T14:30:05.125+02:00 down") == "2023-08-10 14:30:05.125 +02:00|down");
  CHECK(taken("2023-08-10T14:30:05.123456789Z down") == "2023-08-10 14:30:05.123 UTC|down");
  CHECK(taken("2023-08-10T14:30-05:00 down") == "2023-08-10 14:30 -05:00|down");
  CHECK(taken("2023-08-10T14:30:00-0500 down") == "2023-08-10 14:30 -05:00|down");
  CHECK(taken("2023-08-10 14:30:00+02 down") == "2023-08-10 14:30 +02:00|down");
  CHECK(taken("2023-08-10T14:30 down") == "2023-08-10 14:30 EDT|down");
}

TEST_CASE("times relative to now are read") {
  CHECK(taken("now db slow") == "2023-11-17 12:20:30 EST|db slow");
  CHECK(taken("now") == "2023-11-17 12:20:30 EST|");
  CHECK(taken("-10m db slow") == "2023-11-17 12:10:30 EST|db slow");
  CHECK(taken("-10m: db slow") == "2023-11-17 12:10:30 EST|db slow");
  CHECK(taken("\u221210m db slow") == "2023-11-17 12:10:30 EST|db slow");
  CHECK(taken("-1h20m db slow") == "2023-11-17 11:00:30 EST|db slow");
  CHECK(taken("-10min db slow") == "2023-11-17 12:10:30 EST|db slow");
  CHECK(taken("-10 minutes db slow") == "2023-11-17 12:10:30 EST|db slow");
  CHECK(taken("10m ago db slow") == "2023-11-17 12:10:30 EST|db slow");
  CHECK(taken("10 mins ago, db slow") == "2023-11-17 12:10:30 EST|db slow");
  CHECK(taken("30s ago db slow") == "2023-11-17 12:20 EST|db slow");
  CHECK(taken("1h20m ago db slow") == "2023-11-17 11:00:30 EST|db slow");
  CHECK(taken("1 hour 20 minutes ago db slow") == "2023-11-17 11:00:30 EST|db slow");
  CHECK(taken("1 hour and 20 minutes ago db slow") == "2023-11-17 11:00:30 EST|db slow");
  CHECK(taken("1.5 hours ago db slow") == "2023-11-17 10:50:30 EST|db slow");
  CHECK(taken("half an hour ago - db slow") == "2023-11-17 11:50:30 EST|db slow");
  CHECK(taken("an hour ago db slow") == "2023-11-17 11:20:30 EST|db slow");
  CHECK(taken("2 days ago db slow") == "2023-11-15 12:20:30 EST|db slow");
  CHECK(taken("2 hrs ago db slow") == "2023-11-17 10:20:30 EST|db slow");
}

TEST_CASE("yesterday and today are days of the zone that is used") {
  CHECK(taken("yesterday 23:50 db slow") == "2023-11-16 23:50 EST|db slow");
  CHECK(taken("yesterday at 11:50pm db slow") == "2023-11-16 23:50 EST|db slow");
  CHECK(taken("Yesterday, 23:50 UTC: db slow") == "2023-11-16 23:50 UTC|db slow");
  CHECK(taken("today 09:00 db slow") == "2023-11-17 09:00 EST|db slow");
  CHECK(taken("today 23:00 db slow") == "2023-11-17 23:00 EST|db slow");
  CHECK(taken("yesterday 09:00 Asia/Tokyo x") == "2023-11-17 09:00 JST|x");  // it is the 18th there
  CHECK(taken("11pm yesterday: db slow") == "2023-11-16 23:00 EST|db slow");
  CHECK(taken("09:00 UTC yesterday db slow") == "2023-11-16 09:00 UTC|db slow");
  CHECK(taken("09:00 yesterday's fix undone") == "2023-11-17 09:00 EST|yesterday's fix undone");
  CHECK(taken("yesterday we saw errors") == "text");
  CHECK(taken("today at noon") == "text");
}

TEST_CASE("numbers that are no times are text") {
  for (const char* text : {"",
                           " ",
                           "at",
                           "at the same time",
                           "at 5 nodes",
                           "500 errors",
                           "10 nodes",
                           "10m rows lost",
                           "3 of 5 nodes",
                           "8080 is closed",
                           "1.2.3",
                           "12:5",
                           "12:5 x",
                           "14:35:99",
                           "14:35:99 x",
                           "5 people",
                           "5pms",
                           "5 pmx",
                           "50:50 split",
                           "80:20 rule",
                           "30:00 x",
                           "14:35% up",
                           "10:20:30:40:50:60 is the MAC",
                           "10:20::1 unreachable",
                           "14:35/h",
                           "12:345",
                           "123:45",
                           "2 m",
                           "-5M users",
                           "-3 d",
                           "-10ms latency",
                           "-10% errors",
                           "- 10m",
                           "-",
                           "10 min",
                           "nowhere",
                           "now_playing",
                           "5",
                           "-10m/s",
                           "half the nodes",
                           "a minute",
                           "an hour",
                           "10.0.0.1:80 down",
                           "10/08 of nodes",
                           "1/2 pm",
                           "2023-11 14:00",
                           "14:35\xff",
                           "\xff\xfe",
                           "1h",
                           "in 2h",
                           "fri",
                           "tomorrow 10:00",
                           "Mayor 10 14:00",
                           "May",
                           "Aug",
                           "Aug 10",
                           "10 Aug",
                           "14:",
                           ":35",
                           "T14:30"}) {
    CAPTURE(text);
    CHECK(taken(text) == "text");
  }
}

TEST_CASE("what is meant as a time and cannot be one is refused with what to type") {
  for (const char* text :
       {"25:00 down", "24:00 down", "14:61 down", "29:99", "14:30 am down", "13pm down", "0pm down",
        "0am", "0:30 pm x", "at 25:00: x", "2023-11-15 25:00 x", "2023-11-15T25:00:00Z x"}) {
    CAPTURE(text);
    CHECK(refused(text));
    CHECK(taken(text).find("is not a time of day. Type the time as 14:35") != std::string::npos);
  }
  for (const char* text :
       {"2024-02-30 10:00 x", "2023-02-29 10:00 x", "Feb 30 10:00 x", "2024-13-01 10:00 x",
        "2024-00-10 10:00", "31 June 5pm x", "Friday, May 9th, 2024, 10:00 AM PST", "Aug 40 10:00",
        "1776-07-04 10:00"}) {
    CAPTURE(text);
    CHECK(taken(text).find("is not a day of the calendar. Type the day as") != std::string::npos);
  }
  CHECK(taken("25:00 down") ==
        "refused: “25:00” is not a time of day. Type the time as 14:35 or 2:35pm, then the text.");
  CHECK(taken("10/08/2024 14:30 x") ==
        "refused: “10/08/2024” can be read as two different days. Type the day as 2024-08-10 or 10 "
        "Aug 2024, then the time.");
  CHECK(
      taken("2024-08-10 14:30 Europe/Berln x") ==
      "refused: “Europe/Berln” is not a time zone known here. Did you mean Europe/Berlin? Type it "
      "as EST, +02:00 or Europe/Berlin.");
  CHECK(refused("9999d ago x"));
  CHECK(refused("-999999d x"));
  CHECK(taken("25:00:11:22:33:44 is the MAC") == "text");
  CHECK(taken("2024-02-30 nodes") == "text");
}

TEST_CASE("the seeds' clocks are read") {
  CHECK(taken("November 15, 2023, 2:00 PM to 5:30 PM (EST)") ==
        "2023-11-15 14:00 EST|November 15, 2023, 2:00 PM to 5:30 PM (EST)");
  CHECK(taken("12:00 PM - The issue was first detected") ==
        "2023-11-17 12:00 EST|The issue was first detected");
  CHECK(taken("2024-08-10, 14:30 UTC") == "2024-08-10 14:30 UTC|");
  CHECK(taken("14:30 UTC: Issue detected") == "2023-11-17 14:30 UTC|Issue detected");
  CHECK(taken("10:00 AM PST: Monitoring") == "2023-11-16 10:00 PST|Monitoring");
  CHECK(taken("11:30 a.m. PST: Checkout") == "2023-11-16 11:30 PST|Checkout");
  CHECK(taken("08:30 AM: Issue detected") == "2023-11-17 08:30 EST|Issue detected");
  CHECK(taken("June 3, 2024, 08:30 AM - 10:15 AM (UTC)") ==
        "2024-06-03 08:30 UTC|June 3, 2024, 08:30 AM - 10:15 AM (UTC)");
}

}  // namespace
}  // namespace tocsin::when_test
