#pragma once
// The roles as people type them: the lead, and those of the configuration.

#include "commands/request.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// The lead first.
std::vector<std::string> all_roles(const CommandSettings& settings);

// In any case; nothing when there is no role of that name.
std::optional<std::string> find_role(const CommandSettings& settings, std::string_view word);

Refusal refuse_unknown_role(const Request& request, std::string_view word);

// Nobody has it, or somebody whose account is gone.
bool is_free(const Request& request, std::string_view role);

std::vector<std::string> free_roles(const Request& request);
std::vector<std::string> roles_of(const Incident& incident, const UserId& user);

}  // namespace tocsin
