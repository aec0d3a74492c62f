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

// The last second of the year 9999, counted from 1970: no time from outside is later.
inline constexpr std::int64_t k_latest_second = 253'402'300'799;

}  // namespace tocsin
