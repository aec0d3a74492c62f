#pragma once
// What may be read from the record: the view that command handlers get. Read-only, on the engine's
// thread, inside the transaction of the command, so it always shows the record as that command
// finds it.

#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/incident.h"
#include "bot/domain/person.h"
#include "bot/domain/writeup.h"

#include <optional>
#include <vector>

namespace tocsin {

class Reader {
 public:
  virtual ~Reader() = default;

  virtual std::optional<Incident> incident(IncidentNumber number) const = 0;
  virtual std::optional<IncidentNumber> incident_of_channel(const ChannelId& channel) const = 0;
  virtual std::vector<Incident> active_incidents() const = 0;  // not over, latest first
  virtual IncidentNumber next_incident_number() const = 0;

  // In the order of recording.
  virtual std::vector<Event> events_of(IncidentNumber number) const = 0;
  virtual std::optional<Event> entry(IncidentNumber number, EntryNumber entry) const = 0;

  virtual std::optional<Person> person(const UserId& user) const = 0;
  virtual std::optional<Writeup> latest_writeup(IncidentNumber number) const = 0;
};

}  // namespace tocsin
