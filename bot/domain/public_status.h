#pragma once
// What of an incident may stand on a public status page, and in which words. Nothing of a private
// incident or of a drill ever does; of the others only what somebody has looked at and let go:
// the title and the texts of `update`. Pure; used by the verbs, the consequences and the pages'
// destinations.

#include "bot/domain/delivery.h"
#include "bot/domain/event.h"
#include "bot/domain/incident.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

bool may_be_public(const Incident& incident);

// As status pages know states: "investigating", "identified", "monitoring", "resolved".
std::string_view public_state(State state);

// "Identified: We found the cause": what can be read there.
std::string public_words(State state, std::string_view text);

// Null: nobody has let it go there yet. Its `id` is empty until the page has taken it.
const StatusEntry* status_entry(const Incident& incident, std::string_view status_page);

// A short sum over all that would be public, so that a button shows what was looked at and nothing
// else.
std::string preview_sum(const Incident& incident, std::string_view text);

// What status pages shall show because of this event. A page follows by itself once somebody has
// let the incident go there, which is an event StatusShown with an empty id.
std::vector<Delivery> status_consequences(const Incident& before, const Incident& after,
                                          const Event& event);

}  // namespace tocsin
