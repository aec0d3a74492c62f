#pragma once
// Which percentage of a text is the share of users, customers or requests that were hurt; the ones
// of revenue, processors or error budgets are not.

#include <optional>
#include <string_view>

namespace tocsin::imports {

std::optional<double> affected_percent(std::string_view text);

}  // namespace tocsin::imports
