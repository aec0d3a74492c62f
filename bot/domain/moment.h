#pragma once
// One instant, in UTC, to the millisecond: how every time is kept and stored. Local clocks exist
// only where a person types or reads (zone.h, when.h).

#include <chrono>
#include <cstdint>

namespace tocsin {

using Duration = std::chrono::milliseconds;
using Moment = std::chrono::time_point<std::chrono::system_clock, Duration>;

// Stored form: milliseconds since 1970-01-01 UTC.
inline std::int64_t to_stored(Moment moment) { return moment.time_since_epoch().count(); }
inline Moment from_stored(std::int64_t milliseconds) { return Moment{Duration{milliseconds}}; }

}  // namespace tocsin
