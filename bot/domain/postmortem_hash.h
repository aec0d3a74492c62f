#pragma once
// A number over everything that is recorded of an incident, printed in the write-up: two write-ups
// with the same number were made from the same record, event for event. Not a proof against someone
// who wants to deceive; it finds what was lost or changed by accident.

#include "bot/domain/event.h"
#include "bot/domain/ids.h"

#include <string>
#include <vector>

namespace tocsin {

// 16 hex digits. Printed in documents that people keep: the same record must give the same number
// in every later version, so names and order of what is hashed never change.
std::string hash_of_record(IncidentNumber incident, const std::vector<Event>& events);

}  // namespace tocsin
