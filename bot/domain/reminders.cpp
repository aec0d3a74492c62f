#include "bot/domain/reminders.h"

#include "bot/domain/tracking.h"
#include "bot/domain/when.h"
#include "bot/domain/writeup_changes.h"
#include "bot/domain/zone.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_day = 24h;
constexpr Duration k_channel_after_lead = 5min;  // of an update that is due
constexpr Duration k_page_patience = 5min;
constexpr Duration k_writeup_quiet = 20s;    // after a change, until the posted one follows
constexpr Duration k_writeup_latest = 2min;  // after the first change that it does not show
constexpr Duration k_writeup_to_channel = 7 * k_day;  // between two reminders of the channel
constexpr std::int64_t k_lead_step = 0;
constexpr std::int64_t k_owner_step = 0;  // of a write-up
constexpr std::int64_t k_channel_step = 1;

// A task that is due in some days is brought to mind the day before, one for today an hour before.
std::optional<Moment> before_due(Moment due_at, Moment now) {
  for (const Duration ahead : {k_day, Duration(1h)}) {
    if (due_at - now > 2 * ahead) return due_at - ahead;
  }
  return std::nullopt;
}

Timer task_timer(const Incident& incident, const Task& task, Moment now) {
  const Moment due_at = task.due_at.value_or(now);
  Moment next = due_at;
  if (const auto early = before_due(due_at, now)) next = *early;
  if (next <= now) next = now + k_day;
  return {incident.number, TimerKind::task_due, task.number.value, next};
}

Reminder remind_of_task(const Timer& timer, const Incident& incident, Moment now) {
  const Task* task = find(incident, TaskNumber{timer.step});
  if (task == nullptr || task->state != TaskState::open || !task->due_at) return {};
  if (task->kind == TaskKind::task && incident.quiet_until && *incident.quiet_until > now) {
    return {{}, Timer{incident.number, TimerKind::task_due, timer.step, *incident.quiet_until}};
  }
  const bool is_late = *task->due_at <= now;
  RichText text(is_late ? "Still open, and was due " : "Due ");
  text.moment(*task->due_at);
  text.plain(": ").bold(handle(incident.number) + " " + handle(task->number));
  text.plain(" " + task->text);
  const bool is_nobodys = task->owner.empty();
  if (is_nobodys) text.plain(". Nobody owns it; you get this as the incident's lead.");
  Reply reply(std::move(text));
  const std::string line = handle(incident.number) + " task ";
  const std::string number = handle(task->number);
  reply.buttons = {{"Done", line + "done " + number, Button::Style::primary},
                   {"Tomorrow", line + "due " + number + " tomorrow", Button::Style::plain},
                   {"Drop it", line + "drop " + number, Button::Style::plain}};
  Reminder reminder;
  const UserId& whom = is_nobodys ? incident.lead : task->owner;
  if (!whom.empty()) reminder.deliveries.push_back(delivery::AskPerson{whom, std::move(reply)});
  reminder.next = Timer{incident.number, TimerKind::task_due, timer.step,
                        is_late ? now + k_day : *task->due_at};
  return reminder;
}

bool wants_updates(const Incident& incident) {
  return !is_over(incident.state) && incident.state != State::resolved;
}

// The lead first; if nothing came of it, the channel once.
Reminder remind_of_update(const Timer& timer, const Incident& incident, Moment now) {
  if (!wants_updates(incident) || !incident.update_due_at) return {};
  Timer again = timer;
  if (*incident.update_due_at > now) return {};  // there was one since; its own timer is set
  if (incident.quiet_until && *incident.quiet_until > now) {
    again.due_at = *incident.quiet_until;
    return {{}, again};
  }
  RichText text("An update was due ");
  text.moment(*incident.update_due_at);
  text.plain(": ").bold(handle(incident.number)).plain(" " + incident.title);
  Reply reply(std::move(text));
  const std::string line = handle(incident.number) + " ";
  reply.buttons = {{"Write it", line + "update", Button::Style::primary},
                   {"In 15 minutes", line + "quiet 15m", Button::Style::plain},
                   {"No more of these", line + "remind off", Button::Style::plain}};
  if (timer.step == k_lead_step && !incident.lead.empty()) {
    again.step = k_channel_step;
    again.due_at = now + k_channel_after_lead;
    return {{delivery::AskPerson{incident.lead, std::move(reply)}}, again};
  }
  return {{delivery::AskChannel{std::move(reply)}}, std::nullopt};
}

// Said to everybody at once: whoever asked for help has to know that none is coming.
Reminder remind_of_page(const Timer& timer, const Incident& incident, const std::string& command,
                        Moment now) {
  const Page* page = find(incident, PageNumber{timer.step});
  if (page == nullptr || page->state != PageState::open || is_over(incident.state)) return {};
  for (const Page& later : incident.pages) {
    const bool is_again =
        later.number > page->number && later.user == page->user && later.group == page->group;
    if (is_again) return {};  // its own timer is set
  }
  const std::string number = handle(incident.number);
  const std::string target = page->user.empty()
                                 ? "<!subteam^" + page->group + "|" + page->target + ">"
                                 : "<@" + page->user.value + ">";
  RichText text(handle(page->number) + ": " + page->target + " has not answered for " +
                print_duration(now - page->opened_at) + ". Page somebody else: ");
  text.code(command + " " + number + " escalate @USER").plain(".");
  Reply reply(std::move(text));
  reply.buttons = {{"I take it", number + " ack " + handle(page->number), Button::Style::primary},
                   {"Page again", number + " escalate " + target + " again", Button::Style::plain}};
  return {{delivery::AskChannel{std::move(reply)}}, std::nullopt};
}

// The day before and on the day, then every day.
Moment next_writeup_reminder(Moment review_by, Moment now) {
  if (review_by - now > 2 * k_day) return review_by - k_day;
  return review_by > now ? review_by : now + k_day;
}

// Its owner by direct message; the channel a day after it was due, and then once a week. Nobody is
// asked for the write-up of a drill.
Reminder remind_of_writeup(const Timer& timer, const Incident& incident, Moment now) {
  const bool is_waited_for =
      incident.state == State::closed && !incident.is_drill && !incident.is_imported &&
      incident.writeup_state != WriteupState::published && incident.review_by;
  if (!is_waited_for) return {};
  const Moment review_by = *incident.review_by;
  const bool is_owners = timer.step == k_owner_step;
  Timer again = timer;
  // It was put off since.
  const Moment earliest = is_owners ? review_by - k_day : review_by + k_day;
  if (now < earliest) {
    again.due_at = is_owners ? next_writeup_reminder(review_by, now) : earliest;
    return {{}, again};
  }
  RichText text("The write-up of ");
  text.bold(handle(incident.number)).plain(" " + incident.title);
  text.plain(review_by <= now ? " was to be published by " : " is to be published by ");
  text.moment(review_by);
  const bool is_draft = incident.writeup_state == WriteupState::draft;
  text.plain(is_draft ? " and is a draft." : " and is in review.");
  if (!is_owners && !incident.writeup_owner.empty()) {
    text.plain(" It is ").user(incident.writeup_owner).plain("'s.");
  } else if (!is_owners) {
    text.plain(" It is nobody's: whoever takes it types postmortem owner me.");
  }
  Reply reply(std::move(text));
  const std::string line = handle(incident.number) + " postmortem";
  reply.buttons = {
      {"What to improve", line + " lint", Button::Style::plain},
      {is_draft ? "Ready for review" : "Publish it", line + " publish", Button::Style::primary},
      {"Tomorrow", line + " due tomorrow", Button::Style::plain}};
  if (is_owners) {
    again.due_at = next_writeup_reminder(review_by, now);
    if (incident.writeup_owner.empty()) return {{}, again};
    return {{delivery::AskPerson{incident.writeup_owner, std::move(reply)}}, again};
  }
  again.due_at = now + k_writeup_to_channel;
  return {{delivery::AskChannel{std::move(reply)}}, again};
}

class TimersAfter {
 public:
  TimersAfter(const Incident& before, const Incident& after, const Event& event)
      : before_(before), after_(after), event_(event) {}

  std::vector<Timer> take() {
    // Of one that is open again the timer may have passed meanwhile.
    const bool is_open_again = wants_updates(after_) && !wants_updates(before_);
    const bool is_changed = after_.update_due_at != before_.update_due_at;
    if (after_.update_due_at && (is_changed || is_open_again)) {
      timers_.push_back({after_.number, TimerKind::update_due, k_lead_step, *after_.update_due_at});
    }
    for (const Task& task : after_.tasks) {
      if (task.state != TaskState::open || !task.due_at) continue;
      const Task* known = find(before_, task.number);
      if (known != nullptr && known->due_at == task.due_at && known->state == task.state) continue;
      timers_.push_back(task_timer(after_, task, event_.recorded_at));
    }
    add_ladder_timers();
    if (std::holds_alternative<event::DrillPlanned>(event_.body)) {
      timers_.push_back({after_.number, TimerKind::drill_inject, 0, event_.recorded_at});
    }
    const auto* paged = std::get_if<event::Paged>(&event_.body);
    if (paged != nullptr && paged->rungs.empty()) {
      timers_.push_back({after_.number, TimerKind::page_unanswered, paged->page.value,
                         event_.recorded_at + k_page_patience});
    }
    if (std::holds_alternative<event::Declared>(event_.body)) {
      timers_.push_back({after_.number, TimerKind::look_for_similar, 0, event_.recorded_at});
    }
    if (std::holds_alternative<event::WriteupAssigned>(event_.body)) add_writeup_timers();
    add_reading_timer();
    if (outdates_writeup(before_, after_, event_.body)) {
      const Moment now = event_.recorded_at;
      timers_.push_back(
          {after_.number, TimerKind::writeup_changed, k_after_last_change, now + k_writeup_quiet});
      timers_.push_back({after_.number, TimerKind::writeup_changed, k_after_first_change,
                         now + k_writeup_latest});
    }
    return std::move(timers_);
  }

 private:
  // Also when something is taken back that had stopped it.
  void add_ladder_timers() {
    for (const Page& page : after_.pages) {
      if (page.state != PageState::open || !page.next_at) continue;
      const Page* known = find(before_, page.number);
      const bool is_set =
          known != nullptr && known->state == PageState::open && known->next_at == page.next_at;
      if (is_set) continue;
      timers_.push_back({after_.number, TimerKind::ladder_step, page.number.value, *page.next_at});
    }
  }
  // Issues are read back from the moment at which there is one that is open.
  void add_reading_timer() {
    const auto next = next_reading(after_, event_.recorded_at);
    if (!next || next_reading(before_, event_.recorded_at)) return;
    timers_.push_back({after_.number, TimerKind::read_tasks, 0, event_.recorded_at + *next});
  }
  void add_writeup_timers() {
    if (!after_.review_by || after_.is_drill) return;
    const Moment now = event_.recorded_at;
    timers_.push_back({after_.number, TimerKind::writeup_review, k_owner_step,
                       next_writeup_reminder(*after_.review_by, now)});
    timers_.push_back({after_.number, TimerKind::writeup_review, k_channel_step,
                       std::max(*after_.review_by, now) + k_day});
  }

  const Incident& before_;
  const Incident& after_;
  const Event& event_;
  std::vector<Timer> timers_;
};

}  // namespace

std::vector<Timer> timers_after(const Incident& before, const Incident& after, const Event& event) {
  return TimersAfter(before, after, event).take();
}

bool keeps_its_time(const Timer& timer) {
  return timer.kind == TimerKind::writeup_changed && timer.step == k_after_first_change;
}

Reminder reminder_of(const Timer& timer, const Incident& incident, const std::string& command,
                     Moment now) {
  switch (timer.kind) {
    case TimerKind::task_due:
      return remind_of_task(timer, incident, now);
    case TimerKind::update_due:
      return remind_of_update(timer, incident, now);
    case TimerKind::page_unanswered:
      return remind_of_page(timer, incident, command, now);
    case TimerKind::writeup_review:
      return remind_of_writeup(timer, incident, now);
    case TimerKind::writeup_changed:
    case TimerKind::remind_to_close:
    case TimerKind::forget_old_inputs:
    case TimerKind::refresh_people:
    case TimerKind::look_for_similar:
    case TimerKind::prepare_search:
    case TimerKind::ladder_step:
    case TimerKind::drill_inject:
    case TimerKind::read_tasks:
      return {};
  }
  return {};
}

}  // namespace tocsin
