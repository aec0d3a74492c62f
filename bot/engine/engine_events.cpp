// The second half of Engine: what happens without anybody typing (answers from Slack, the
// connection, timers).

#include "bot/domain/access.h"
#include "bot/domain/ladder.h"
#include "bot/domain/read_shift.h"
#include "bot/domain/reminders.h"
#include "bot/domain/scenario.h"
#include "bot/domain/similar.h"
#include "bot/domain/when.h"
#include "bot/engine/engine.h"
#include "bot/log.h"
#include "commands/catalog.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_inputs_kept_for = std::chrono::hours(24 * 7);
constexpr Duration k_alerts_kept_for = std::chrono::hours(24 * 30);  // since the last report
constexpr Duration k_tidy_every = std::chrono::hours(1);
constexpr std::size_t k_most_prepared = 300;  // events at once; some 10 ms
constexpr Duration k_between_preparing = std::chrono::milliseconds(100);
constexpr Duration k_prepare_every = std::chrono::hours(1);
constexpr Duration k_people_every = std::chrono::hours(24);
constexpr Duration k_on_call_every = std::chrono::minutes(10);
constexpr Duration k_shortest_gap = 10s;  // less is a reconnect that lost nothing worth a message
constexpr Duration k_note_hearing_every = 10s;
constexpr std::string_view k_heard_until = "heard_until";  // setting, stored

// What could not be delivered, in the words of the person who typed it. Empty: not worth a message.
std::string what_failed(const Settlement::Failure& failure, IncidentNumber incident) {
  struct Words {
    std::string operator()(const delivery::MakeChannel&) const { return ""; }  // told in the thread
    std::string operator()(const delivery::Invite&) const {
      return "not everyone could be invited";
    }
    std::string operator()(const delivery::SetTopic&) const { return "the topic could not be set"; }
    std::string operator()(const delivery::PostCard&) const {
      return "the card could not be posted";
    }
    std::string operator()(const delivery::EditCard&) const { return ""; }  // posted anew
    std::string operator()(const delivery::PostAnnouncement&) const {
      return "the incident could not be announced";
    }
    std::string operator()(const delivery::EditAnnouncement&) const { return ""; }
    std::string operator()(const delivery::PostEntry&) const { return "it could not be posted"; }
    std::string operator()(const delivery::Say&) const { return "a notice could not be posted"; }
    std::string operator()(const delivery::SayUnderAnnouncement&) const { return ""; }
    std::string operator()(const delivery::Tell&) const { return ""; }
    std::string operator()(const delivery::Whisper&) const { return ""; }
    std::string operator()(const delivery::PostWriteup&) const {
      return "the write-up could not be posted";
    }
    std::string operator()(const delivery::AttachWriteup&) const {
      return "the write-up could not be attached as a file";
    }
    std::string operator()(const delivery::EditWriteup&) const {
      return "the posted write-up could not be brought up to date";
    }
    std::string operator()(const delivery::SayUnderWriteup&) const { return ""; }
    std::string operator()(const delivery::ShowCanvas&) const { return ""; }  // the file is there
    std::string operator()(const delivery::PostQuestions&) const { return ""; }
    std::string operator()(const delivery::EditQuestions&) const { return ""; }
    std::string operator()(const delivery::AnnounceWriteup&) const { return ""; }
    std::string operator()(const delivery::AskPerson&) const { return ""; }
    std::string operator()(const delivery::AskChannel&) const {
      return "a question could not be posted";
    }
    std::string operator()(const delivery::ReadMessage&) const {
      return "";  // the one who marked it is told
    }
    std::string operator()(const delivery::ReadMissed&) const { return ""; }  // told in the channel
    std::string operator()(const delivery::PublishHome&) const { return ""; }
    std::string operator()(const delivery::ReadPeople&) const { return ""; }
    std::string operator()(const delivery::ReadPerson&) const { return ""; }
    std::string operator()(const delivery::CallPager&) const { return ""; }  // a fact says it
    std::string operator()(const delivery::AskOnCall&) const { return ""; }
    std::string operator()(const delivery::FileTask& file) const {
      return handle(file.task) + " could not be put into the tracker " + file.tracker;
    }
    std::string operator()(const delivery::ReadTask&) const { return ""; }
    std::string operator()(const delivery::ShowStatus& show) const {
      return "the update is not on the status page " + show.status_page;
    }
    std::string operator()(const delivery::PostAlerts&) const { return ""; }
    std::string operator()(const delivery::EditAlerts&) const { return ""; }
  };
  const std::string words = std::visit(Words{}, failure.delivery);
  if (words.empty()) return "";
  std::string subject = handle(incident);
  if (!failure.entries.empty()) subject += " " + handle(failure.entries.front());
  if (failure.entries.size() > 1) subject += " to " + handle(failure.entries.back());
  if (service_of(failure.delivery).empty())
    return subject + ": " + words + " in Slack. " + failure.why;
  return subject + ": " + words + ". " + failure.why;
}

}  // namespace

void Engine::settle(const Settlement& settlement, Now now) {
  for (const Fact& fact : settlement.facts) {
    if (const auto* message = std::get_if<fact::MessageRead>(&fact)) {
      if (settlement.read) take_message(settlement.incident, *settlement.read, *message, now);
    } else {
      learn(settlement.incident, fact, now);
    }
  }
  if (settlement.has_read_people) note_people_read(now);
  if (settlement.failure) report_failure(settlement.incident, *settlement.failure, now);
  // A refusal too: what waited for that post need not wait any more.
  if (!settlement.facts.empty() || settlement.failure) outbox_.wake(settlement.incident);
}

void Engine::learn(IncidentNumber incident, const Fact& fact, Now now) {
  if (const auto* posted = std::get_if<fact::MessagePosted>(&fact)) {
    store_.put(incident, posted->message);
  } else if (const auto* edited = std::get_if<fact::MessageEdited>(&fact)) {
    // Unless another was posted in its place meanwhile.
    const auto known = store_.messages(incident, edited->message.purpose);
    const bool is_current = std::ranges::any_of(known, [edited](const MessageRef& message) {
      return message.part == edited->message.part && message.ts == edited->message.ts;
    });
    if (is_current) store_.put(incident, edited->message);
  } else if (const auto* gone = std::get_if<fact::MessageGone>(&fact)) {
    store_.forget_message(incident, gone->purpose, gone->part);
    if (gone->purpose == MessagePurpose::card) outbox_.add(incident, delivery::PostCard{}, now);
    if (gone->purpose == MessagePurpose::announcement) {
      outbox_.add(incident, delivery::PostAnnouncement{}, now);
    }
    if (gone->purpose == MessagePurpose::questions) {
      outbox_.add(incident, delivery::PostQuestions{}, now);
    }
  } else if (const auto* created = std::get_if<fact::ChannelCreated>(&fact)) {
    note(incident, event::ChannelMade{created->channel, created->name}, now.wall, UserId{}, now);
  } else if (const auto* refused = std::get_if<fact::ChannelRefused>(&fact)) {
    note(incident, event::ChannelRefused{refused->reason}, now.wall, UserId{}, now);
  } else if (const auto* missed = std::get_if<fact::MissedRead>(&fact)) {
    read_back(incident, *missed, now);
  } else if (const auto* read = std::get_if<fact::PeopleRead>(&fact)) {
    for (const Person& person : read->people) {
      record_.learn(person);
      if (!person.is_gone && !person.is_bot) names_read_.push_back(person.name);
    }
  } else {
    learn_of_service(incident, fact, now);
  }
}

// Once for each incident and reason: an archived channel must not send its lead a message an entry.
void Engine::report_failure(IncidentNumber incident, const Settlement::Failure& failure, Now now) {
  const std::string words = what_failed(failure, incident);
  const auto current = record_.incident(incident);
  if (words.empty() || !current || current->lead.empty()) return;
  if (!reported_.emplace(incident, failure.code).second) return;
  reported_now_.emplace_back(incident, failure.code);
  outbox_.add(incident,
              delivery::Tell{current->lead, RichText(words + " It is safe in the record.")}, now);
}

void Engine::hear(Now now) {
  if (is_connected_) return;  // one connection took over from another
  const std::optional<Moment> heard_until =
      moment_of_stored(store_.setting(k_heard_until).value_or(""));
  is_connected_ = true;
  if (!heard_until || now.wall - *heard_until < k_shortest_gap) return;
  for (const Incident& incident : record_.active_incidents()) {
    if (incident.declared_at >= now.wall) continue;
    const Moment from = std::max(*heard_until, incident.declared_at);
    record(incident.number,
           next_event(incident, event::WasDeaf{from, now.wall}, from, now.wall, UserId{}), now);
    if (has_channel(incident)) {
      outbox_.add(incident.number,
                  delivery::ReadMissed{incident.channel, incident.declared_at, from, now.wall},
                  now);
    }
  }
  store_.put_setting(k_heard_until, std::to_string(to_stored(now.wall)));
}

// While we hear Slack we note it now and then, so that after a crash we know since when we did not.
void Engine::note_hearing(Now now) {
  if (!is_connected_ || is_stopping_) return;
  if (is_watched_ && heard_noted_at_ && now.steady - *heard_noted_at_ < 1s) return;
  store_.put_setting(k_heard_until, std::to_string(to_stored(now.wall)));
  heard_noted_at_ = now.steady;
  is_watched_ = record_.has_active_incidents();
}

// Without active incidents there is nothing in which a gap would be recorded.
std::optional<Duration> Engine::next_note() const {
  if (!is_connected_ || !is_watched_ || !heard_noted_at_) return std::nullopt;
  return *heard_noted_at_ + k_note_hearing_every;
}

void Engine::lose(const input::Lost& lost, Now now) {
  if (!is_connected_) return;
  is_connected_ = false;
  const Moment until = std::min(lost.since.value_or(now.wall), now.wall);
  store_.put_setting(k_heard_until, std::to_string(to_stored(until)));
}

// Said in the incident's channel, where everybody who is in it reads it: private ones are not told
// even to those who know them.
void Engine::look_for_similar(IncidentNumber number, Now now) {
  const auto incident = record_.incident(number);
  if (!incident || is_over(incident->state)) return;
  const auto may_know = [&](IncidentNumber other) {
    const auto past = record_.incident(other);
    return past && !past->is_private && is_example(*past, number);
  };
  std::vector<event::SimilarIncident> similar = similar_incidents(*incident, record_, may_know);
  if (!similar.empty()) {
    note(number, event::SimilarFound{std::move(similar)}, now.wall, UserId{}, now);
  }
}

// Looked at again: it may have been answered, or called earlier because somebody could not.
void Engine::climb(const Timer& timer, Now now) {
  const auto incident = record_.incident(timer.incident);
  const Page* page = incident ? find(*incident, PageNumber{timer.step}) : nullptr;
  if (page == nullptr || page->state != PageState::open || !page->next_at) return;
  if (auto due = due_on_ladder(*page, now.wall)) {
    note(timer.incident, std::move(*due), now.wall, UserId{}, now);
  } else {
    store_.set_timer({timer.incident, timer.kind, timer.step, *page->next_at});
  }
}

void Engine::show_inject(const Timer& timer, Now now) {
  const auto incident = record_.incident(timer.incident);
  if (!incident || is_over(incident->state) || incident->state == State::resolved) return;
  const auto next = next_inject(record_.events_of(timer.incident));
  if (!next) return;
  if (next->due_at <= now.wall) {
    note(timer.incident, next->inject, now.wall, UserId{}, now);
    if (const auto later = next_inject(record_.events_of(timer.incident))) {
      store_.set_timer({timer.incident, timer.kind, timer.step, later->due_at});
    }
  } else {
    store_.set_timer({timer.incident, timer.kind, timer.step, next->due_at});
  }
}

void Engine::fire_timers(Now now) {
  if (!next_timer_ || *next_timer_ > now.wall) return;
  for (const Timer& timer : store_.timers_due(now.wall)) {
    store_.drop_timer(timer.incident, timer.kind, timer.step);
    fire(timer, now);
  }
}

void Engine::fire(const Timer& timer, Now now) {
  switch (timer.kind) {
    case TimerKind::remind_to_close: {
      const auto incident = record_.incident(timer.incident);
      if (!incident || incident->state != State::resolved) return;
      const Zone zone = find_zone(incident->zone).value_or(Zone{});
      RichText text(handle(incident->number) + " is resolved since ");
      text.plain(print_both(incident->resolved_at.value_or(timer.due_at), zone, now.wall));
      text.plain(" and not closed yet. To post its write-up, type ");
      text.code(settings_.commands.command + " " + handle(incident->number) + " close").plain(".");
      outbox_.add(incident->number, delivery::Tell{incident->lead, std::move(text)}, now);
      return;
    }
    case TimerKind::forget_old_inputs:
      store_.forget_inputs_before(now.wall - k_inputs_kept_for);
      store_.forget_alerts_before(now.wall - k_alerts_kept_for);
      store_.set_timer({{}, TimerKind::forget_old_inputs, 0, now.wall + k_tidy_every});
      return;
    case TimerKind::writeup_changed:
      update_writeup(timer.incident, now);
      return;
    case TimerKind::writeup_review:
    case TimerKind::update_due:
    case TimerKind::page_unanswered:
    case TimerKind::task_due: {
      const auto incident = record_.incident(timer.incident);
      if (!incident) return;
      Reminder reminder = reminder_of(timer, *incident, settings_.commands.command, now.wall);
      for (const Delivery& delivery : reminder.deliveries) {
        outbox_.add(timer.incident, delivery, now);
      }
      if (reminder.next) store_.set_timer(*reminder.next);
      return;
    }
    case TimerKind::ladder_step:
      climb(timer, now);
      return;
    case TimerKind::read_tasks:
      read_tasks(timer, now);
      return;
    case TimerKind::drill_inject:
      show_inject(timer, now);
      return;
    case TimerKind::look_for_similar:
      look_for_similar(timer.incident, now);
      return;
    case TimerKind::prepare_search: {
      // Commands are answered between the parts.
      const bool has_more = store_.catch_up_search(k_most_prepared) == k_most_prepared;
      const Moment next = now.wall + (has_more ? k_between_preparing : k_prepare_every);
      store_.set_timer({{}, TimerKind::prepare_search, 0, next});
      return;
    }
    case TimerKind::refresh_people:
      if (timer.step == k_on_call_people) {
        if (!asks_pagers()) return;
        ask_on_call(now);
        store_.set_timer({{}, timer.kind, timer.step, now.wall + k_on_call_every});
      } else {
        outbox_.add({}, delivery::ReadPeople{}, now);
        store_.set_timer({{}, timer.kind, timer.step, now.wall + k_people_every});
      }
      return;
  }
}

}  // namespace tocsin
