#include "storage/outside_reader.h"

#include <utility>

namespace tocsin {

bool OutsideReader::shows(const Incident& incident) const {
  return may_see(incident, UserId{}, ChannelId{}, policy_);
}

bool OutsideReader::shows(IncidentNumber number) const {
  const auto found = record_.incident(number);
  return found && shows(*found);
}

std::vector<Incident> OutsideReader::shown(std::vector<Incident> incidents) const {
  std::erase_if(incidents, [this](const Incident& one) { return !shows(one); });
  return incidents;
}

std::optional<Incident> OutsideReader::incident(IncidentNumber number) const {
  auto found = record_.incident(number);
  if (found && !shows(*found)) return std::nullopt;
  return found;
}

std::optional<IncidentNumber> OutsideReader::incident_of_channel(const ChannelId& channel) const {
  const auto found = record_.incident_of_channel(channel);
  if (found && !shows(*found)) return std::nullopt;
  return found;
}

std::vector<Incident> OutsideReader::active_incidents() const {
  return shown(record_.active_incidents());
}

IncidentNumber OutsideReader::next_incident_number() const {
  return record_.next_incident_number();
}

std::vector<Incident> OutsideReader::recent_incidents(std::size_t most) const {
  return shown(record_.recent_incidents(most));
}

std::vector<Incident> OutsideReader::incidents_with_open_tasks() const {
  return shown(record_.incidents_with_open_tasks());
}

std::vector<Event> OutsideReader::events_of(IncidentNumber number) const {
  return shows(number) ? record_.events_of(number) : std::vector<Event>{};
}

std::optional<Event> OutsideReader::entry(IncidentNumber number, EntryNumber entry) const {
  return shows(number) ? record_.entry(number, entry) : std::nullopt;
}

std::optional<EntryNumber> OutsideReader::entry_of_message(IncidentNumber number,
                                                           const ChannelId& channel,
                                                           const MessageTs& ts) const {
  return shows(number) ? record_.entry_of_message(number, channel, ts) : std::nullopt;
}

std::optional<Person> OutsideReader::person(const UserId& user) const {
  return record_.person(user);
}

std::vector<Person> OutsideReader::people_named(std::string_view name) const {
  return record_.people_named(name);
}

std::optional<Writeup> OutsideReader::latest_writeup(IncidentNumber number) const {
  return shows(number) ? record_.latest_writeup(number) : std::nullopt;
}

std::vector<Found> OutsideReader::find(std::string_view words, std::size_t most,
                                       const MayKnow& may_know) const {
  return record_.find(words, most, [&](IncidentNumber number) {
    return shows(number) && (!may_know || may_know(number));
  });
}

std::size_t OutsideReader::not_searched_yet() const { return record_.not_searched_yet(); }

Neighbours OutsideReader::incidents_like(const std::vector<std::string>& words, std::size_t most,
                                         const MayKnow& may_know) const {
  return record_.incidents_like(words, most, [&](IncidentNumber number) {
    return shows(number) && (!may_know || may_know(number));
  });
}

// Private incidents are kept out of every number anyway (times_of).
std::vector<IncidentTimes> OutsideReader::times_since(Moment since) const {
  return record_.times_since(since);
}

// Alerts are of everybody; the incident that they belong to may not be.
std::optional<AlertCard> OutsideReader::alert_card(AlertCardNumber number) const {
  std::optional<AlertCard> card = record_.alert_card(number);
  if (card && card->incident.value > 0 && !shows(card->incident)) card->incident = {};
  return card;
}

}  // namespace tocsin
