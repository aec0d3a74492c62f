// What stands after corrections, and that the row kept in step by apply() and fold() is always what
// the events add up to.

#include "bot/domain/corrections.h"

#include "tests/domain/postmortem_record.h"

#include <doctest/doctest.h>

#include <random>

namespace corrections_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

const Moment k_noon = utc(2024, 8, 10, 12, 0);

Moment minute(int number) { return k_noon + std::chrono::minutes(number); }

// E1 declared, E2 impact, E3 started, E4 suspect H1, E5 task T1.
Record five_entries() {
  Record record;
  record.add(k_noon, "U1", declared("Payments are slow"));
  record.add(minute(1), "U1", event::ImpactSet{"some users"});
  record.add(minute(2), "U1", event::Started{""});
  record.add(minute(3), "U2", event::Suspected{HypothesisNumber{1}, "DNS"});
  record.add(minute(4), "U2",
             event::TaskAdded{TaskNumber{1}, TaskKind::task, "Look", UserId{"U2"}, {}, ""});
  return record;
}

Incident folded(const Record& record) { return fold(IncidentNumber{7}, record.events); }

}  // namespace

TEST_CASE("without corrections folding is applying one event after the other") {
  const Record record = five_entries();
  CHECK(folded(record) == record.incident);
  CHECK(standing_events(record.events) == record.events);
  CHECK(struck_entries(record.events).empty());
}

TEST_CASE("an edited text counts as if it had been typed so") {
  Record record = five_entries();
  record.add(minute(9), "U1", event::EntryEdited{EntryNumber{2}, "some users", "all users"});
  record.add(minute(9), "U1", event::EntryEdited{EntryNumber{4}, "DNS", "the DNS cache"});
  CHECK(folded(record).impact == "all users");
  CHECK(folded(record).hypotheses.front().text == "the DNS cache");
  record.add(minute(10), "U1", event::EntryEdited{EntryNumber{2}, "all users", "nobody"});
  CHECK(folded(record).impact == "nobody");
  CHECK(standing_events(record.events).size() == 5);
}

TEST_CASE("a moved entry happened when the last move says") {
  Record record = five_entries();
  record.add(minute(9), "U1", event::EntryRetimed{EntryNumber{3}, minute(2), minute(-30)});
  record.add(minute(9), "U1", event::EntryRetimed{EntryNumber{3}, minute(-30), minute(-20)});
  CHECK(folded(record).started_at == minute(-20));
}

TEST_CASE("a struck entry counts for nothing but its handles, until it is restored") {
  Record record = five_entries();
  const Incident before = folded(record);
  record.add(minute(9), "U1", event::EntryStruck{EntryNumber{2}, ""});
  record.add(minute(9), "U1", event::EntryStruck{EntryNumber{4}, "wrong"});
  record.add(minute(9), "U1", event::EntryStruck{EntryNumber{5}, ""});
  const Incident after = folded(record);
  CHECK(after.impact.empty());
  CHECK(after.hypotheses.empty());
  CHECK(after.tasks.empty());
  CHECK(after.last_hypothesis == HypothesisNumber{1});
  CHECK(after.last_task == TaskNumber{1});
  CHECK(after.last_entry == EntryNumber{5});
  CHECK(struck_entries(record.events) ==
        std::set<EntryNumber>{EntryNumber{2}, EntryNumber{4}, EntryNumber{5}});
  for (const std::int64_t entry : {2, 4, 5}) {
    record.add(minute(10), "U1", event::EntryRestored{EntryNumber{entry}});
  }
  CHECK(folded(record) == before);
  CHECK(struck_entries(record.events).empty());
}

TEST_CASE("a struck state leaves the one before it") {
  Record record = five_entries();
  record.add(minute(5), "U1", moved(State::investigating, State::mitigated));
  record.add(minute(6), "U1", moved(State::mitigated, State::resolved));
  record.add(minute(9), "U1", event::EntryStruck{EntryNumber{7}, ""});
  CHECK(folded(record).state == State::mitigated);
  CHECK_FALSE(folded(record).resolved_at);
  CHECK(folded(record).mitigated_at == minute(5));
}

TEST_CASE("corrections of entries that are not there change nothing") {
  Record record = five_entries();
  const Incident before = folded(record);
  record.add(minute(9), "U1", event::EntryEdited{EntryNumber{99}, "a", "b"});
  record.add(minute(9), "U1", event::EntryStruck{EntryNumber{}, ""});
  record.add(minute(9), "U1", event::EntryRestored{EntryNumber{42}});
  CHECK(folded(record) == before);
}

TEST_CASE("only entries with words of their own can be edited") {
  CHECK(*editable_text(event::Logged{"a"}) == "a");
  CHECK(*editable_text(event::StateMoved{}) == "");
  CHECK(*editable_text(event::RuledOut{{}, "the lead", ""}) == "the lead");
  CHECK(*editable_text(event::RuledOut{{}, "", "why"}) == "why");
  CHECK(editable_text(event::Declared{}) == nullptr);
  CHECK(editable_text(event::SeverityChanged{}) == nullptr);
  CHECK(editable_text(event::RoleGiven{}) == nullptr);
  CHECK(editable_text(event::EntryEdited{}) == nullptr);
}

TEST_CASE(
    "after any history of entries and corrections, undoing all of them gives the plain fold") {
  std::mt19937 random(7);
  const auto below = [&random](int limit) {
    return std::uniform_int_distribution<int>(0, limit - 1)(random);
  };
  for (int round = 0; round < 200; ++round) {
    Record plain = five_entries();
    for (int i = 0; i < below(6); ++i) {
      plain.add(minute(5 + i), "U2", event::CauseAdded{"cause " + std::to_string(i)});
    }
    Record corrected = plain;
    const auto entries = static_cast<int>(plain.events.size());
    for (int i = 0; i < 10; ++i) {
      const EntryNumber entry{1 + below(entries)};
      const Event& event = plain.events[static_cast<std::size_t>(entry.value - 1)];
      switch (below(3)) {
        case 0:
          corrected.add(minute(20), "U1", event::EntryStruck{entry, ""});
          break;
        case 1:
          corrected.add(minute(20), "U1", event::EntryRetimed{entry, event.happened_at, minute(1)});
          break;
        default:
          if (editable_text(event.body) != nullptr) {
            corrected.add(minute(20), "U1", event::EntryEdited{entry, "", "other words"});
          }
      }
    }
    for (const Event& event : plain.events) {
      corrected.add(minute(30), "U1", event::EntryRestored{event.entry});
      corrected.add(minute(30), "U1",
                    event::EntryRetimed{event.entry, minute(1), event.happened_at});
      if (const std::string* text = editable_text(event.body)) {
        corrected.add(minute(30), "U1", event::EntryEdited{event.entry, "", *text});
      }
    }
    CHECK(folded(corrected) == folded(plain));
  }
}

}  // namespace corrections_test
