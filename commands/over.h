#pragma once
// What the verbs say that have nothing to do any more once an incident is over.

#include "commands/request.h"

#include <optional>
#include <string_view>

namespace tocsin {

// Why the incident takes no such command any more: "INC-7 is closed, so no update was sent. …".
// Nothing while it is under way.
std::optional<Refusal> refusal_when_over(const Request& request, std::string_view what_was_not);

}  // namespace tocsin
