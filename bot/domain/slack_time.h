#pragma once
// Slack names a message by its time: "1700000000.000100" is seconds and microseconds.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"

#include <optional>

namespace tocsin {

// Nothing when it is no such name.
std::optional<Moment> moment_of(const MessageTs& ts);

}  // namespace tocsin
