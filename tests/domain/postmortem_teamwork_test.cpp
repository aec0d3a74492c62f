// What the write-up says of leads, pages, tasks, updates, roles, links and corrections.

#include "tests/domain/postmortem_record.h"

#include <doctest/doctest.h>

#include <string>

namespace postmortem_teamwork_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

Moment at(int minute) { return utc(2024, 8, 10, 12, 0) + std::chrono::minutes(minute); }

Record declared_at_noon() {
  Record record;
  record.add(at(0), "U1", declared("Payments are slow"));
  return record;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string part(const Record& record, const std::string& heading) {
  return section(record.render(), heading);
}

}  // namespace

TEST_CASE("a false lead is told with how long it held and what settled it") {
  Record record = declared_at_noon();
  record.add(at(5), "U1", event::Suspected{HypothesisNumber{1}, "The database"});
  record.add(at(33), "U2", event::RuledOut{HypothesisNumber{1}, "", "it was idle"});
  CHECK(part(record, "What we ruled out") ==
        "- H1 The database: held for 28 minutes, from 2024-08-10 12:05 UTC until it was ruled out "
        "2024-08-10 12:33 UTC — it was idle — Grace (E2, E3)");
}

TEST_CASE("a lead that was ruled out in one go does not claim how long it held") {
  Record record = declared_at_noon();
  record.add(at(9), "U2", event::RuledOut{HypothesisNumber{1}, "The rate limit", ""});
  CHECK(part(record, "What we ruled out") ==
        "- H1 The rate limit: ruled out 2024-08-10 12:09 UTC; how long it held is not recorded — "
        "Grace (E2)");
}

TEST_CASE("a ladder is told step by step: who was called when, who could not, who came") {
  Record record = declared_at_noon();
  const Called grace{UserId{"U2"}, "", "@grace", "+49 30 1"};
  const Called linus{UserId{"U3"}, "", "@linus", ""};
  const std::vector<Rung> rungs{{1, 1, {grace}, 300'000}, {2, 1, {linus}, 300'000}};
  record.add(at(5), "U1",
             event::Paged{PageNumber{1}, "payments", {}, "", "no money", "payments", rungs});
  record.add(at(6), "U2", event::PageDeclined{PageNumber{1}, "on a train"});
  record.add(at(6), "", event::StepPaged{PageNumber{1}, "payments", 1, 2, 1, {linus}});
  record.add(at(11), "", event::LadderEnded{PageNumber{1}, "payments"});
  const std::string unanswered = part(record, "Escalation");
  CHECK(contains(unanswered,
                 "- P1 payments: paged 2024-08-10 12:05 UTC by Ada — no money (E2); not "
                 "acknowledged"));
  CHECK(contains(unanswered, "\n  - step 1: Grace paged 2024-08-10 12:05 UTC (E2)"));
  CHECK(contains(unanswered, "\n  - Grace could not, 2024-08-10 12:06 UTC — on a train (E3)"));
  CHECK(contains(unanswered, "\n  - step 2: Linus paged 2024-08-10 12:06 UTC (E4)"));
  CHECK(contains(unanswered, "everybody was called and nobody had answered"));
  CHECK_FALSE(contains(unanswered, "+49"));
  // Only an acknowledgement is one: the declining does not settle how long it took.
  CHECK(contains(line_with(part(record, "Metrics"), "Time to acknowledge"), "unknown"));
  record.add(at(15), "U3", event::PageAcknowledged{PageNumber{1}});
  CHECK(
      contains(part(record, "Escalation"), "acknowledged 2024-08-10 12:15 UTC by Linus, after 10"));
}

TEST_CASE("an open lead is told as open, and asked about") {
  Record record = declared_at_noon();
  record.add(at(5), "U1", event::Suspected{HypothesisNumber{1}, "DNS"});
  CHECK(part(record, "What we ruled out") ==
        "- H1 DNS: still open, since 2024-08-10 12:05 UTC — Ada (E2)");
  CHECK(contains(part(record, "Open questions"),
                 "- Was H1 true (DNS)? Type `/incident ruledout H1 WHY` or `/incident confirm H1 "
                 "WHY`."));
}

TEST_CASE("a confirmed hypothesis is a cause and no false lead") {
  Record record = declared_at_noon();
  record.add(at(5), "U1", event::Suspected{HypothesisNumber{1}, "DNS"});
  record.add(at(9), "U2", event::Confirmed{HypothesisNumber{1}, "flushing helped"});
  record.add(at(10), "U1", event::CauseAdded{"No test"});
  CHECK(part(record, "Root cause and contributing factors") ==
        "- DNS: confirmed as H1, flushing helped — Grace (E2, E3)\n- No test — Ada (E4)");
  CHECK(part(record, "What we ruled out").starts_with("_Which leads were false"));
}

TEST_CASE("a page is told with its answer and how long that took") {
  Record record = declared_at_noon();
  record.add(at(5), "U1", event::Paged{PageNumber{1}, "@grace", UserId{"U2"}, "", "payments"});
  record.add(at(6), "U3", event::PageJoined{PageNumber{1}, "still down"});
  record.add(at(8), "U2", event::PageAcknowledged{PageNumber{1}});
  CHECK(part(record, "Escalation") ==
        "- P1 Grace: paged 2024-08-10 12:05 UTC by Ada — payments (E2); acknowledged 2024-08-10 "
        "12:08 UTC by Grace, after 3 minutes (E4)\n"
        "  - asked for again 2024-08-10 12:06 UTC by Linus — still down (E3)");
  CHECK(line_with(part(record, "Metrics"), "Time to acknowledge") ==
        "| Time to acknowledge | 3 minutes | first page → first acknowledgement | E2 → E4 |");
}

TEST_CASE("a page that was ended in the pager is told so, and settles no time to acknowledge") {
  Record record = declared_at_noon();
  record.add(at(5), "U1", event::Paged{PageNumber{1}, "@grace", UserId{"U2"}, "", "payments"});
  record.add(at(8), "", event::PageEnded{PageNumber{1}, "PagerDuty", "Ana Lopez"});
  CHECK(
      contains(part(record, "Escalation"),
               "not acknowledged, but ended 2024-08-10 12:08 UTC by Ana Lopez in PagerDuty, after "
               "3 minutes (E3)"));
  CHECK(contains(line_with(part(record, "Metrics"), "Time to acknowledge"), "unknown"));
  // Who had acknowledged it first is heard of later.
  record.add(at(7), "", event::PageAcknowledged{PageNumber{1}, "PagerDuty", "Ana Lopez"});
  CHECK(contains(part(record, "Escalation"), "acknowledged 2024-08-10 12:07 UTC by Ana Lopez"));
  CHECK(contains(line_with(part(record, "Metrics"), "Time to acknowledge"), "2 minutes"));
}

TEST_CASE("a page without an answer, a declined one and a stopped one are told so") {
  Record record = declared_at_noon();
  record.add(at(5), "U1", event::Paged{PageNumber{1}, "@ops", {}, "S1", ""});
  record.add(at(6), "U1", event::Paged{PageNumber{2}, "@linus", UserId{"U3"}, "", ""});
  record.add(at(7), "U3", event::PageDeclined{PageNumber{2}, "on a train"});
  CHECK(contains(part(record, "Escalation"),
                 "P1 @ops: paged 2024-08-10 12:05 UTC by Ada (E2); not "
                 "acknowledged\n"));
  CHECK(contains(part(record, "Escalation"),
                 "declined 2024-08-10 12:07 UTC by Linus, after 1 "
                 "minute — on a train (E4)"));
  CHECK(line_with(part(record, "Metrics"), "Time to acknowledge") ==
        "| Time to acknowledge | unknown | first page → first acknowledgement | _When did somebody "
        "answer the page?_ |");
  record.add(at(9), "U1", event::Closed{"", false});
  CHECK(contains(part(record, "Escalation"), "not acknowledged before the incident ended"));
}

TEST_CASE("action items are the open tasks, with owner and date, and a count of the others") {
  Record record = declared_at_noon();
  const auto task = [](std::int64_t number, TaskKind kind, const char* text, const char* owner,
                       std::optional<Moment> due_at, const char* link) {
    return event::TaskAdded{TaskNumber{number}, kind, text, UserId{owner}, due_at, link};
  };
  record.add(at(1), "U1", task(1, TaskKind::task, "Look | here", "", {}, ""));
  record.add(at(2), "U1",
             task(2, TaskKind::followup, "Write a test", "U2", utc(2024, 8, 20, 17, 0),
                  "https://slack.example/p1"));
  record.add(at(3), "U1", task(3, TaskKind::task, "Secret of the done one", "U3", {}, ""));
  record.add(at(4), "U3", event::TaskMoved{TaskNumber{3}, TaskState::done, ""});
  CHECK(part(record, "Action items") ==
        "| Type | What | Owner | Due | State |\n|---|---|---|---|---|\n"
        "| task | T1 Look \\| here (E2) | nobody yet | no date | open |\n"
        "| follow-up | T2 Write a test <https://slack.example/p1> (E3) | Grace | 2024-08-20 17:00 "
        "UTC | open |\n\nOpen: 2, done: 1, dropped: 0.");
  record.add(at(5), "U3", event::TaskMoved{TaskNumber{1}, TaskState::dropped, ""});
  record.add(at(6), "U3", event::TaskMoved{TaskNumber{2}, TaskState::done, ""});
  CHECK(part(record, "Action items") == "Open: 0, done: 2, dropped: 1.");
}

TEST_CASE("updates are listed with their times, promises and the longest silence") {
  Record record = declared_at_noon();
  record.add(at(10), "U1", event::UpdateSent{"We look", at(40)});
  CHECK(line_with(part(record, "Metrics"), "Longest silence") ==
        "| Longest silence between updates | unknown | between two neighbouring updates | only one "
        "update was sent: E2 |");
  record.add(at(45), "U2", event::UpdateSent{"We know", {}});
  record.add(at(50), "U2", event::UpdateSent{"Over", {}});
  CHECK(part(record, "Communication") ==
        "- 2024-08-10 12:10 UTC: We look — Ada (E2); the next was promised by 2024-08-10 12:40 "
        "UTC\n- 2024-08-10 12:45 UTC: We know — Grace (E3)\n- 2024-08-10 12:50 UTC: Over — Grace "
        "(E4)\n\nThe longest silence between two updates was 35 minutes (E2 → E3).");
  CHECK(line_with(part(record, "Metrics"), "Longest silence") ==
        "| Longest silence between updates | 35 minutes | between two neighbouring updates | E2 → "
        "E3 |");
}

TEST_CASE("people are named in roles, hand-offs and timeline rows") {
  Record record = declared_at_noon();
  record.add(at(1), "U1", event::RoleGiven{"comms", UserId{"U2"}, {}});
  record.add(at(2), "U1", event::HandoffOffered{"lead", UserId{"U3"}});
  record.add(at(3), "U3", event::HandoffAccepted{"lead", UserId{"U1"}, UserId{"U3"}});
  const std::string people = part(record, "People");
  CHECK(people.starts_with("- Lead: Linus\n- Role comms: Grace\n- Declared by: Ada (E1)\n"));
  CHECK(contains(people, "- Role changed 2024-08-10 12:01 UTC: comms: Grace (E2)"));
  CHECK(contains(people, "- Role changed 2024-08-10 12:03 UTC: lead moved to Linus from Ada (E4)"));
  const std::string timeline = part(record, "Timeline");
  CHECK(contains(timeline, "**handoff** lead offered to Linus — Ada (E3)"));
  CHECK_FALSE(contains(timeline, "@U"));
}

TEST_CASE("a kept message stands in the timeline with its author and its link") {
  Record record = declared_at_noon();
  record.add(at(1), "U1",
             event::MessageKept{"Pods *restart*", UserId{"U2"}, ChannelId{"C1"}, MessageTs{"1.2"},
                                "https://slack.example/archives/C1/p12"});
  CHECK(contains(part(record, "Timeline"),
                 "**message** Pods \\*restart\\* — Grace message "
                 "<https://slack.example/archives/C1/p12> — Ada (E2)"));
}

TEST_CASE("other incidents are pointed at, but not by a duplicate that was opened again") {
  Record record = declared_at_noon();
  record.add(at(1), "U1", event::Linked{IncidentNumber{3}});
  record.add(at(2), "U2", event::DuplicateFound{IncidentNumber{9}});
  record.add(at(3), "U1", event::MergedInto{IncidentNumber{2}});
  CHECK(part(record, "Similar incidents") ==
        "- Related to INC-3 — Ada (E2)\n- INC-9 is a duplicate of this one — Grace (E3)\n- A "
        "duplicate of INC-2 — Ada (E4)");
  record.add(at(4), "U1", event::Reopened{State::cancelled, "it is not"});
  CHECK_FALSE(contains(part(record, "Similar incidents"), "INC-2"));
}

TEST_CASE("what was found to be similar stands as it was known then") {
  Record record = declared_at_noon();
  record.add(at(0), "",
             event::SimilarFound{{{IncidentNumber{3},
                                   "Checkout *down*",
                                   {"checkout"},
                                   "Wrong credentials",
                                   "New ones",
                                   {{"The database", 20}, {"Rate limits", {}}}},
                                  {IncidentNumber{2}, "Slow", {}, "", "", {}}}});
  CHECK(part(record, "Similar incidents") ==
        "- INC-3 Checkout \\*down\\* (in common: checkout) — found at the declaration\n  - Cause: "
        "Wrong credentials\n  - What helped: New ones\n  - False lead: The database, held 20 "
        "minutes\n  - False lead: Rate limits\n- INC-2 Slow — found at the declaration\n  - Cause: "
        "nobody recorded it");
}

TEST_CASE("a changed zone and a cancellation are told in the timeline") {
  Record record = declared_at_noon();
  record.add(at(1), "U1", event::ZoneChanged{"UTC", "EST"});
  record.add(at(2), "U1", event::Cancelled{"A false alarm"});
  const std::string timeline = part(record, "Timeline");
  CHECK(contains(timeline, "07:01 EST (12:01 UTC) **zone** The incident's time zone is EST"));
  CHECK(contains(timeline, "**cancelled** A false alarm — Ada (E3)"));
  CHECK(line_with(record.render(), "| Status") == "| Status | cancelled |");
}

// ---- corrections

TEST_CASE("the write-up says what stands, and its record what was corrected, by whom and when") {
  Record record = declared_at_noon();
  record.add(at(5), "U1", event::Logged{"Restarted the gatway"});
  record.add(at(6), "U1", event::Logged{"Password is hunter2"});
  record.add(at(7), "U1", event::ImpactSet{"Al users"});
  record.correct(at(20), "U2",
                 event::EntryEdited{EntryNumber{2}, "Restarted the gatway", "Restarted it"});
  record.correct(at(21), "U2", event::EntryRetimed{EntryNumber{2}, at(5), at(2)});
  record.correct(at(22), "U1",
                 event::EntryEdited{EntryNumber{3}, "Password is hunter2", "Password is gone"});
  record.correct(at(23), "U1", event::EntryStruck{EntryNumber{3}, "not for here"});
  record.correct(at(24), "U3", event::EntryEdited{EntryNumber{4}, "Al users", "All users"});
  const std::string markdown = record.render();
  CHECK(contains(section(markdown, "Timeline"), "12:02 UTC **log** Restarted it — Ada (E2)"));
  CHECK(section(markdown, "Impact") == "All users (E4)");
  CHECK_FALSE(contains(markdown, "Password"));
  CHECK(section(markdown, "Record")
            .starts_with("- Entries: 3 (E1 → E4), without 1 that was struck\n"
                         "- E2 edited 2024-08-10 12:20 UTC by Grace: “Restarted the gatway” → "
                         "“Restarted it”\n"
                         "- E2 moved 2024-08-10 12:21 UTC by Grace: 2024-08-10 12:05 UTC → "
                         "2024-08-10 12:02 UTC\n"
                         "- E3 edited 2024-08-10 12:22 UTC by Ada\n"
                         "- E3 struck 2024-08-10 12:23 UTC by Ada: not for here\n"
                         "- E4 edited 2024-08-10 12:24 UTC by Linus: “Al users” → “All users”\n"));
}

TEST_CASE("the hash is over everything that was recorded, struck and corrected too") {
  Record record = declared_at_noon();
  record.add(at(5), "U1", event::Logged{"x"});
  const std::string before = line_with(record.render(), "- Hash");
  record.correct(at(6), "U1", event::EntryStruck{EntryNumber{2}, ""});
  const std::string struck = line_with(record.render(), "- Hash");
  CHECK(struck != before);
  record.correct(at(7), "U1", event::EntryRestored{EntryNumber{2}});
  CHECK(line_with(record.render(), "- Hash") != before);
  CHECK(contains(record.render(), "- E2 restored 2024-08-10 12:07 UTC by Ada"));
}

TEST_CASE("what was struck together with its opening is told nowhere") {
  Record record = declared_at_noon();
  record.add(at(5), "U1", event::Suspected{HypothesisNumber{1}, "DNS"});
  record.add(at(6), "U1", event::Paged{PageNumber{1}, "@ops", {}, "S1", ""});
  record.correct(at(7), "U1", event::EntryStruck{EntryNumber{2}, ""});
  record.correct(at(7), "U1", event::EntryStruck{EntryNumber{3}, ""});
  CHECK(part(record, "What we ruled out").starts_with("_Which leads"));
  CHECK(part(record, "Escalation").starts_with("_Who was called in"));
}

TEST_CASE("hostile words of leads, pages, tasks and corrections stay inside of their place") {
  const std::string hostile = "x | y\n## Record\n<!channel> `z`";
  Record record = declared_at_noon();
  record.add(at(1), "U1", event::Suspected{HypothesisNumber{1}, hostile});
  record.add(at(2), "U1", event::RuledOut{HypothesisNumber{1}, "", hostile});
  record.add(at(3), "U1", event::Paged{PageNumber{1}, hostile, {}, "S1", hostile});
  record.add(at(4), "U1", event::TaskAdded{TaskNumber{1}, {}, hostile, {}, {}, hostile});
  record.add(at(5), "U1", event::UpdateSent{hostile, {}});
  record.add(at(6), "U1", event::RoleGiven{hostile, UserId{"U2"}, {}});
  record.add(at(7), "U1", event::MessageKept{hostile, {}, {}, {}, hostile});
  record.correct(at(8), "U1", event::EntryEdited{EntryNumber{6}, hostile, hostile + "!"});
  const std::string markdown = record.render();
  std::size_t headings = 0;
  for (std::size_t found = markdown.find("\n#"); found != std::string::npos;
       found = markdown.find("\n#", found + 1)) {
    ++headings;
  }
  CHECK(headings == 18);
  CHECK_FALSE(contains(markdown, "<!channel>"));
  CHECK(contains(line_with(part(record, "Action items"), "| task |"), "x \\| y ↵"));
}

}  // namespace postmortem_teamwork_test
