#include "bot/writeup/record_view.h"

#include "bot/domain/corrections.h"
#include "bot/domain/timeline.h"
#include "bot/domain/when.h"

#include <variant>

namespace tocsin::writeup {

RecordView::RecordView(const PostmortemSources& sources)
    : sources_(sources),
      standing_(standing_events(sources.events)),
      facts_(gather_facts(sources.incident, standing_)),
      page_(sources_) {
  for (const Event* event : facts_.tasks) {
    added_.emplace(std::get<event::TaskAdded>(event->body).task, event);
  }
}

std::string RecordView::local(Moment moment) const { return print_moment(moment, page_.zone()); }

std::string RecordView::zone_name(Moment moment) const { return page_.zone().name_at(moment); }

std::string RecordView::words(const Event& event) const {
  return page_.unescaped_words(timeline_words(event.body));
}

const Event* RecordView::added(TaskNumber task) const {
  const auto found = added_.find(task);
  return found == added_.end() ? nullptr : found->second;
}

std::string link_of(const Event& event) {
  if (const auto* kept = std::get_if<event::MessageKept>(&event.body)) return kept->link;
  if (const auto* task = std::get_if<event::TaskAdded>(&event.body)) return task->link;
  return "";
}

}  // namespace tocsin::writeup
