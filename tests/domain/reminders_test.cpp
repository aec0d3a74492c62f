// What happens later by itself: which timers an event sets, and what one says when it fires.

#include "bot/domain/reminders.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace reminders_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_now = from_stored(1'700'000'000'000);
const UserId k_ana{"UANA"};
const UserId k_ben{"UBEN"};

Incident declared() {
  event::Declared first{"Checkout is failing", {}, false, false, {}, "UTC"};
  Incident incident;
  incident.number = IncidentNumber{7};
  return apply(incident, {k_now, k_now, k_ana, EntryNumber{1}, "", first});
}

struct Step {
  Incident before;
  Incident after;
  std::vector<Timer> timers;
};

Step step(const Incident& before, EventBody body, Moment at = k_now) {
  const Event event = next_event(before, std::move(body), at, at, k_ana);
  Incident after = apply(before, event);
  std::vector<Timer> timers = timers_after(before, after, event);
  return {before, std::move(after), std::move(timers)};
}

event::TaskAdded task(std::optional<Moment> due_at, const UserId& owner = k_ben) {
  return {TaskNumber{1}, TaskKind::task, "Look at the logs", owner, due_at, ""};
}

Timer timer(TimerKind kind, std::int64_t number, Moment at) {
  return {IncidentNumber{7}, kind, number, at};
}

std::string words(const Delivery& delivery) {
  if (const auto* ask = std::get_if<delivery::AskPerson>(&delivery)) {
    return ask->user.value + ": " + to_plain(ask->reply.paragraphs.front());
  }
  if (const auto* ask = std::get_if<delivery::AskChannel>(&delivery)) {
    return "channel: " + to_plain(ask->reply.paragraphs.front());
  }
  if (const auto* say = std::get_if<delivery::Say>(&delivery)) return "say: " + to_plain(say->text);
  return "something else";
}

std::string said(const Reminder& reminder) {
  return reminder.deliveries.empty() ? "" : words(reminder.deliveries.front());
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a promised update sets a timer for the lead, and keeping it early makes it harmless") {
  const Step first = step(declared(), event::UpdateSent{"We look", k_now + 30min});
  CHECK(first.timers == std::vector<Timer>{timer(TimerKind::update_due, 0, k_now + 30min)});
  const Step second = step(first.after, event::UpdateSent{"We found it", k_now + 60min});
  CHECK(second.timers.front().due_at == k_now + 60min);
  const Reminder early =
      reminder_of(first.timers.front(), second.after, "/incident", k_now + 30min);
  CHECK(early.deliveries.empty());
  CHECK_FALSE(early.next);
}

TEST_CASE("an update that is due is asked of the lead first, and of the channel once") {
  const Step due = step(declared(), event::UpdateSent{"We look", k_now + 30min});
  const Reminder lead = reminder_of(due.timers.front(), due.after, "/incident", k_now + 30min);
  CHECK(contains(said(lead), "UANA: An update was due"));
  REQUIRE(lead.next);
  CHECK(lead.next->step == 1);
  CHECK(lead.next->due_at == k_now + 35min);
  const Reminder channel = reminder_of(*lead.next, due.after, "/incident", k_now + 35min);
  CHECK(contains(said(channel), "channel: An update was due"));
  CHECK_FALSE(channel.next);
}

TEST_CASE("without a lead the channel is asked at once") {
  Step due = step(declared(), event::UpdateSent{"We look", k_now + 30min});
  due.after.lead = UserId{};
  CHECK(contains(said(reminder_of(due.timers.front(), due.after, "/incident", k_now + 30min)),
                 "channel: "));
}

TEST_CASE("heads down holds the reminder back until it is over") {
  const Step due = step(declared(), event::UpdateSent{"We look", k_now + 30min});
  const Step quiet = step(due.after, event::QuietSet{k_now + 45min});
  const Reminder held = reminder_of(due.timers.front(), quiet.after, "/incident", k_now + 30min);
  CHECK(held.deliveries.empty());
  REQUIRE(held.next);
  CHECK(held.next->due_at == k_now + 45min);
}

TEST_CASE("what is open again is reminded of its updates again") {
  const Step due = step(declared(), event::UpdateSent{"We look", k_now + 30min});
  const Step over = step(due.after, event::StateMoved{{}, State::resolved, ""});
  CHECK(over.timers.empty());
  const Step again =
      step(over.after, event::StateMoved{State::resolved, State::investigating, ""}, k_now + 40min);
  REQUIRE(again.timers.size() == 1);
  CHECK(again.timers.front() == timer(TimerKind::update_due, 0, k_now + 30min));
  const Reminder late = reminder_of(again.timers.front(), again.after, "/incident", k_now + 40min);
  CHECK_FALSE(late.deliveries.empty());
}

TEST_CASE("nobody is reminded of updates of an incident that is resolved or over") {
  const Step due = step(declared(), event::UpdateSent{"We look", k_now + 30min});
  for (const EventBody& end :
       {EventBody(event::StateMoved{{}, State::resolved, ""}), EventBody(event::Closed{"", false}),
        EventBody(event::Cancelled{"no"})}) {
    const Incident after = step(due.after, end).after;
    const Reminder none = reminder_of(due.timers.front(), after, "/incident", k_now + 30min);
    CHECK(none.deliveries.empty());
    CHECK_FALSE(none.next);
  }
}

TEST_CASE("a task is brought to mind before it is due, when it is due, and daily after") {
  struct Case {
    Duration due_in;
    Duration first;
  };
  for (const Case& one : {Case{72h, 48h}, Case{5h, 4h}, Case{90min, 90min}}) {
    const Step added = step(declared(), task(k_now + one.due_in));
    REQUIRE(added.timers.size() == 1);
    CHECK(added.timers.front() == timer(TimerKind::task_due, 1, k_now + one.first));
  }
  const Step added = step(declared(), task(k_now + 72h));
  const Reminder early = reminder_of(added.timers.front(), added.after, "/incident", k_now + 48h);
  CHECK(contains(said(early), "UBEN: Due "));
  CHECK(early.next->due_at == k_now + 72h);
  const Reminder late = reminder_of(*early.next, added.after, "/incident", k_now + 72h);
  CHECK(contains(said(late), "UBEN: Still open, and was due "));
  CHECK(late.next->due_at == k_now + 96h);
}

TEST_CASE("a task that is done, dropped or without a date reminds nobody") {
  const Step added = step(declared(), task(k_now + 5h));
  for (const EventBody& end : {EventBody(event::TaskMoved{TaskNumber{1}, TaskState::done, ""}),
                               EventBody(event::TaskMoved{TaskNumber{1}, TaskState::dropped, ""}),
                               EventBody(event::TaskDueSet{TaskNumber{1}, std::nullopt})}) {
    const Incident after = step(added.after, end).after;
    CHECK(reminder_of(added.timers.front(), after, "/incident", k_now + 5h).deliveries.empty());
  }
  CHECK(step(declared(), task(std::nullopt)).timers.empty());
}

TEST_CASE("a task that is opened again or gets another date is reminded of again") {
  const Step added = step(declared(), task(k_now + 5h));
  const Step done = step(added.after, event::TaskMoved{TaskNumber{1}, TaskState::done, ""});
  CHECK(done.timers.empty());
  CHECK(step(done.after, event::TaskMoved{TaskNumber{1}, TaskState::open, ""}).timers.size() == 1);
  const Step later = step(added.after, event::TaskDueSet{TaskNumber{1}, k_now + 72h});
  CHECK(later.timers == std::vector<Timer>{timer(TimerKind::task_due, 1, k_now + 48h)});
}

TEST_CASE("a task of nobody is the lead's to remember") {
  const Step added = step(declared(), task(k_now + 5h, UserId{}));
  const Reminder reminder = reminder_of(added.timers.front(), added.after, "/incident", k_now + 5h);
  CHECK(contains(said(reminder), "UANA: "));
  CHECK(contains(said(reminder), "Nobody owns it"));
}

TEST_CASE("follow-ups are reminded of after the incident is closed") {
  const Step added = step(declared(), task(k_now + 72h));
  const Step closed = step(added.after, event::Closed{"", false});
  CHECK(contains(said(reminder_of(added.timers.front(), closed.after, "/incident", k_now + 72h)),
                 "UBEN: Still open"));
}

TEST_CASE("a page that nobody answers is said in the channel once, and an answered one is not") {
  const Step paged = step(declared(), event::Paged{PageNumber{1}, "@ben", k_ben, "", "why"});
  REQUIRE(paged.timers.size() == 1);
  CHECK(paged.timers.front() == timer(TimerKind::page_unanswered, 1, k_now + 5min));
  const Reminder unanswered =
      reminder_of(paged.timers.front(), paged.after, "/outage", k_now + 5min);
  CHECK(contains(said(unanswered), "channel: P1: @ben has not answered for 5 minutes"));
  CHECK(contains(said(unanswered), "/outage INC-7 escalate @USER"));
  CHECK_FALSE(unanswered.next);
  const Incident answered = step(paged.after, event::PageAcknowledged{PageNumber{1}}).after;
  CHECK(said(reminder_of(paged.timers.front(), answered, "/incident", k_now + 5min)).empty());
  const Incident closed = step(paged.after, event::Closed{"", false}).after;
  CHECK(said(reminder_of(paged.timers.front(), closed, "/incident", k_now + 5min)).empty());
}

TEST_CASE("a timer of something that is not there any more says nothing") {
  for (const TimerKind kind :
       {TimerKind::task_due, TimerKind::page_unanswered, TimerKind::update_due}) {
    const Reminder none = reminder_of(timer(kind, 9, k_now), declared(), "/incident", k_now);
    CHECK(none.deliveries.empty());
    CHECK_FALSE(none.next);
  }
}

namespace {

constexpr Duration k_one_day = 24h;

Incident closed_with_writeup(Moment review_by, const UserId& owner = k_ben) {
  Incident incident = declared();
  incident = step(incident, event::WriteupAssigned{owner, review_by}).after;
  return step(incident, event::Closed{}).after;
}

std::string said_at(const Incident& incident, std::int64_t who, Moment now) {
  return said(reminder_of(timer(TimerKind::writeup_review, who, now), incident, "/incident", now));
}

Moment next_at(const Incident& incident, std::int64_t who, Moment now) {
  const auto next =
      reminder_of(timer(TimerKind::writeup_review, who, now), incident, "/incident", now).next;
  return next ? next->due_at : Moment{};
}

}  // namespace

TEST_CASE("a write-up's owner is reminded before it is due, then daily, the channel a day later") {
  const Moment due = k_now + 5 * k_one_day;
  const Step assigned = step(declared(), event::WriteupAssigned{k_ben, due});
  CHECK(assigned.timers ==
        std::vector<Timer>{timer(TimerKind::writeup_review, 0, due - k_one_day),
                           timer(TimerKind::writeup_review, 1, due + k_one_day)});
  const Incident incident = closed_with_writeup(due);
  CHECK(said_at(incident, 0, due - k_one_day).starts_with("UBEN: The write-up of INC-7"));
  CHECK(said_at(incident, 0, due - k_one_day).find("is to be published by") != std::string::npos);
  CHECK(next_at(incident, 0, due - k_one_day) == due);
  CHECK(said_at(incident, 0, due).find("was to be published by") != std::string::npos);
  CHECK(next_at(incident, 0, due) == due + k_one_day);
  CHECK(said_at(incident, 1, due).empty());  // not yet
  CHECK(next_at(incident, 1, due) == due + k_one_day);
  CHECK(said_at(incident, 1, due + k_one_day).starts_with("channel: The write-up of INC-7"));
  CHECK(said_at(incident, 1, due + k_one_day).find("It is @UBEN's.") != std::string::npos);
  CHECK(next_at(incident, 1, due + k_one_day) == due + 8 * k_one_day);
}

TEST_CASE("a write-up that was put off, published, reopened or is a drill's reminds nobody") {
  const Moment due = k_now + 2 * k_one_day;
  Incident incident = closed_with_writeup(due);
  const Incident put_off = step(incident, event::WriteupAssigned{k_ben, due + 5 * k_one_day}).after;
  CHECK(said_at(put_off, 0, due).empty());
  CHECK(next_at(put_off, 0, due) == due + 4 * k_one_day);
  const Incident published = step(incident, event::WriteupMoved{WriteupState::published}).after;
  const Incident reopened = step(incident, event::Reopened{}).after;
  Incident drill = incident;
  drill.is_drill = true;
  for (const Incident& silent : {published, reopened, drill}) {
    CHECK(said_at(silent, 0, due + k_one_day).empty());
    CHECK(said_at(silent, 1, due + k_one_day).empty());
    CHECK(next_at(silent, 0, due + k_one_day) == Moment{});
  }
  const Incident reviewed = step(incident, event::WriteupMoved{WriteupState::in_review}).after;
  CHECK(said_at(reviewed, 0, due).find("is in review") != std::string::npos);
}

TEST_CASE("a write-up of nobody is the channel's to take") {
  const Moment due = k_now + 3 * k_one_day;
  const Incident incident = closed_with_writeup(due, UserId{});
  CHECK(said_at(incident, 0, due).empty());
  CHECK(said_at(incident, 1, due + k_one_day).find("postmortem owner me") != std::string::npos);
}

TEST_CASE("each change after the closing moves the time at which the posted write-up follows") {
  const Incident incident = closed_with_writeup(k_now + 3 * k_one_day);
  const auto set_to = [](const Step& after, std::int64_t step) {
    for (const Timer& one : after.timers) {
      if (one.kind == TimerKind::writeup_changed && one.step == step) return one.due_at;
    }
    return Moment{};
  };
  const auto changed = [&](const Step& after) { return set_to(after, k_after_last_change); };
  // But not for ever: the first change sets a time that the others leave alone.
  const Step first = step(incident, event::Logged{"x"}, k_now + 5s);
  CHECK(set_to(first, k_after_first_change) == k_now + 125s);
  for (const Timer& one : first.timers) {
    CHECK(keeps_its_time(one) == (one.step == k_after_first_change));
  }
  CHECK(changed(step(incident, event::Logged{"x"}, k_now + 5s)) == k_now + 25s);
  CHECK(changed(step(incident, event::SectionWritten{}, k_now + 6s)) == k_now + 26s);
  CHECK(changed(step(incident, event::SubscriptionChanged{}, k_now)) == Moment{});
  CHECK(changed(step(declared(), event::Logged{"x"}, k_now)) == Moment{});
}

}  // namespace reminders_test
