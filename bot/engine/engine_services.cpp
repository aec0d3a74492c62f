// What the outside services tell: by their answers, and by themselves.

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
    const auto current = record_.incident(incident);
    const Task* task = current ? find(*current, read->task) : nullptr;
    const bool is_news = task != nullptr && task->issue && task->issue->state != read->state;
    if (is_news) note_it(event::TaskStateRead{read->task, read->state, read->is_done});
  } else if (const auto* shown = std::get_if<fact::StatusShown>(&fact)) {
    note_it(event::StatusShown{shown->status_page, shown->text, shown->url, shown->id});
  } else if (const auto* posted = std::get_if<fact::AlertsPosted>(&fact)) {
    learn_of_alerts(*posted, now);
  }
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
