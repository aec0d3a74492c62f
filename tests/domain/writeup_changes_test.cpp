// What is said in the thread of a posted write-up when the record changes, and when it is.

#include "bot/domain/writeup_changes.h"
#include "tests/domain/postmortem_record.h"

#include <doctest/doctest.h>

namespace writeup_changes_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

const Moment k_start = utc(2026, 3, 10, 14, 0);
using std::chrono::minutes;

Record closed() {
  Record record;
  record.add(k_start, "U1", declared("Checkout is failing", "UTC", k_start));
  record.add(k_start + minutes(5), "U2", event::Logged{"Roled back release 41"});
  record.add(k_start + minutes(9), "U2", event::CauseAdded{"The pool was too small"});
  record.add(k_start + minutes(30), "U1", moved(State::investigating, State::resolved));
  record.add(k_start + minutes(31), "U1", event::Closed{});
  return record;
}

// What one more event changes, as plain text.
std::string change(const Record& before, Record after) {
  return to_plain(writeup_changes(before.render(), after.render(), {UserId{"U1"}}));
}

}  // namespace

TEST_CASE("a corrected entry shows the old line and the new one, and by whom") {
  const Record before = closed();
  Record after = before;
  after.correct(k_start + minutes(40), "U1",
                event::EntryEdited{EntryNumber{2}, "Roled back release 41", "Rolled back"});
  CHECK(change(before, after) ==
        "Changed by @U1:\n"
        "Timeline\n"
        "− 14:05 UTC log Roled back release 41 — Grace (E2)\n"
        "+ 14:05 UTC log Rolled back — Grace (E2)");
}

TEST_CASE("what was added has no old line, what was struck no new one") {
  const Record before = closed();
  Record more = before;
  more.add(k_start + minutes(40), "U2", event::MeasureNoted{"Watch the pool's size"});
  const std::string added = change(before, more);
  CHECK(added.find("Corrective and preventive measures\n− What will be different") !=
        std::string::npos);
  CHECK(added.find("\n+ Watch the pool's size — Grace (E6)") != std::string::npos);
  Record less = before;
  less.correct(k_start + minutes(40), "U1", event::EntryStruck{EntryNumber{2}, "Wrong incident"});
  const std::string struck = change(before, less);
  CHECK(struck.find("\n− 14:05 UTC log Roled back release 41") != std::string::npos);
  CHECK(struck.find("\n+ 14:05") == std::string::npos);
}

TEST_CASE("a change in the head's table is told by its row, with nothing of Markdown around it") {
  const Record before = closed();
  Record after = before;
  after.add(k_start + minutes(40), "U1", event::WriteupMoved{WriteupState::in_review});
  CHECK(change(before, after) ==
        "Changed by @U1:\nHead\n− Write-up · draft\n+ Write-up · in review");
}

TEST_CASE("what people typed stands in the change as they typed it") {
  const Record before = closed();
  Record after = before;
  after.correct(
      k_start + minutes(40), "U1",
      event::EntryEdited{EntryNumber{2}, "Roled back release 41", "a*b* | <!channel> _c_ \\ `d`"});
  CHECK(change(before, after).find("a*b* | <!channel> _c_ \\ `d` — Grace (E2)") !=
        std::string::npos);
}

TEST_CASE("a record that is only longer by what nobody reads there changes nothing to say") {
  const Record before = closed();
  Record after = before;
  after.add(k_start + minutes(40), "U1", event::SubscriptionChanged{});
  CHECK(before.render() != after.render());  // the number over the record
  CHECK(change(before, after).empty());
  CHECK(change(before, before).empty());
}

TEST_CASE("a change of very many lines is cut, and says by how many") {
  const Record before = closed();
  Record after = before;
  for (int i = 0; i < 40; ++i) {
    after.add(k_start + minutes(40 + i), "U1", event::Logged{"entry " + std::to_string(i)});
  }
  const std::string said = change(before, after);
  CHECK(said.find("more, in the write-up itself.") != std::string::npos);
  CHECK(said.size() < 2'500);
}

TEST_CASE("everybody who changed something is named") {
  const Record before = closed();
  Record after = before;
  after.add(k_start + minutes(40), "U2", event::MeasureNoted{"Watch it"});
  const auto said = to_plain(
      writeup_changes(before.render(), after.render(), {UserId{"U1"}, UserId{"U2"}, UserId{"U3"}}));
  CHECK(said.starts_with("Changed by @U1, @U2 and @U3:"));
}

TEST_CASE(
    "a write-up is outdated by what changes the record after the closing, and by nothing else") {
  Incident open;
  Incident over;
  over.state = State::closed;
  Incident cancelled;
  cancelled.state = State::cancelled;
  CHECK(outdates_writeup(over, over, event::Logged{"x"}));
  CHECK(outdates_writeup(over, over, event::SectionWritten{}));
  CHECK(outdates_writeup(over, over, event::EntryStruck{EntryNumber{1}, ""}));
  CHECK(outdates_writeup(over, open, event::Reopened{}));
  CHECK_FALSE(outdates_writeup(open, over, event::Closed{}));  // it posts one
  CHECK_FALSE(outdates_writeup(open, open, event::Logged{"x"}));
  CHECK_FALSE(outdates_writeup(over, over, event::SubscriptionChanged{}));
  CHECK_FALSE(outdates_writeup(cancelled, cancelled, event::Logged{"x"}));
}

}  // namespace writeup_changes_test
