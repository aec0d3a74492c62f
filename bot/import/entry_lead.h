#pragma once
// The time at the front of a line: "14:30 UTC: text", "[2024-08-10 14:30] text", "At 10:45 a.m.
// PST, text", "10:00 - 10:15 AM – text", "Detection (2:00 PM): text". Used to tell lines apart and
// to read the timeline.

#include "bot/import/written_times.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin::imports {

struct Lead {
  std::optional<WrittenClock> clock;
  std::optional<WrittenClock> until;  // of a span
  std::optional<WrittenDay> day;      // without a clock
  std::string text;                   // what follows, without the marks between
  bool marked = false;                // ":" or "-" or "]" stood between
};

std::optional<Lead> read_lead(std::string_view line);

// A label with its time in brackets behind it, or a time anywhere in the text: the first one.
std::optional<Lead> read_time_inside(std::string_view line);

}  // namespace tocsin::imports
