// What the outside services tell: by their answers, and by themselves.

#include "bot/domain/tracking.h"
#include "bot/engine/engine.h"

#include <algorithm>
#include <utility>

namespace tocsin {

void Engine::learn_of_service(IncidentNumber incident, const Fact& fact, Now now) {
  const auto note_it = [&](EventBody body) {
    note(incident, std::move(body), now.wall, UserId{}, now);
  };
  if (const auto* refused = std::get_if<fact::PagerRefused>(&fact)) {
    note_it(event::PagerRefused{refused->page, refused->pager, refused->why});
  } else if (const auto* filed = std::get_if<fact::TaskFiled>(&fact)) {
    note_it(event::TaskFiled{filed->task, filed->tracker, filed->id, filed->key, filed->url});
  } else if (const auto* read = std::get_if<fact::TaskStateRead>(&fact)) {
    learn_state(incident, *read, now);
  } else if (const auto* shown = std::get_if<fact::StatusShown>(&fact)) {
    note_it(event::StatusShown{shown->status_page, shown->text, shown->url, shown->id});
  } else if (const auto* posted = std::get_if<fact::AlertsPosted>(&fact)) {
    learn_of_alerts(*posted, now);
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

// Only a page that waits can be answered, whatever the order in which things arrive.
void Engine::answer_in_pager(const input::PagerAnswered& answered, Now now) {
  if (was_handled(answered.key, "")) return;
  remember(answered.key, "", Reply(), now);
  const auto named = read_dedup_key(answered.dedup_key);
  const auto current = named ? record_.incident(named->incident) : std::nullopt;
  const Page* page = current ? find(*current, named->page) : nullptr;
  if (page == nullptr || page->state != PageState::open) return;
  // Their clock may differ from ours: nobody answers before they were called, or in the future.
  const Moment at = std::clamp(answered.at, page->opened_at, std::max(page->opened_at, now.wall));
  note(named->incident, event::PageAcknowledged{named->page, answered.pager, answered.by}, at,
       UserId{}, now);
}

}  // namespace tocsin
