#pragma once
// How people name an incident wherever they type: in Slack, on the command line, in an address. One
// reader, so that all of them take the same.

#include "bot/domain/ids.h"

#include <optional>
#include <string_view>

namespace tocsin {

// "INC-7", "inc-7", "#7", "7"; nothing for any other word.
std::optional<IncidentNumber> read_incident_name(std::string_view word);

// "INC-7" or "#7", which can hardly be meant as anything else; a bare "7" can.
bool is_certain_incident_name(std::string_view word);

}  // namespace tocsin
