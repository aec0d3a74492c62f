#pragma once
// Names that the configuration and people write, against those that Slack knows: a wrong one is
// told while there is time to correct it, with the nearest right ones.

#include "bot/domain/team.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

inline constexpr std::size_t k_most_names = 3;  // that may have been meant

// "@ana" and "U0123" wherever teams, schedules and telephones name them, once each, in order.
std::vector<std::string> people_named_in(const Roster& roster);

// "S0123" wherever teams name user groups, once each, in order.
std::vector<std::string> groups_named_in(const Roster& roster);

// Those that may have been meant, the nearest first, at most three: "@ana". Of `known` as Slack
// shows them, without the '@'.
std::vector<std::string> nearest_names(std::string_view word,
                                       const std::vector<std::string>& known);

// "@anna: Slack knows nobody of that name. Did you mean @ana?"
std::string sentence_about_unknown(const std::string& name, const std::vector<std::string>& known);

}  // namespace tocsin
