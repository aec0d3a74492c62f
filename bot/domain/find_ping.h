#pragma once
// The words of the configuration and of the record for whom a message calls.

#include "bot/domain/rich_text.h"

#include <optional>
#include <string_view>

namespace tocsin {

// "nobody", "here", "channel"; nothing for other words.
std::optional<Ping> find_ping(std::string_view word);

}  // namespace tocsin
