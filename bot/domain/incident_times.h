#pragma once
// The moments of one incident from which the numbers of many are computed (stats.h): those of the
// write-up's metrics (postmortem_metrics.h), taken from the incident as it stands. Kept beside the
// incident's row by storage, so that a hundred thousand of them are read at once.

#include "bot/domain/ids.h"
#include "bot/domain/incident.h"
#include "bot/domain/moment.h"
#include "bot/domain/state.h"

#include <optional>

namespace tocsin {

struct IncidentTimes {
  IncidentNumber incident;
  Moment happened_at;  // its start, or when it was declared
  std::optional<Severity> severity;
  bool is_going_on = false;  // the impact is not over: a missing end may come
  std::optional<Moment> started_at;
  std::optional<Moment> detected_at;
  std::optional<Moment> mitigated_at;
  std::optional<Moment> resolved_at;
  std::optional<Moment> paged_at;         // the first page
  std::optional<Moment> acknowledged_at;  // the first acknowledgement of any
  bool operator==(const IncidentTimes&) const = default;
};

// Nothing for what is kept out of every number: drills, private and cancelled incidents,
// duplicates.
std::optional<IncidentTimes> times_of(const Incident& incident);

}  // namespace tocsin
