#pragma once
// The stored form of what an incident's row keeps outside its columns. Used by the store, on the
// engine's thread.

#include "bot/domain/incident.h"
#include "bot/domain/result.h"

#include <string>
#include <string_view>

namespace tocsin {

std::string details_to_json(const Incident& incident);

// An incident with its details; the fields that are columns are left as they are by default.
Result<Incident, std::string> incident_with_details(std::string_view json);

}  // namespace tocsin
