// The checker of what the pager was told.

#include "bot/domain/ladder.h"
#include "tests/simulator/checkers.h"

#include <algorithm>

namespace tocsin::simulator {

namespace {

using Ringing = PagerService::Ringing;

bool was_said(const std::vector<Event>& events, PageNumber page) {
  return std::ranges::any_of(events, [&](const Event& event) {
    const auto* refused = std::get_if<event::PagerRefused>(&event.body);
    return refused != nullptr && refused->page == page;
  });
}

void check_page(World& world, const Incident& incident, const Page& page,
                const std::vector<Event>& events, Findings& findings) {
  if (called_pagers(page).empty() || incident.is_drill) return;
  const std::string key = dedup_key(incident.number, page.number);
  const auto alert = world.pager().alerts().find(key);
  if (alert == world.pager().alerts().end()) {
    const bool waits = page.state == PageState::open;
    if (waits && !was_said(events, page.number)) {
      findings.push_back(key + " waits, and neither reached its pager nor was it said");
    }
    return;
  }
  const bool rings = alert->second == Ringing::triggered;
  if (rings && page.state != PageState::open) {
    findings.push_back(key + " is " + std::string(name_of(page.state)) + " and rings on");
  }
  if (is_over(incident.state) && alert->second != Ringing::resolved) {
    findings.push_back(key + " is not resolved in its pager, and its incident is over");
  }
}

// A page that was taken back has left the incident; its pager must not ring on.
void check_taken_back(World& world, const Incident& incident, const std::vector<Event>& events,
                      Findings& findings) {
  for (const Event& event : events) {
    const auto* paged = std::get_if<event::Paged>(&event.body);
    if (paged == nullptr || find(incident, paged->page) != nullptr) continue;
    const std::string key = dedup_key(incident.number, paged->page);
    const auto alert = world.pager().alerts().find(key);
    if (alert != world.pager().alerts().end() && alert->second != Ringing::resolved) {
      findings.push_back(key + " was taken back and rings on");
    }
  }
}

}  // namespace

Findings pagers_are_called_in_time_and_told_of_the_end(World& world) {
  Findings findings;
  for (const std::string& late : world.late_pages()) {
    findings.push_back(late + " left although nobody was to be woken for it any more");
  }
  for (const auto& heard : world.pager().heard()) {
    const auto named = read_dedup_key(heard.key);
    const auto incident = named ? world.store().incident(named->incident) : std::nullopt;
    if (!incident || named->page > incident->last_page) {
      findings.push_back(heard.key + " is no page of anybody");
    }
  }
  for (const IncidentNumber number : world.store().all_incidents()) {
    const std::vector<Event> events = world.store().events_of(number);
    const auto incident = world.store().incident(number);
    for (const Page& page : incident->pages) check_page(world, *incident, page, events, findings);
    check_taken_back(world, *incident, events, findings);
  }
  return findings;
}

}  // namespace tocsin::simulator
