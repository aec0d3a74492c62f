#pragma once
// Corrections of entries (edit, move, strike, undo) are events of their own, so the old text and
// time stay in the record. Here they are carried out: what stands after all of them.

#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/incident.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tocsin {

// True for the events that change what another event says.
bool is_correction(const EventBody& body);

// The entry that a correction is about; nothing for other events.
std::optional<EntryNumber> corrected_entry(const EventBody& body);

// The text of an entry that `edit` may correct; null when it has none of its own.
const std::string* editable_text(const EventBody& body);

// The events with edited texts and times, in the order of recording. Struck ones and the
// corrections themselves are left out.
std::vector<Event> standing_events(const std::vector<Event>& events);

std::set<EntryNumber> struck_entries(const std::vector<Event>& events);

// The incident that these events add up to.
Incident fold(IncidentNumber number, const std::vector<Event>& events);

}  // namespace tocsin
