// What the outside services tell: by their answers, and by themselves.

#include "bot/domain/known_groups.h"
#include "bot/domain/known_names.h"
#include "bot/domain/ladder.h"
#include "bot/domain/page_consequences.h"
#include "bot/domain/read_shift.h"
#include "bot/domain/tracking.h"
#include "bot/engine/engine.h"
#include "bot/log.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

// Settings, stored: "read_shift:payments" for each schedule that a pager knows; when Slack's list
// of members was read last.
constexpr std::string_view k_read_shift = "read_shift:";
constexpr std::string_view k_people_read_at = "people_read_at";
// Setting, stored: Slack's user groups, with when they were read.
constexpr std::string_view k_user_groups = "user_groups";
// Setting, stored for `tocsin doctor`: a line about each name that Slack does not know.
constexpr std::string_view k_unknown_names = "unknown_names";

}  // namespace

void Engine::learn_of_service(IncidentNumber incident, const Fact& fact, Now now) {
  const auto note_it = [&](EventBody body) {
    note(incident, std::move(body), now.wall, UserId{}, now);
  };
  if (const auto* refused = std::get_if<fact::PagerRefused>(&fact)) {
    refused_by_pager(incident, *refused, now);
  } else if (const auto* shift = std::get_if<fact::OnCallRead>(&fact)) {
    learn_on_call(*shift, now);
  } else if (const auto* filed = std::get_if<fact::TaskFiled>(&fact)) {
    note_it(event::TaskFiled{filed->task, filed->tracker, filed->id, filed->key, filed->url});
  } else if (const auto* read = std::get_if<fact::TaskStateRead>(&fact)) {
    learn_state(incident, *read, now);
  } else if (const auto* shown = std::get_if<fact::StatusShown>(&fact)) {
    note_it(event::StatusShown{shown->status_page, shown->text, shown->url, shown->id});
  } else if (const auto* posted = std::get_if<fact::AlertsPosted>(&fact)) {
    learn_of_alerts(*posted, now);
  } else if (const auto* groups = std::get_if<fact::GroupsRead>(&fact)) {
    settings_.commands.roster.groups = KnownGroups{groups->groups, now.wall};
    store_.put_setting(k_user_groups, to_stored_text(*settings_.commands.roster.groups));
  }
}

void Engine::learn_state(IncidentNumber incident, const fact::TaskStateRead& read, Now now) {
  const auto current = record_.incident(incident);
  const Task* task = current ? find(*current, read.task) : nullptr;
  if (task == nullptr || !task->issue) return;
  settings_.commands.trackers_read_at[task->issue->tracker] = now.wall;
  // Only news: what people decide here afterwards stands.
  if (task->issue->state == read.state) return;
  const bool is_dropped = read.is_dropped && task->state == TaskState::open;
  note(incident, event::TaskStateRead{read.task, read.state, read.is_done}, now.wall, UserId{},
       now);
  if (!is_dropped) return;
  note(incident,
       event::TaskMoved{read.task, TaskState::dropped, "It will not be done: " + read.state},
       now.wall, UserId{}, now);
}

// While a tracker does not answer, its questions do not pile up.
void Engine::read_tasks(const Timer& timer, Now now) {
  const auto incident = record_.incident(timer.incident);
  if (!incident) return;
  const std::vector<OutboxRow> rows = store_.unsettled_rows();
  const bool is_waiting = std::ranges::any_of(rows, [&](const OutboxRow& row) {
    return row.incident == timer.incident &&
           std::holds_alternative<delivery::ReadTask>(row.delivery);
  });
  if (!is_waiting) {
    for (const Delivery& reading : readings_of(*incident)) {
      outbox_.add(timer.incident, reading, now);
    }
  }
  const auto next = next_reading(*incident, now.wall);
  if (next) store_.set_timer({timer.incident, timer.kind, timer.step, now.wall + *next});
}

// Said once for each call: what does not get through and is refused for good later is old news.
void Engine::refused_by_pager(IncidentNumber number, const fact::PagerRefused& refused, Now now) {
  const PagerNames known = refused_pagers(record_.events_of(number), refused.page);
  if (std::ranges::find(known, refused.pager) != known.end()) return;
  const auto incident = record_.incident(number);
  const Page* page = incident ? find(*incident, refused.page) : nullptr;
  if (page == nullptr || page->state != PageState::open) return;
  note(number, event::PagerRefused{refused.page, refused.pager, refused.why}, now.wall, UserId{},
       now);
  auto due = due_after_refusal(*page, refused_pagers(record_.events_of(number), refused.page));
  if (due) note(number, std::move(*due), now.wall, UserId{}, now);
}

// Only a page that waits can be answered, whatever the order in which things arrive; but who had
// acknowledged it before it was ended has acknowledged it, also if that is heard later. As with a
// typed answer, the other pages of its target are answered, too; the pager has to be told of those.
void Engine::answer_in_pager(const input::PagerAnswered& answered, Now now) {
  if (was_handled(answered.key, "")) return;
  remember(answered.key, "", Reply(), now);
  const auto named = read_dedup_key(answered.dedup_key);
  const auto incident = named ? record_.incident(named->incident) : std::nullopt;
  const Page* page = incident ? find(*incident, named->page) : nullptr;
  if (page == nullptr) return;
  const bool is_overtaken = !answered.is_end && page->state == PageState::stopped &&
                            page->answered_at && answered.at < *page->answered_at;
  if (page->state != PageState::open && !is_overtaken) return;
  const std::string by = answered.by.empty() ? "somebody" : answered.by;
  const auto answer = [&](const Page& one, const std::string& pager) {
    // Their clock may differ from ours: nobody answers before they were called, or in the future.
    const Moment at = std::clamp(answered.at, one.opened_at, std::max(one.opened_at, now.wall));
    EventBody body = event::PageAcknowledged{one.number, pager, by};
    if (answered.is_end) body = event::PageEnded{one.number, pager, by};
    note(named->incident, std::move(body), at, UserId{}, now);
  };
  answer(*page, answered.pager);
  if (!answered.is_end) {
    const auto back = told_back(*incident, page->number, answered.pager,
                                record_.events_of(named->incident), settings_.audience.pagers);
    if (back) outbox_.add(named->incident, *back, now);
  }
  for (const Page& other : incident->pages) {
    const bool is_another = other.state == PageState::open && other.number != page->number;
    if (is_another && have_same_target(other, *page)) answer(other, "");
  }
}

// ---- who is on call elsewhere

bool Engine::asks_pagers() const {
  return std::ranges::any_of(settings_.commands.roster.schedules,
                             [](const auto& one) { return !one.second.pager.empty(); });
}

void Engine::ask_on_call(Now now) {
  for (const auto& [name, schedule] : settings_.commands.roster.schedules) {
    if (schedule.pager.empty()) continue;
    outbox_.add({}, delivery::AskOnCall{schedule.pager, schedule.pager_schedule}, now);
  }
}

void Engine::learn_on_call(const fact::OnCallRead& read, Now now) {
  ReadShift shift;
  for (const fact::OnCallPerson& person : read.people) {
    shift.people.push_back({person.name, person.mail, person.phone});
  }
  shift.until = read.until;
  shift.read_at = now.wall;
  Roster& roster = settings_.commands.roster;
  for (const auto& [name, schedule] : roster.schedules) {
    if (schedule.pager != read.pager || schedule.pager_schedule != read.schedule) continue;
    store_.put_setting(std::string(k_read_shift) + name, to_stored_text(shift));
    roster.read_shifts[name] = shift;
  }
}

void Engine::note_people_read(Now now) {
  store_.put_setting(k_people_read_at, std::to_string(to_stored(now.wall)));
  Roster& roster = settings_.commands.roster;
  roster.people_read_at = now.wall;
  roster.member_names = std::move(names_read_);
  names_read_.clear();
  std::ranges::sort(roster.member_names);
  const auto twice = std::ranges::unique(roster.member_names);
  roster.member_names.erase(twice.begin(), twice.end());
  look_up_configured_names();
}

// Names are resolved when a team is paged; a wrong one is told long before that.
void Engine::look_up_configured_names() {
  const Roster& roster = settings_.commands.roster;
  std::string unknown;
  for (const std::string& name : people_named_in(roster)) {
    const bool is_shown_name = name.starts_with('@');
    const std::size_t count = is_shown_name ? record_.people_named(name.substr(1)).size()
                                            : (record_.person(UserId{name}) ? 1 : 0);
    const bool is_group =
        count == 0 && roster.groups && find_group(*roster.groups, name) != nullptr;
    if (count == 1 || is_group) continue;
    const std::string sentence =
        count > 1 ? name + ": several members are called so. Write the member ID instead."
                  : sentence_about_unknown(name, roster.member_names);
    log_warn("the configuration names {}", sentence);
    unknown += sentence + "\n";
  }
  for (const std::string& id : groups_named_in(roster)) {
    if (!roster.groups || find_group(*roster.groups, id) != nullptr) continue;
    const std::string sentence = sentence_about_unknown_group(id, *roster.groups);
    log_warn("the configuration names {}", sentence);
    unknown += sentence + "\n";
  }
  if (store_.setting(k_unknown_names).value_or("") != unknown) {
    store_.put_setting(k_unknown_names, unknown);
  }
}

// At start, and when what is in memory is not to be trusted.
void Engine::load_read_shifts() {
  Roster& roster = settings_.commands.roster;
  roster.read_shifts.clear();
  for (const auto& [name, schedule] : roster.schedules) {
    if (schedule.pager.empty()) continue;
    const auto stored = store_.setting(std::string(k_read_shift) + name);
    if (auto shift = stored ? read_shift_of(*stored) : std::nullopt) {
      roster.read_shifts[name] = std::move(*shift);
    }
  }
  roster.groups = known_groups_of(store_.setting(k_user_groups).value_or(""));
  roster.people_read_at = moment_of_stored(store_.setting(k_people_read_at).value_or(""));
}

}  // namespace tocsin
