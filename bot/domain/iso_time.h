#pragma once
// Moments for programs to read: in JSON, CSV and on the HTTP side.

#include "bot/domain/moment.h"

#include <string>

namespace tocsin {

// "2023-11-16T04:05:00Z", with milliseconds where there are some.
std::string print_iso(Moment moment);

}  // namespace tocsin
