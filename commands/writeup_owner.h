#pragma once
// `postmortem owner` and `postmortem due`: who sees to it that a write-up is published, and until
// when; and what both are when an incident is closed and nobody said so.

#include "commands/catalog.h"

#include <optional>
#include <string_view>

namespace tocsin {

Outcome set_writeup_owner(const Request& request, std::string_view arguments);
Outcome set_writeup_due(const Request& request, std::string_view arguments);

// At the closing: the lead, and so many days as the severity asks for. Nothing for a drill.
std::optional<event::WriteupAssigned> assigned_at_close(const Request& request,
                                                        const Incident& incident);

}  // namespace tocsin
