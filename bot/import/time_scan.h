#pragma once
// The single readers behind written_times.h: each reads one thing at the scanner's place and moves
// past it, or returns nothing and the scanner stays.

#include "bot/domain/when_scan.h"
#include "bot/import/written_times.h"

#include <optional>
#include <string>

namespace tocsin::imports {

std::optional<WrittenDay> scan_written_day(Scanner& scanner);
std::optional<WrittenClock> scan_written_clock(Scanner& scanner);  // without day and zone
std::optional<std::string> scan_written_zone(Scanner& scanner);    // with brackets around it
std::optional<std::chrono::seconds> scan_written_amount(Scanner& scanner);

// "-", "–", "to", "until": what makes two times a span.
bool take_until(Scanner& scanner);

}  // namespace tocsin::imports
