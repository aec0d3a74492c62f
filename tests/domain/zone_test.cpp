#include "bot/domain/zone.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace tocsin::zone_test {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;

std::chrono::local_time<Duration> local(int year, unsigned month, unsigned day, minutes clock) {
  const std::chrono::year_month_day calendar{std::chrono::year{year}, std::chrono::month{month},
                                             std::chrono::day{day}};
  return std::chrono::local_days{calendar} + clock;
}

Moment utc(int year, unsigned month, unsigned day, minutes clock) {
  return Moment{local(year, month, day, clock).time_since_epoch()};
}

std::string label(std::string_view name) {
  const auto zone = find_zone(name);
  return zone ? zone->label() : "none";
}

TEST_CASE("a zone is UTC unless told otherwise, and every name of UTC means the same zone") {
  CHECK(Zone().is_utc());
  for (const char* name : {"UTC", "utc", "Z", "z", "Etc/UTC", "Zulu", "+00:00", "-0000", "UTC+0"}) {
    CAPTURE(name);
    REQUIRE(find_zone(name));
    CHECK(find_zone(name)->is_utc());
    CHECK(*find_zone(name) == Zone());
  }
  CHECK(label("GMT") == "GMT");
  CHECK_FALSE(find_zone("GMT")->is_utc());
}

TEST_CASE("an abbreviation is a fixed offset, in summer too, and its case does not matter") {
  const auto pst = find_zone("pst");
  REQUIRE(pst);
  CHECK(pst->label() == "PST");
  CHECK(pst->offset_at(utc(2024, 7, 1, 0min)) == -8h);
  CHECK(pst->offset_at(utc(2024, 1, 1, 0min)) == -8h);
  CHECK(pst->name_at(utc(2024, 7, 1, 0min)) == "PST");
  CHECK(find_zone("CEST")->offset_at(utc(2024, 1, 1, 0min)) == 2h);
  CHECK(find_zone("IST")->offset_at(utc(2024, 1, 1, 0min)) == 5h + 30min);
  CHECK(label("chst") == "ChST");
}

TEST_CASE("offsets are found in all their spellings and shown in one") {
  for (const char* name :
       {"+2", "+02", "+0200", "+02:00", "+2:00", "UTC+2", "utc+02:00", "GMT+2"}) {
    CAPTURE(name);
    CHECK(label(name) == "+02:00");
  }
  CHECK(label("-0330") == "-03:30");
  CHECK(label("GMT-5") == "-05:00");
  CHECK(label("+05:45") == "+05:45");
  CHECK(find_zone("-03:30")->offset_at(Moment{}) == -210min);
  for (const char* name : {"+", "+15", "-13", "+02:60", "+02:", "+:30", "+2:0", "+02000", "UTC+",
                           "UTC2", "+-2", "++2", "+2:000", "+14:01"}) {
    CAPTURE(name);
    CHECK(label(name) == "none");
  }
}

TEST_CASE("an IANA name is found in any case and follows daylight saving") {
  const auto berlin = find_zone("europe/BERLIN");
  REQUIRE(berlin);
  CHECK(berlin->label() == "Europe/Berlin");
  CHECK(berlin->offset_at(utc(2024, 7, 1, 0min)) == 2h);
  CHECK(berlin->name_at(utc(2024, 7, 1, 0min)) == "CEST");
  CHECK(berlin->offset_at(utc(2024, 12, 1, 0min)) == 1h);
  CHECK(berlin->name_at(utc(2024, 12, 1, 0min)) == "CET");
  CHECK(label("america/argentina/buenos_aires") == "America/Argentina/Buenos_Aires");
  CHECK(label("Japan") == "Japan");
}

TEST_CASE("American short names follow daylight saving and are kept as the zone they stand for") {
  CHECK(label("ET") == "America/New_York");
  CHECK(find_zone("PT")->name_at(utc(2024, 7, 1, 0min)) == "PDT");
}

TEST_CASE("a label is read back as the same zone") {
  for (const char* name :
       {"UTC", "GMT", "EST", "ChST", "+05:45", "-12:00", "+14:00", "Europe/Berlin", "PT", "Japan",
        "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Etc/GMT+5", "EST5EDT"}) {
    CAPTURE(name);
    const auto zone = find_zone(name);
    REQUIRE(zone);
    const auto again = find_zone(zone->label());
    REQUIRE(again);
    CHECK(again->label() == zone->label());
    CHECK(again->offset_at(utc(2024, 7, 1, 0min)) == zone->offset_at(utc(2024, 7, 1, 0min)));
  }
}

TEST_CASE("unknown names are no zone, whatever they contain") {
  for (const std::string& name :
       {std::string(), std::string("XYZ"), std::string("Europe/Berln"), std::string("DNS"),
        std::string("localtime"), std::string("posixrules"), std::string("../etc/passwd"),
        std::string("/"), std::string("Europe/"), std::string("Europe"), std::string(200, 'A'),
        std::string("UTC\0", 4), std::string("\xff\xfe")}) {
    CAPTURE(name);
    CHECK_FALSE(find_zone(name));
  }
}

TEST_CASE("an abbreviation that would be read as another zone is shown as its offset") {
  CHECK(find_zone("Asia/Shanghai")->name_at(utc(2024, 7, 1, 0min)) == "+08:00");
  CHECK(find_zone("Asia/Manila")->name_at(utc(2024, 7, 1, 0min)) == "+08:00");
  CHECK(find_zone("Europe/Dublin")->name_at(utc(2024, 7, 1, 0min)) == "+01:00");
  CHECK(find_zone("Europe/Dublin")->name_at(utc(2024, 1, 1, 0min)) == "GMT");
  CHECK(find_zone("Asia/Kolkata")->name_at(utc(2024, 7, 1, 0min)) == "IST");
  CHECK(find_zone("America/Chicago")->name_at(utc(2024, 1, 1, 0min)) == "CST");
  CHECK(find_zone("America/Sao_Paulo")->name_at(utc(2024, 1, 1, 0min)) == "-03:00");
  CHECK(find_zone("Etc/GMT+5")->name_at(utc(2024, 1, 1, 0min)) == "-05:00");
  CHECK(find_zone("Asia/Kathmandu")->name_at(utc(2024, 1, 1, 0min)) == "+05:45");
}

TEST_CASE("in the hour that exists twice a clock means the first") {
  const auto berlin = find_zone("Europe/Berlin");
  REQUIRE(berlin);
  CHECK(berlin->moment_of(local(2024, 10, 27, 2h + 30min)) == utc(2024, 10, 27, 30min));
  CHECK(berlin->moment_of(local(2024, 10, 27, 1h + 59min)) == utc(2024, 10, 26, 23h + 59min));
  CHECK(berlin->moment_of(local(2024, 10, 27, 3h)) == utc(2024, 10, 27, 2h));
  CHECK(berlin->local_at(utc(2024, 10, 27, 30min)) == local(2024, 10, 27, 2h + 30min));
  CHECK(berlin->local_at(utc(2024, 10, 27, 1h + 30min)) == local(2024, 10, 27, 2h + 30min));
}

TEST_CASE("in the hour that does not exist a clock means the moment of the jump") {
  const auto berlin = find_zone("Europe/Berlin");
  REQUIRE(berlin);
  CHECK(berlin->moment_of(local(2024, 3, 31, 2h)) == utc(2024, 3, 31, 1h));
  CHECK(berlin->moment_of(local(2024, 3, 31, 2h + 59min)) == utc(2024, 3, 31, 1h));
  CHECK(berlin->moment_of(local(2024, 3, 31, 3h)) == utc(2024, 3, 31, 1h));
  CHECK(berlin->moment_of(local(2024, 3, 31, 1h + 59min)) == utc(2024, 3, 31, 59min));
}

TEST_CASE("Lord Howe moves its clocks by half an hour") {
  const auto lord_howe = find_zone("Australia/Lord_Howe");
  REQUIRE(lord_howe);
  CHECK(lord_howe->offset_at(utc(2024, 1, 1, 0min)) == 11h);
  CHECK(lord_howe->offset_at(utc(2024, 7, 1, 0min)) == 10h + 30min);
  CHECK(lord_howe->moment_of(local(2024, 10, 6, 2h + 15min)) == utc(2024, 10, 5, 15h + 30min));
}

TEST_CASE("a day that a zone left out is the moment of the jump") {
  const auto apia = find_zone("Pacific/Apia");
  REQUIRE(apia);
  CHECK(apia->moment_of(local(2011, 12, 30, 12h)) == utc(2011, 12, 30, 10h));
}

TEST_CASE("offsets of the past with seconds are kept to the minute, in both directions") {
  const auto monrovia = find_zone("Africa/Monrovia");
  REQUIRE(monrovia);
  const Moment noon = utc(1971, 6, 1, 12h);
  CHECK(monrovia->offset_at(noon) == -44min);
  CHECK(monrovia->local_at(noon) == local(1971, 6, 1, 11h + 16min));
  CHECK(monrovia->moment_of(monrovia->local_at(noon)) == noon);
  CHECK(monrovia->name_at(noon) == "-00:44");
}

TEST_CASE("a mistyped zone has suggestions, best first and at most three") {
  const auto first = [](std::string_view name) {
    const auto names = similar_zones(name);
    CHECK(names.size() <= 3);
    return names.empty() ? "none" : names.front();
  };
  CHECK(first("Europe/Berln") == "Europe/Berlin");
  CHECK(first("berlin") == "Europe/Berlin");
  CHECK(first("New York") == "America/New_York");
  CHECK(first("Singapor") == "Asia/Singapore");
  CHECK(first("UTV") == "UTC");
  CHECK(first("PTS") == "PST");
  CHECK(first("") == "none");
  CHECK(first("no zone has such a name") == "none");
  CHECK(first(std::string(1000, 'x')) == "none");
}

}  // namespace
}  // namespace tocsin::zone_test
