// What must hold for every moment, zone and text. The seeds are fixed and printed on failure.

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "bot/domain/when.h"

namespace tocsin::when_property_test {
namespace {

using namespace std::chrono_literals;

class Random {  // splitmix64
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }
  std::size_t below(std::size_t bound) { return next() % bound; }

 private:
  std::uint64_t state_;
};

constexpr std::array<const char*, 24> k_zones{"UTC",
                                              "GMT",
                                              "EST",
                                              "PST",
                                              "CEST",
                                              "+05:45",
                                              "-03:30",
                                              "Europe/Berlin",
                                              "Europe/London",
                                              "Europe/Dublin",
                                              "America/New_York",
                                              "America/Los_Angeles",
                                              "America/St_Johns",
                                              "America/Sao_Paulo",
                                              "Asia/Kolkata",
                                              "Asia/Shanghai",
                                              "Asia/Kathmandu",
                                              "Australia/Lord_Howe",
                                              "Pacific/Apia",
                                              "Pacific/Chatham",
                                              "Africa/Casablanca",
                                              "Asia/Beirut",
                                              "Pacific/Guam",
                                              "Antarctica/Troll"};

const Zone& pick(Random& random, const std::vector<Zone>& zones) {
  return zones[random.below(zones.size())];
}

std::vector<Zone> all_zones() {
  std::vector<Zone> zones;
  for (const char* name : k_zones) {
    CAPTURE(name);
    REQUIRE(find_zone(name));
    zones.push_back(*find_zone(name));
  }
  return zones;
}

// From 1990 to 2040, whole minutes, seconds or milliseconds.
Moment any_moment(Random& random) {
  constexpr std::int64_t first = 631'152'000;
  constexpr std::size_t span = 1'577'880'000;
  constexpr std::array<std::int64_t, 3> steps{60'000, 1'000, 1};
  const std::int64_t step = steps[random.below(steps.size())];
  const auto seconds = first + static_cast<std::int64_t>(random.below(span));
  const auto stored = seconds * 1000 + static_cast<std::int64_t>(random.below(1000));
  return from_stored(stored / step * step);
}

// The second pass through an hour that exists twice: its clock means the first pass.
bool in_second_pass(Moment moment, const Zone& zone) {
  return zone.moment_of(zone.local_at(moment)) != moment;
}

TEST_CASE("what is printed is read back to the same moment, whoever reads it") {
  const std::uint64_t seed = 20'231'115;
  CAPTURE(seed);
  Random random(seed);
  const std::vector<Zone> zones = all_zones();
  for (int round = 0; round < 20'000; ++round) {
    const Zone& zone = pick(random, zones);
    const Moment moment = any_moment(random);
    WhenContext context;
    context.now = any_moment(random);
    context.zone = Zone();
    if (random.below(2) == 0) context.since = any_moment(random);
    const std::string text = print_moment(moment, zone) + " text";
    CAPTURE(text);
    const auto when = take_when(text, context);
    REQUIRE(when);
    REQUIRE(*when);
    REQUIRE(to_stored((*when)->at) == to_stored(moment));
    REQUIRE(text.substr((*when)->consumed) == "text");
    REQUIRE((*when)->zone_written);
  }
}

TEST_CASE("midnight is printed as 00:00 and never as 24:00") {
  const std::uint64_t seed = 24;
  CAPTURE(seed);
  Random random(seed);
  for (const Zone& zone : all_zones()) {
    for (int round = 0; round < 200; ++round) {
      const auto day = std::chrono::floor<std::chrono::days>(zone.local_at(any_moment(random)));
      const std::string clock = print_clock(zone.moment_of(day), zone);
      // In some zones the clocks have jumped over midnight, and the day begins at 01:00.
      const bool midnight = clock.starts_with("00:00 ") || clock.starts_with("01:00 ");
      CAPTURE(clock);
      REQUIRE(midnight);
    }
  }
}

// The printed clock names its offset, so it is read back even in the hour that exists twice.
TEST_CASE("the printed clock of the last 24 hours is read back, by someone of that zone") {
  const std::uint64_t seed = 1435;
  CAPTURE(seed);
  Random random(seed);
  const std::vector<Zone> zones = all_zones();
  for (int round = 0; round < 20'000; ++round) {
    WhenContext context;
    context.zone = pick(random, zones);
    context.now = std::chrono::floor<std::chrono::seconds>(any_moment(random));
    const std::size_t reach = 24 * 3600 - 60;  // an occurrence within the next minute is "now"
    const Moment moment = context.now - std::chrono::seconds{random.below(reach)};
    const std::string text = print_clock(moment, context.zone) + ": text";
    CAPTURE(text);
    CAPTURE(print_moment(context.now, context.zone));
    const auto when = take_when(text, context);
    REQUIRE((when && *when));
    REQUIRE(to_stored((*when)->at) == to_stored(moment));
  }
}

// Without a zone there is no telling the two passes of a doubled hour apart: the first is meant,
// or, when that would be the future, the same clock of the day before.
TEST_CASE("a bare clock is the latest one that is not in the future") {
  const std::uint64_t seed = 86'400;
  CAPTURE(seed);
  Random random(seed);
  const std::vector<Zone> zones = all_zones();
  for (int round = 0; round < 20'000; ++round) {
    WhenContext context;
    context.zone = pick(random, zones);
    context.now = any_moment(random);
    const auto local_now = context.zone.local_at(context.now);
    const auto local = std::chrono::floor<std::chrono::minutes>(
        local_now - std::chrono::seconds{random.below(86'280)});
    const Moment moment = context.zone.moment_of(local);
    std::string text = print_moment(moment, context.zone).substr(11, 5);
    CAPTURE(text);
    CAPTURE(print_moment(context.now, context.zone));
    const auto when = take_when(text, context);
    REQUIRE((when && *when));
    const Moment read = (*when)->at;
    REQUIRE(read < context.now + 1min);
    REQUIRE(read > context.now - 26h);
    const bool doubled = in_second_pass(context.now, context.zone);
    const bool skipped = context.zone.local_at(moment) != local;
    if (!doubled && !skipped) REQUIRE(to_stored(read) == to_stored(moment));
  }
}

TEST_CASE("in a backfilled incident a bare clock is never in the future") {
  const std::uint64_t seed = 77;
  CAPTURE(seed);
  Random random(seed);
  const std::vector<Zone> zones = all_zones();
  for (int round = 0; round < 20'000; ++round) {
    WhenContext context;
    context.zone = pick(random, zones);
    context.now = any_moment(random);
    context.since = context.now - std::chrono::minutes{random.below(5000)};
    const auto age = context.now - *context.since;
    if (random.below(3) > 0) context.latest_entry = *context.since + age / (1 + random.below(5));
    const Moment typed = context.now - std::chrono::minutes{random.below(1440)};
    const auto when = take_when(print_moment(typed, context.zone).substr(11, 5), context);
    REQUIRE((when && *when));
    REQUIRE((*when)->at < context.now + 1min);
    REQUIRE((*when)->at > *context.since - 26h);
  }
}

std::string any_text(Random& random) {
  constexpr std::array<const char*, 58> pieces{"14:35",      "2:05",
                                               "25:00",      "pm",
                                               "a.m.",       "AM",
                                               "5",          "10",
                                               "2024",       "-",
                                               ":",          "-10m",
                                               "ago",        "1h20m",
                                               "yesterday",  "today",
                                               "now",        "at",
                                               "Aug",        "august",
                                               "10th",       "2024-08-10",
                                               "T",          "Z",
                                               "UTC",        "+02:00",
                                               "+0200",      "EST",
                                               "(PST)",      "Europe/Berlin",
                                               "Europe/",    "UTC+2",
                                               ".",          ",",
                                               " ",          " ",
                                               " ",          " ",
                                               " ",          "\t",
                                               "\n",         "errors",
                                               "10/08/2024", "half an hour",
                                               "fri",        "Friday,",
                                               "in",         "to",
                                               "next",       "tomorrow",
                                               "%",          "(",
                                               ")",          "\u2013",
                                               "\u00a0",     "\xff",
                                               ":59",        ".123"};
  std::string text;
  const std::size_t length = random.below(9);
  for (std::size_t i = 0; i < length; ++i) {
    if (random.below(12) == 0) {
      text += static_cast<char>(random.below(256));
    } else {
      text += pieces[random.below(pieces.size())];
    }
  }
  return text;
}

TEST_CASE("any text is read without harm, and what was consumed is what was read") {
  const std::uint64_t seed = 5050;
  CAPTURE(seed);
  Random random(seed);
  const std::vector<Zone> zones = all_zones();
  int times = 0;
  for (int round = 0; round < 60'000; ++round) {
    WhenContext context;
    context.zone = pick(random, zones);
    context.now = any_moment(random);
    if (random.below(2) == 0)
      context.since = context.now - std::chrono::minutes{random.below(9000)};
    const std::string text = any_text(random);
    CAPTURE(text);
    const auto due = read_due(text, context);
    if (due) REQUIRE(due->at >= context.now);
    const auto when = take_when(text, context);
    if (!when) REQUIRE_FALSE(when.error().reply.paragraphs.empty());
    if (!when || !*when) continue;
    ++times;
    REQUIRE((*when)->consumed <= text.size());
    if ((*when)->consumed == 0) continue;  // a range, which stays in the text
    const std::string front = text.substr(0, (*when)->consumed) + " ";
    const auto again = take_when(front + "text", context);
    REQUIRE((again && *again));
    REQUIRE(to_stored((*again)->at) == to_stored((*when)->at));
    REQUIRE((front + "text").substr((*again)->consumed) == "text");
  }
  CHECK(times > 1000);
}

}  // namespace
}  // namespace tocsin::when_property_test
