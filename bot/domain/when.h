#pragma once
// Reads the WHEN that people type in front of a text ("14:35 EST", "10m ago", "yesterday 23:50")
// and prints moments and durations the way people read them. Pure: `now` and the zone are passed
// in.

#include "bot/domain/moment.h"
#include "bot/domain/reply.h"
#include "bot/domain/result.h"
#include "bot/domain/zone.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

struct WhenContext {
  Moment now;
  Zone zone;  // the typist's own, else the organisation's

  // Set in a backfilled incident (declared `since` an earlier moment): a bare time of day is then
  // its first occurrence at or after `since`, or after the latest entry's day once entries crossed
  // midnight.
  std::optional<Moment> since;
  std::optional<Moment> latest_entry;
};

struct When {
  Moment at;
  Zone zone;                  // the one it was read in
  bool zone_written = false;  // the person wrote it
  std::size_t consumed = 0;   // bytes of the text that belong to it, with separators and blanks; 0
                              // for a range ("14:35-15:10 down"), which the text keeps whole
};

// Nothing when the text does not begin with a WHEN ("500 errors", "10 nodes"). A refusal when it
// does but cannot be ("25:00", "Feb 30 10:00", "14:30 am", unknown zone after a date and clock) .
Result<std::optional<When>, Refusal> take_when(std::string_view text, const WhenContext& context);

// For `by WHEN` of tasks: everything above, and `fri`, `tomorrow`, `2026-12-01`; looks forward. The
// whole text must be the WHEN. A day without a clock is 17:00 of that day.
Result<When, Refusal> read_due(std::string_view text, const WhenContext& context);

// The same for words that may be a due time or not ("by hand"): nothing when they are none.
Result<std::optional<When>, Refusal> find_due(std::string_view text, const WhenContext& context);

// "2023-11-15 14:00 EST". What is printed is read back to the same moment (to the minute, or to the
// second when there are seconds, or to the millisecond).
std::string print_moment(Moment moment, const Zone& zone);
std::string print_date(Moment moment, const Zone& zone);  // "2023-11-15"
std::string print_clock(Moment moment,
                        const Zone& zone);  // "14:00 EST"; seconds when people gave them

// "14:35 EST (19:35 UTC)", just "14:35 UTC" in UTC; with the date when it is not `now`'s day there.
std::string print_both(Moment moment, const Zone& zone, Moment now);

// "1 hour 45 minutes", "2 days 3 hours", "45 seconds", "less than a second". At most the two
// largest units.
std::string print_duration(Duration duration);

}  // namespace tocsin
