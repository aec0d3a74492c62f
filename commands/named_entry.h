#pragma once
// What the verbs that correct an entry share (edit, move, strike, undo): which entry is meant and
// how it stands, what depends on it, and what a correction would make of the incident.

#include "commands/catalog.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct NamedEntry {
  std::vector<Event> events;  // all of the incident
  Event recorded;             // as it was recorded
  Event standing;             // with its corrections; also when it is struck
  bool is_struck = false;
  std::string_view rest;  // what followed the handle
};

// The entry whose handle the arguments begin with.
Result<NamedEntry, Refusal> read_named_entry(const Request& request, const Verb& verb);

// The same; refuses one that is struck.
Result<NamedEntry, Refusal> read_counting_entry(const Request& request, const Verb& verb);

// The first later entry that still counts and cannot stand without this one: it names the
// hypothesis, the task, the page or the offer that this one made.
std::optional<Event> first_dependent(const std::vector<Event>& events, const Event& entry);

// An entry that no correction may take away because the incident's course hangs on it, and what to
// type instead: "declare cannot be taken back: cancel REASON ends it". Nothing for the others.
std::optional<RichText> why_it_stays(const Request& request, const Event& entry);

// The incident with one more correction.
Incident with_correction(const Incident& incident, const std::vector<Event>& events,
                         const Event& correction);

// " INC-7 is now investigating." and the like, when a correction moved the state.
std::string state_change(const Incident& before, const Incident& after);

// What every answer to a change of a closed incident ends with; empty for the others.
std::string after_the_end(const Incident& incident, std::string_view what);

// "E12 (log: Rolled back)", shortened.
std::string short_name(const Event& entry);

}  // namespace tocsin
