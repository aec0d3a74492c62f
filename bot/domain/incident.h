#pragma once
// An incident as it stands: the fold of its events. Small on purpose (it is kept in memory and
// written with every command); the long lists live in the events. Only apply() changes one.

#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/moment.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {

struct Incident {
  IncidentNumber number;
  std::string title;
  std::optional<Severity> severity;
  State state = State::investigating;
  bool is_private = false;
  bool is_drill = false;
  std::string zone = "UTC";

  UserId declarer;
  UserId lead;

  Moment declared_at;                // when it was typed
  std::optional<Moment> since;       // `declare since`: a backfilled incident
  std::optional<Moment> started_at;  // when the impact began
  std::optional<Moment> detected_at;
  std::optional<Moment> mitigated_at;
  std::optional<Moment> resolved_at;
  std::optional<Moment> closed_at;
  bool end_known = true;
  bool close_asked = false;

  std::string impact;
  std::string summary;
  std::vector<std::string> causes;

  EntryNumber last_entry;
  std::optional<Moment> latest_entry_at;  // the latest happened_at of an entry

  ChannelId channel;  // empty: not made yet, or never will be
  std::string channel_name;
  std::string channel_refused;  // Slack's code; empty: not refused

  bool operator==(const Incident&) const = default;
};

std::string handle(IncidentNumber number);  // "INC-7"
std::string handle(EntryNumber number);     // "E12"

// Total: every event can be applied to every incident.
Incident apply(Incident incident, const Event& event);

// True for what people read as the timeline; such events carry an entry number.
bool is_timeline_entry(const EventBody& body);

// The next event of this incident: gives it its entry number when it is one of the timeline.
Event next_event(const Incident& incident, EventBody body, Moment happened_at, Moment now,
                 const UserId& actor, std::string zone = "");

}  // namespace tocsin
