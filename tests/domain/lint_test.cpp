// The plain rules over the record of an incident, each with what breaks it and what does not.

#include "bot/domain/lint.h"
#include "tests/domain/postmortem_record.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace lint_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

const Moment k_start = utc(2026, 3, 10, 14, 0);
using std::chrono::minutes;

// Begun at 14:00, with an impact that has a number.
Record begun() {
  Record record;
  record.add(k_start, "U1", declared("Checkout is failing", "UTC", k_start));
  record.add(k_start, "U1", event::ImpactSet{"40 % of payments failed"});
  return record;
}

Record& resolve(Record& record, int after) {
  return record.add(k_start + minutes(after), "U1", moved(State::investigating, State::resolved));
}

std::vector<LintFinding> lint_of(const Record& record) {
  const auto name_of = [&record](const UserId& user) {
    const auto known = record.names.find(user.value);
    return known == record.names.end() ? "@" + user.value : known->second;
  };
  return lint({record.incident, record.events, name_of});
}

// How many findings speak of this.
std::ptrdiff_t found(const Record& record, std::string_view part) {
  return std::ranges::count_if(lint_of(record), [&](const LintFinding& finding) {
    return finding.what.find(part) != std::string::npos;
  });
}

event::TaskAdded task(std::int64_t number, std::string text, const char* owner, bool with_date) {
  event::TaskAdded added;
  added.task = TaskNumber{number};
  added.text = std::move(text);
  added.owner = UserId{owner};
  if (with_date) added.due_at = k_start + minutes(2'000);
  return added;
}

}  // namespace

TEST_CASE("a record that keeps to the rules has no findings") {
  Record record = begun();
  record.add(k_start + minutes(5), "U2", event::CauseAdded{"The pool was too small"});
  record.add(k_start + minutes(6), "U2", event::CauseAdded{"Nothing watched its size"});
  record.add(k_start + minutes(7), "U2", task(1, "Add an alert on the pool", "U2", true));
  resolve(record, 15);
  CHECK(lint_of(record).empty());
}

TEST_CASE("an action item needs an owner, a date and a verb") {
  Record record = begun();
  record.add(k_start, "U1", task(1, "Add an alert", "", true));
  record.add(k_start, "U1", task(2, "Add an alert", "U2", false));
  record.add(k_start, "U1", task(3, "The dashboards", "U2", true));
  const auto findings = lint_of(record);
  REQUIRE(findings.size() == 3);
  CHECK(findings[0] == LintFinding{EntryNumber{3}, "T1 has no owner.", "followup assign T1 @USER"});
  CHECK(findings[1] == LintFinding{EntryNumber{4}, "T2 has no date.", "followup due T2 fri"});
  CHECK(findings[2].entry == EntryNumber{5});
  CHECK(findings[2].what.find("“The dashboards”") != std::string::npos);
}

TEST_CASE("action items that are done or dropped are left alone") {
  Record record = begun();
  record.add(k_start, "U1", task(1, "The dashboards", "", false));
  record.add(k_start, "U1", event::TaskMoved{TaskNumber{1}, TaskState::done, ""});
  CHECK(lint_of(record).empty());
}

TEST_CASE("wording of a single cause is found in causes and in the summary that stands") {
  Record record = begun();
  record.add(k_start, "U1", event::CauseAdded{"The root cause was a full disk"});
  record.add(k_start, "U1", event::CauseAdded{"Nobody watched the disk"});
  record.add(k_start, "U1", event::SummarySet{"It was solely the disk"});
  CHECK(found(record, "leaves no room") == 2);
  record.add(k_start, "U1", event::SummarySet{"Disk and alerting failed together"});
  CHECK(found(record, "leaves no room") == 1);
  CHECK(found(record, "Only one cause") == 0);
}

TEST_CASE("one recorded cause asks for the others") {
  Record record = begun();
  record.add(k_start, "U1", event::CauseAdded{"A full disk"});
  CHECK(found(record, "Only one cause is recorded") == 1);
}

TEST_CASE("a name next to a word of blame is found, far from it it is not") {
  Record record = begun();
  record.add(k_start, "U2", event::Logged{"Grace forgot to raise the limit"});
  record.add(k_start, "U2", event::Logged{"It was the fault of @Grace"});
  record.add(k_start, "U2", event::Logged{"Our mistake, says <@U2>"});
  CHECK(found(record, "stands next to a name") == 3);
  Record fine = begun();
  fine.add(k_start, "U2", event::Logged{"The fault is in the network card"});
  fine.add(k_start, "U2", event::Logged{"Grace restarted the pool"});
  fine.add(k_start, "U2",
           event::Logged{"Grace restarted all of the pools in Europe and a page fault was gone"});
  fine.add(k_start, "U2", event::Logged{"Gracefully failed to start"});
  CHECK(found(fine, "stands next to a name") == 0);
}

TEST_CASE("human error is where the questions begin") {
  Record record = begun();
  record.add(k_start, "U2", event::CauseAdded{"Human error during the deploy"});
  record.add(k_start, "U2", event::Logged{"Operator   Error on the console"});
  record.add(k_start, "U2", event::Logged{"The human saw an error"});
  CHECK(found(record, "is where the questions begin") == 2);
}

TEST_CASE("gaps of more than 15 minutes during the impact are found") {
  Record record = begun();
  record.add(k_start + minutes(15), "U1", event::Logged{"Looking"});
  record.add(k_start + minutes(31), "U1", event::Logged{"Found"});
  resolve(record, 60);
  const auto findings = lint_of(record);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].entry == EntryNumber{4});
  CHECK(findings[0].what ==
        "Nothing is recorded from 14:15 UTC to 14:31 UTC, for 16 minutes of the impact.");
  CHECK(findings[0].type == "log 2026-03-10 14:23 UTC TEXT");
  CHECK(findings[1].what.find("14:31 UTC to 15:00 UTC") != std::string::npos);
}

TEST_CASE("silence after the impact, or with its end unknown, is no gap") {
  Record record = begun();
  resolve(record, 10);
  record.add(k_start + minutes(90), "U1", event::Logged{"Dashboard fixed"});
  CHECK(lint_of(record).empty());
  Record open = begun();
  open.add(k_start + minutes(90), "U1", event::Logged{"Looking"});
  CHECK(lint_of(open).empty());
}

TEST_CASE("an impact needs a number") {
  Record record;
  record.add(k_start, "U1", declared("Checkout is failing"));
  CHECK(found(record, "There is no impact") == 1);
  record.add(k_start, "U1", event::ImpactSet{"Checkout was down for everybody"});
  CHECK(found(record, "has no number") == 1);
  record.add(k_start, "U1", event::ImpactSet{"Half of the payments failed"});
  CHECK(lint_of(record).empty());
}

TEST_CASE("a stated length has to agree with the times") {
  for (const char* text : {"Lasted 2 hours, 40 % of payments", "Checkout was down for 1h, 3 shops",
                           "An outage of about 30 minutes, 5 %"}) {
    CAPTURE(text);
    Record record = begun();
    record.add(k_start + minutes(5), "U1", event::ImpactSet{text});
    resolve(record, 15);
    CHECK(found(record, "by the times it was 15 minutes") == 1);
  }
  for (const char* text :
       {"Lasted 15 minutes, 40 % of payments", "Down for about 14 minutes, 5 shops",
        "Requests waited for 2 hours, 5 %", "It lasted, 5 %", "duration: 15m, 5 %"}) {
    CAPTURE(text);
    Record record = begun();
    record.add(k_start + minutes(5), "U1", event::ImpactSet{text});
    resolve(record, 15);
    CHECK(lint_of(record).empty());
  }
}

TEST_CASE("the duration that an imported document states has to agree with its times") {
  const auto imported = [](std::optional<std::int64_t> minutes) {
    Record record;
    event::Imported document;
    document.title = "Outage";
    document.zone = "UTC";
    document.stated_minutes = minutes;
    record.add(k_start, "", document);
    record.add(k_start, "", event::Started{""});
    record.add(k_start, "", event::ImpactSet{"40 % of payments failed"});
    resolve(record, 14);
    return record;
  };
  const auto findings = lint_of(imported(45));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].what ==
        "The document states a duration of 45 minutes, but by its times it was 14 minutes.");
  CHECK(findings[0].type == "move E4 WHEN");
  CHECK(findings[0].entry == EntryNumber{4});
  CHECK(lint_of(imported(14)).empty());
  CHECK(lint_of(imported({})).empty());
}

TEST_CASE("struck entries and old texts are not looked at") {
  Record record = begun();
  record.add(k_start, "U2", event::Logged{"Human error"});
  record.add(k_start, "U2", event::Logged{"Grace forgot it"});
  record.add(k_start, "U2", event::EntryStruck{EntryNumber{3}, ""});
  record.add(k_start, "U2",
             event::EntryEdited{EntryNumber{4}, "Grace forgot it", "The step was easy to miss"});
  CHECK(lint_of(record).empty());
}

TEST_CASE("lint of an empty record asks for the impact and nothing else") {
  Record record;
  CHECK(lint_of(record).size() == 1);
}

}  // namespace lint_test
