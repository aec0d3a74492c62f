#include "bot/domain/incident_times.h"

namespace tocsin {

namespace {

void take_earlier(std::optional<Moment>& known, const std::optional<Moment>& at) {
  if (at && (!known || *at < *known)) known = at;
}

}  // namespace

std::optional<IncidentTimes> times_of(const Incident& incident) {
  const bool is_kept_out = incident.is_drill || incident.is_private ||
                           incident.state == State::cancelled || incident.merged_into.value != 0;
  if (is_kept_out) return std::nullopt;
  IncidentTimes times;
  times.incident = incident.number;
  times.happened_at = incident.started_at.value_or(incident.since.value_or(incident.declared_at));
  times.severity = incident.severity;
  times.is_going_on = incident.state != State::resolved && !is_over(incident.state);
  times.started_at = incident.started_at;
  times.detected_at = incident.detected_at;
  times.mitigated_at = incident.mitigated_at;
  times.resolved_at = incident.resolved_at;
  for (const Page& page : incident.pages) {
    take_earlier(times.paged_at, page.opened_at);
    if (page.state == PageState::acknowledged)
      take_earlier(times.acknowledged_at, page.answered_at);
  }
  return times;
}

}  // namespace tocsin
