#pragma once
// Teams of the configuration as escalate and oncall speak of them: names of the configuration
// become people of the workspace here.

#include "commands/request.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// "@ana", "U0123" and "S0123" of the configuration. Nothing when Slack knows nobody of that name,
// or several, or when they are gone.
std::optional<Called> find_called(const Request& request, std::string_view name);

// The ladder of this team, as it would be climbed from now on.
Plan plan_for(const Request& request, const Team& team);

std::string names_of(const std::vector<Called>& called);    // "@ana, @bo"
std::string listed(const std::vector<std::string>& names);  // "@ana, @bo"

}  // namespace tocsin
