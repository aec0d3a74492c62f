// The moments of incidents, beside their rows.

#include "storage/connection.h"
#include "storage/sqlite_store.h"

#include <optional>
#include <string_view>

namespace tocsin {

constexpr const char* k_forget_times = R"sql(
  DELETE FROM incident_times WHERE incident = ?1
)sql";

constexpr const char* k_put_times = R"sql(
  INSERT OR REPLACE INTO incident_times (incident, happened_at, severity, is_going_on, started_at,
                                         detected_at, mitigated_at, resolved_at, paged_at,
                                         acknowledged_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
)sql";

void SqliteStore::put_times(const Incident& incident) {
  const std::optional<IncidentTimes> times = times_of(incident);
  if (!times) {
    connection_->execute(k_forget_times, incident.number);
    return;
  }
  std::optional<std::string_view> severity;
  if (times->severity) severity = name_of(*times->severity);
  connection_->execute(k_put_times, times->incident, times->happened_at, severity,
                       times->is_going_on, times->started_at, times->detected_at,
                       times->mitigated_at, times->resolved_at, times->paged_at,
                       times->acknowledged_at);
}

constexpr const char* k_times_since = R"sql(
  SELECT incident, happened_at, severity, is_going_on, started_at, detected_at, mitigated_at,
         resolved_at, paged_at, acknowledged_at
  FROM incident_times WHERE happened_at >= ?1
)sql";

std::vector<IncidentTimes> SqliteStore::times_since(Moment since) const {
  std::vector<IncidentTimes> all;
  Query rows = connection_->select(k_times_since, since);
  while (rows.next()) {
    IncidentTimes& times = all.emplace_back();
    times.incident = IncidentNumber{rows.integer(0)};
    times.happened_at = rows.moment(1);
    if (!rows.is_null(2)) times.severity = find_severity(rows.view(2));
    times.is_going_on = rows.flag(3);
    times.started_at = rows.maybe_moment(4);
    times.detected_at = rows.maybe_moment(5);
    times.mitigated_at = rows.maybe_moment(6);
    times.resolved_at = rows.maybe_moment(7);
    times.paged_at = rows.maybe_moment(8);
    times.acknowledged_at = rows.maybe_moment(9);
  }
  return all;
}

}  // namespace tocsin
