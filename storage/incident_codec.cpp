#include "storage/incident_codec.h"

#include "storage/field_reader.h"
#include "storage/field_writer.h"

namespace tocsin {

// Not here, because they are columns: number, title, severity, state, is_private, is_drill,
// channel, declared_at, last_entry, latest_entry_at.
void list_fields(auto& fields, Is<Incident> auto& incident) {
  fields("zone", incident.zone);
  fields("declarer", incident.declarer);
  fields("lead", incident.lead);
  fields("since", incident.since);
  fields("started_at", incident.started_at);
  fields("detected_at", incident.detected_at);
  fields("mitigated_at", incident.mitigated_at);
  fields("resolved_at", incident.resolved_at);
  fields("closed_at", incident.closed_at);
  fields("end_known", incident.end_known);
  fields("close_asked", incident.close_asked);
  fields("impact", incident.impact);
  fields("summary", incident.summary);
  fields("causes", incident.causes);
  fields("channel_name", incident.channel_name);
  fields("channel_refused", incident.channel_refused);
}

std::string details_to_json(const Incident& incident) { return fields_to_json(incident); }

Result<Incident, std::string> incident_with_details(std::string_view json) {
  return fields_from_json<Incident>(json);
}

}  // namespace tocsin
