// The numbers of the write-up: right across midnight and the change of clocks, and unknown as soon
// as a fact is missing.

#include "bot/domain/postmortem.h"
#include "tests/domain/postmortem_record.h"

#include <doctest/doctest.h>

namespace postmortem_metrics_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

// Value, formula and sources of one metric, as they stand in its row.
std::string metric(const Record& record, const std::string& name) {
  const std::string line = line_with(section(record.render(), "Metrics"), "| " + name + " |");
  return line.empty() ? "(no such metric)" : line.substr(name.size() + 5);
}

std::string open_questions(const Record& record) {
  return section(record.render(), "Open questions");
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

constexpr const char* k_severity_formula =
    "from the entry that set it to the next one; the last one until resolved";

}  // namespace

TEST_CASE("times to detect, mitigate and resolve count from the start of the impact") {
  Record record;
  const Moment start = utc(2024, 8, 10, 14, 0);
  record.add(start + std::chrono::minutes(20), "U1", declared("Slow", "UTC", start));
  record.add(start + std::chrono::minutes(5), "U1", event::Detected{"alert"});
  record.add(start + std::chrono::minutes(85), "U1", moved(State::investigating, State::mitigated));
  record.add(start + std::chrono::minutes(105), "U1", moved(State::mitigated, State::resolved));
  CHECK(metric(record, "Time to detect") == "5 minutes | started → detected | E1 → E2 |");
  CHECK(metric(record, "Time to mitigate") ==
        "1 hour 25 minutes | started → mitigated | E1 → E3 |");
  CHECK(metric(record, "Time to resolve") == "1 hour 45 minutes | started → resolved | E1 → E4 |");
  CHECK(metric(record, "From declare to resolved") == "(no such metric)");
}

TEST_CASE("numbers come from when things happened and not from when they were typed") {
  Record record;
  const Moment typed = utc(2025, 1, 1, 9, 0);
  const Moment start = utc(2024, 8, 10, 14, 30);
  record.add(typed, "U1", declared("Slow", "UTC", start));
  record.add_late(start, typed, "U1", event::Detected{"alert"});
  record.add_late(utc(2024, 8, 10, 16, 15), typed, "U1",
                  moved(State::investigating, State::resolved));
  CHECK(metric(record, "Time to detect") == "0 minutes | started → detected | E1 → E2 |");
  CHECK(metric(record, "Time to resolve") == "1 hour 45 minutes | started → resolved | E1 → E3 |");
}

TEST_CASE("without a recorded start nothing that needs it is known, and the declare is no start") {
  Record record;
  record.add(utc(2024, 8, 10, 14, 0), "U1", declared("Slow"));
  record.add(utc(2024, 8, 10, 14, 1), "U1", event::Detected{"alert"});
  record.add(utc(2024, 8, 10, 15, 0), "U1", moved(State::investigating, State::mitigated));
  record.add(utc(2024, 8, 10, 16, 0), "U1", moved(State::mitigated, State::resolved));
  const std::string unknown = "_When did the impact begin?_ |";
  CHECK(metric(record, "Time to detect") == "unknown | started → detected | " + unknown);
  CHECK(metric(record, "Time to mitigate") == "unknown | started → mitigated | " + unknown);
  CHECK(metric(record, "Time to resolve") == "unknown | started → resolved | " + unknown);
  CHECK(metric(record, "From declare to resolved") == "2 hours | declared → resolved | E1 → E4 |");
  CHECK(line_with(record.render(), "| Duration") == "| Duration | unknown |");
  CHECK(line_with(record.render(), "| Started") == "| Started | unknown |");
  CHECK_FALSE(contains(record.render(), "It lasted"));
  CHECK(contains(open_questions(record),
                 "- When did the impact begin? Type `/incident started TIME`."));
}

TEST_CASE("a declare after the end gives no number at all") {
  Record record;
  record.add(utc(2025, 1, 1, 9, 0), "U1", declared("Slow"));
  record.add_late(utc(2024, 8, 10, 16, 15), utc(2025, 1, 1, 9, 1), "U1",
                  moved(State::investigating, State::resolved));
  CHECK(metric(record, "From declare to resolved") == "(no such metric)");
}

TEST_CASE("nobody was paged, so the time to acknowledge is unknown") {
  Record record;
  record.add(utc(2024, 8, 10, 14, 0), "U1", declared("Slow"));
  CHECK(metric(record, "Time to acknowledge") ==
        "unknown | first page → first acknowledgement | _Who was called in, and when did they "
        "answer?_ |");
}

TEST_CASE("durations are right across midnight") {
  Record record;
  const Moment start = utc(2024, 12, 31, 23, 30);
  record.add(start, "U1", declared("Slow", "UTC", start));
  record.add(utc(2025, 1, 1, 0, 45), "U1", moved(State::investigating, State::resolved));
  CHECK(metric(record, "Time to resolve") == "1 hour 15 minutes | started → resolved | E1 → E2 |");
}

TEST_CASE("durations over days keep their days") {
  Record record;
  const Moment start = utc(2024, 8, 10, 14, 0);
  record.add(start, "U1", declared("Slow", "UTC", start));
  record.add(utc(2024, 8, 12, 17, 0), "U1", moved(State::investigating, State::resolved));
  CHECK(metric(record, "Time to resolve") == "2 days 3 hours | started → resolved | E1 → E2 |");
}

TEST_CASE("the hour that clocks skip in spring is not counted") {
  Record record;
  const Moment start = utc(2024, 3, 31, 0, 30);  // 01:30 CET; at 02:00 clocks jump to 03:00
  record.add(start, "U1", declared("Slow", "Europe/Berlin", start));
  record.add(utc(2024, 3, 31, 1, 30), "U1", moved(State::investigating, State::resolved));
  CHECK(line_with(record.render(), "| Started") ==
        "| Started | 2024-03-31 01:30 CET (00:30 UTC) (E1) |");
  CHECK(line_with(record.render(), "| Resolved") ==
        "| Resolved | 2024-03-31 03:30 CEST (01:30 UTC) (E2) |");
  CHECK(line_with(record.render(), "| Duration") == "| Duration | 1 hour |");
}

TEST_CASE("the hour that exists twice in autumn is counted twice") {
  Record record;
  const Moment start = utc(2024, 10, 27, 0, 15);  // 02:15 CEST; at 03:00 clocks go back to 02:00
  record.add(start, "U1", declared("Slow", "Europe/Berlin", start));
  record.add(utc(2024, 10, 27, 1, 15), "U1", moved(State::investigating, State::resolved));
  CHECK(line_with(record.render(), "| Started") ==
        "| Started | 2024-10-27 02:15 CEST (00:15 UTC) (E1) |");
  CHECK(line_with(record.render(), "| Resolved") ==
        "| Resolved | 2024-10-27 02:15 CET (01:15 UTC) (E2) |");
  CHECK(line_with(record.render(), "| Duration") == "| Duration | 1 hour |");
}

TEST_CASE("a detection before the start is no number but an open question") {
  Record record;
  const Moment start = utc(2024, 8, 10, 14, 0);
  record.add(utc(2024, 8, 10, 14, 20), "U1", declared("Slow", "UTC", start));
  record.add(utc(2024, 8, 10, 13, 50), "U1", event::Detected{"alert"});
  CHECK(metric(record, "Time to detect") ==
        "unknown | started → detected | _detected is before started_ |");
  CHECK(contains(open_questions(record),
                 "- The record says detected at 2024-08-10 13:50 UTC (E2) and started at "
                 "2024-08-10 14:00 UTC (E1): the wrong way round. Which is right? Type `/incident "
                 "detected TIME TEXT` or `/incident started TIME`."));
}

TEST_CASE("an end before the start is no duration anywhere") {
  Record record;
  const Moment start = utc(2024, 8, 10, 14, 0);
  record.add(start, "U1", declared("Slow", "UTC", start));
  record.add_late(utc(2024, 8, 10, 13, 0), start, "U1",
                  moved(State::investigating, State::resolved));
  CHECK(line_with(record.render(), "| Duration") == "| Duration | unknown |");
  CHECK(metric(record, "Time to resolve") ==
        "unknown | started → resolved | _resolved is before started_ |");
  CHECK_FALSE(contains(record.render(), "It lasted"));
  CHECK_FALSE(contains(record.render(), "minus"));
  CHECK(contains(open_questions(record), "the wrong way round"));
}

TEST_CASE("a corrected start replaces the first one") {
  Record record;
  const Moment start = utc(2024, 8, 10, 14, 0);
  record.add(start, "U1", declared("Slow", "UTC", start));
  record.add_late(utc(2024, 8, 10, 13, 30), utc(2024, 8, 10, 14, 5), "U2", event::Started{"seen"});
  record.add(utc(2024, 8, 10, 15, 0), "U1", moved(State::investigating, State::resolved));
  CHECK(metric(record, "Time to resolve") == "1 hour 30 minutes | started → resolved | E2 → E3 |");
}

TEST_CASE("time in each severity is summed, and the last one counts until the end") {
  Record record;
  const auto at = [](int minute) { return utc(2024, 8, 10, 14, 0) + std::chrono::minutes(minute); };
  event::Declared declaration = declared("Slow", "UTC", at(0));
  declaration.severity = Severity::sev3;
  record.add(at(0), "U1", declaration);
  record.add(at(10), "U1", event::SeverityChanged{Severity::sev3, Severity::sev1, ""});
  record.add(at(30), "U1", event::SeverityChanged{Severity::sev1, Severity::sev3, ""});
  record.add(at(45), "U1", moved(State::investigating, State::resolved));
  record.add(at(90), "U1", event::SeverityChanged{Severity::sev3, Severity::sev2, "in hindsight"});
  const std::string formula = std::string(" | ") + k_severity_formula + " | ";
  CHECK(metric(record, "Time in sev3") == "25 minutes" + formula + "E1 → E2, E3 → E4 |");
  CHECK(metric(record, "Time in sev1") == "20 minutes" + formula + "E2 → E3 |");
  CHECK(metric(record, "Time in sev2") == "(no such metric)");
  CHECK(metric(record, "Time in each severity") == "(no such metric)");
}

TEST_CASE("time before a severity was set is named so") {
  Record record;
  record.add(utc(2024, 8, 10, 14, 0), "U1", declared("Slow"));
  record.add(utc(2024, 8, 10, 14, 10), "U1",
             event::SeverityChanged{std::nullopt, Severity::sev2, ""});
  CHECK(metric(record, "Time without a severity").starts_with("10 minutes | "));
  CHECK(metric(record, "Time in sev2") ==
        std::string("not over yet | ") + k_severity_formula + " | since E2 |");
  record.add(utc(2024, 8, 10, 15, 0), "U1", event::Closed{"", false});
  CHECK(metric(record, "Time in sev2").starts_with("unknown | "));
}

TEST_CASE("a severity that was never set, or only after the end, gives no time") {
  Record record;
  record.add(utc(2024, 8, 10, 14, 0), "U1", declared("Slow"));
  CHECK(metric(record, "Time in each severity") ==
        std::string("unknown | ") + k_severity_formula + " | _How severe was it?_ |");
  CHECK(contains(open_questions(record), "- How severe was it? Type `/incident sev "));

  Record late;
  event::Declared declaration = declared("Slow");
  declaration.severity = Severity::sev1;
  late.add(utc(2025, 1, 1, 9, 0), "U1", declaration);
  late.add_late(utc(2024, 8, 10, 16, 15), utc(2025, 1, 1, 9, 0), "U1",
                moved(State::investigating, State::resolved));
  CHECK(contains(metric(late, "Time in each severity"), "after the impact was over"));
}

TEST_CASE("no update is recorded, so the longest silence between updates is unknown") {
  Record record;
  record.add(utc(2024, 8, 10, 14, 0), "U1", declared("Slow"));
  CHECK(metric(record, "Longest silence between updates") ==
        "unknown | between two neighbouring updates | _Who was told what, and when?_ |");
}

TEST_CASE("the longest gap in the timeline is looked for while the impact lasted") {
  Record record;
  const Moment start = utc(2024, 8, 10, 14, 0);
  record.add(start + std::chrono::minutes(2), "U1", declared("Slow", "UTC", start));
  record.add(start + std::chrono::minutes(10), "U1", event::Logged{"a"});
  record.add(start + std::chrono::minutes(55), "U1", event::Logged{"b"});
  record.add(start + std::chrono::minutes(60), "U1", moved(State::investigating, State::resolved));
  record.add(start + std::chrono::hours(48), "U1", event::CauseAdded{"found later"});
  CHECK(metric(record, "Longest gap in the timeline") ==
        "45 minutes | between two neighbouring entries, started → resolved | E2 → E3 |");
}

TEST_CASE("no metric is printed without formula and source") {
  Record record;
  record.add(utc(2024, 8, 10, 14, 0), "U1", declared("Slow"));
  const std::string metrics = section(record.render(), "Metrics");
  CHECK_FALSE(contains(metrics, "|  |"));
}

}  // namespace postmortem_metrics_test
