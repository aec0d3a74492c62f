#pragma once
// What is different between two revisions of a write-up, as a short text for its thread: by
// section, the old line and the new one, and by whom. Pure; deterministic.

#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/incident.h"
#include "bot/domain/rich_text.h"

#include <string_view>
#include <vector>

namespace tocsin {

// Empty when nothing that people read is different: "Open questions" and "Record" follow from the
// rest and are left out.
RichText writeup_changes(std::string_view before, std::string_view after,
                         const std::vector<UserId>& by);

// Whether this event makes a write-up of a closed incident old, so that the posted one has to
// follow.
bool outdates_writeup(const Incident& before, const Incident& after, const EventBody& body);

}  // namespace tocsin
