#include "bot/domain/stats.h"

#include "tests/domain/postmortem_record.h"

#include <doctest/doctest.h>

namespace stats_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_now = test::utc(2026, 3, 10, 12, 0);
const StatsPeriod k_month{k_now - 24h * 30, k_now, 24h * 7};

IncidentTimes lasted(std::int64_t number, Duration ago, Duration length) {
  IncidentTimes times;
  times.incident = {number};
  times.happened_at = k_now - ago;
  times.started_at = times.happened_at;
  times.detected_at = *times.started_at + 1min;
  times.mitigated_at = *times.started_at + length / 2;
  times.resolved_at = *times.started_at + length;
  return times;
}

}  // namespace

TEST_CASE("percentiles are times that really were, by nearest rank") {
  std::vector<IncidentTimes> all;
  for (int i = 1; i <= 10; ++i) all.push_back(lasted(i, 24h * i, 10min * i));
  Stats stats = stats_of(all, k_month, std::nullopt);
  CHECK(stats.incidents == 10);
  CHECK(stats.resolve.known == 10);
  CHECK(*stats.resolve.half == 50min);
  CHECK(*stats.resolve.most == 90min);
  CHECK(*stats.detect.half == 1min);
  REQUIRE(stats.longest);
  CHECK(stats.longest->incident == IncidentNumber{10});
  CHECK(stats.longest->length == 100min);
  all.resize(1);
  stats = stats_of(all, k_month, std::nullopt);
  CHECK(*stats.resolve.half == 10min);
  CHECK(*stats.resolve.most == 10min);
}

TEST_CASE("what is not known is counted, and an end that may come is not missing") {
  IncidentTimes no_start = lasted(1, 24h, 10min);
  no_start.started_at.reset();
  IncidentTimes going_on = lasted(2, 1h, 10min);
  going_on.is_going_on = true;
  going_on.mitigated_at.reset();
  going_on.resolved_at.reset();
  IncidentTimes no_end = lasted(3, 24h, 10min);
  no_end.resolved_at.reset();
  IncidentTimes wrong_way_round = lasted(4, 24h, 10min);
  wrong_way_round.detected_at = *wrong_way_round.started_at - 1min;
  const Stats stats =
      stats_of({no_start, going_on, no_end, wrong_way_round}, k_month, std::nullopt);
  CHECK(stats.incidents == 4);
  CHECK(stats.going_on == 1);
  CHECK(stats.without_start == 1);
  CHECK(stats.latest_without_start == IncidentNumber{1});
  CHECK(stats.without_end == 1);
  CHECK(stats.without_mitigation == 0);
  CHECK(stats.resolve.known == 1);
  CHECK(stats.resolve.unknown == 2);
  CHECK(stats.detect.known == 2);
  CHECK(stats.detect.unknown == 2);
  CHECK(stats.acknowledge.known + stats.acknowledge.unknown == 0);  // nobody was paged
}

TEST_CASE("the chart counts weeks back from now, and one severity may be asked for") {
  IncidentTimes sev1 = lasted(1, 24h * 3, 10min);
  sev1.severity = Severity::sev1;
  const std::vector<IncidentTimes> all{sev1, lasted(2, 24h * 8, 10min), lasted(3, 24h * 8, 10min),
                                       lasted(4, 24h * 29, 10min), lasted(5, 24h * 31, 10min)};
  const Stats stats = stats_of(all, k_month, std::nullopt);
  CHECK(stats.incidents == 4);  // the fifth is too old
  REQUIRE(stats.bars.size() == 5);
  CHECK(stats.bars[0].from == k_month.from);
  CHECK(stats.bars[4].from == k_now - 24h * 7);
  CHECK(stats.bars[0].incidents == 1);
  CHECK(stats.bars[3].incidents == 2);
  CHECK(stats.bars[4].incidents == 1);
  CHECK(stats.by_severity[1] == 1);
  CHECK(stats.by_severity[0] == 3);
  CHECK(stats_of(all, k_month, Severity::sev1).incidents == 1);
  CHECK(stats_of({}, k_month, std::nullopt).incidents == 0);
  CHECK(bar_of(1, 100, 10) == "▇");
  CHECK(bar_of(50, 100, 4) == "▇▇");
  CHECK(bar_of(0, 100, 10).empty());
}

TEST_CASE("one piece of advice, and only when the numbers carry it") {
  std::vector<IncidentTimes> all;
  for (int i = 1; i <= 4; ++i) all.push_back(lasted(i, 24h, 20min));
  CHECK(what_to_improve(stats_of(all, k_month, std::nullopt)).empty());
  for (int i = 5; i <= 6; ++i) all.push_back(lasted(i, 24h, 20min));
  CHECK(what_to_improve(stats_of(all, k_month, std::nullopt)).empty());
  for (IncidentTimes& one : all) one.detected_at = *one.started_at + 15min;
  CHECK(what_to_improve(stats_of(all, k_month, std::nullopt)).starts_with("Noticing takes"));
  for (IncidentTimes& one : all) one.started_at.reset();
  CHECK(what_to_improve(stats_of(all, k_month, std::nullopt))
            .starts_with("Record when the impact "
                         "began"));
}

TEST_CASE("the moments for numbers are those of the write-up's metrics") {
  test::Record record;
  record.add(k_now, "U1",
             event::Declared{"Down", Severity::sev2, false, false, k_now - 10min, "UTC"});
  record.add(k_now + 1min, "U1", event::Detected{"an alert"});
  record.add(k_now + 2min, "U1", event::Paged{PageNumber{1}, "@ben", UserId{"U2"}, "", "help"});
  record.add(k_now + 5min, "U2", event::PageAcknowledged{PageNumber{1}});
  record.add(k_now + 20min, "U1", event::StateMoved{State::investigating, State::mitigated, ""});
  record.add(k_now + 30min, "U1", event::StateMoved{State::mitigated, State::resolved, ""});
  const auto times = times_of(record.incident);
  REQUIRE(times);
  const Stats stats = stats_of({*times}, {k_now - 24h, k_now + 1h, 24h}, std::nullopt);
  CHECK(*stats.detect.half == 11min);
  CHECK(*stats.acknowledge.half == 3min);
  CHECK(*stats.mitigate.half == 30min);
  CHECK(*stats.resolve.half == 40min);
  const std::string page = record.render();
  for (const std::string_view row :
       {"| Time to detect | 11 minutes |", "| Time to acknowledge | 3 minutes |",
        "| Time to mitigate | 30 minutes |", "| Time to resolve | 40 minutes |"}) {
    CAPTURE(row);
    CHECK(page.find(row) != std::string::npos);
  }
}

}  // namespace stats_test
