#pragma once
// Moments as programs write and read them: in JSON, CSV and over HTTP, in both directions.

#include "bot/domain/moment.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

// "2023-11-16T04:05:00Z", with milliseconds where there are some.
std::string print_iso(Moment moment);

// "2024-08-10T14:30:00Z", "2024-08-10T14:30:00.123456789+02:00"; nothing for other texts and for
// the year 1, which stands for "not yet".
std::optional<Moment> read_iso(std::string_view text);

}  // namespace tocsin
