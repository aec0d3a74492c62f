// `stats`: what is said of the numbers. How they are computed is tested in tests/domain.

#include "tests/commands/conversation.h"

#include <set>

namespace stats_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

void one_incident(Conversation& talk, std::string_view severity, std::string_view minutes) {
  const std::int64_t number = talk.store().next_incident_number().value;
  const std::string name = "INC-" + std::to_string(number) + " ";
  talk.type("declare " + std::string(severity) + " since " + std::string(minutes) +
            "m ago Checkout is failing");
  talk.type(name + "detected -2m an alert");
  talk.type(name + "mitigated");
  talk.type(name + "resolve");
}

}  // namespace

TEST_CASE("stats says how many, how long, what is missing and what took longest") {
  Conversation talk;
  one_incident(talk, "sev1", "30");
  one_incident(talk, "sev2", "60");
  talk.now += 24h * 8;
  one_incident(talk, "sev2", "90");
  talk.type("declare sev3 Nobody knows since when");
  const Said said = talk.type("stats");
  CHECK_FALSE(said.refused);
  CHECK(said.events.empty());
  CHECK(said.has("4 incidents in the last 90 days (since 2025-12-18); 1 still going on."));
  CHECK(said.has("By severity: sev1 1 · sev2 2 · sev3 1"));
  CHECK(said.has("By week, beginning on:"));
  CHECK(said.has("11 Mar ▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 2"));
  CHECK(said.has("To resolve (started → resolved): p50 1 hour, p90 1 hour 30 minutes (of 3)"));
  CHECK(
      said.has("Of 4, 1 has no start, 1 has no detection. To add one, type "
               "/incident INC-4 started 13:40."));
  CHECK(said.has("Longest: INC-3 sev2 resolved: Checkout is failing, 1 hour 30 minutes"));
  CHECK(said.has(
      "Left out: drills, cancelled ones, duplicates, and those that not everybody may see."));
  CHECK(said.button("Last 30 days"));
  CHECK(talk.press(*said.button("Last year")).has("By four weeks, beginning on:"));
}

TEST_CASE("the chart of a year has thirteen bars, each of a date of its own") {
  Conversation talk;
  one_incident(talk, "sev1", "30");
  std::string text = talk.type("stats 1y").text;
  text.erase(0, text.find("beginning on:"));
  text.erase(text.find("Half took"));
  std::set<std::string> dates;
  std::size_t bars = 0;
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) {
    const std::string date = text.substr(at + 1, 6);
    if (date.size() < 6 || date[2] != ' ') continue;
    ++bars;
    dates.insert(date);
  }
  CHECK(bars == 13);
  CHECK(dates.size() == 13);
}

TEST_CASE("a period and a severity may stand in any order") {
  Conversation talk;
  one_incident(talk, "sev1", "30");
  one_incident(talk, "sev2", "60");
  const Said said = talk.type("stats sev1 30d");
  CHECK(said.has("1 incident in the last 30 days (since 2026-02-08), sev1 only."));
  CHECK(said.has("p50 30 minutes, p90 30 minutes (of 1)"));
  CHECK_FALSE(said.has("By severity"));
  CHECK(talk.type("STATS 30D SEV1").text == said.text);
  CHECK(talk.press(*said.button("Last 90 days")).has("sev1 only"));
}

TEST_CASE("what does not count in numbers is not counted") {
  Conversation talk;
  talk.type("declare drill Practice");
  talk.type("declare private A leak");
  talk.type("declare Nothing");
  talk.type("INC-3 cancel a false alarm");
  const Said said = talk.type("stats 1y");
  CHECK(said.has("No incident in the last year counts in numbers."));
  CHECK(said.button("Last 30 days"));
}

TEST_CASE("stats refuses what is no period and says what to type") {
  Conversation talk;
  for (const std::string_view line :
       {"stats 7d", "stats yesterday", "stats 30d 90d", "stats sev5", "stats sev1 sev2"}) {
    CAPTURE(line);
    const Said said = talk.type(line);
    CHECK(said.refused);
    CHECK(said.has("is no period (30d, 90d, 1y) and no severity here"));
    CHECK(said.has("stats 90d"));
  }
}

}  // namespace stats_test
