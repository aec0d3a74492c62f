#include "bot/domain/when.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "bot/domain/when_scan.h"
#include "bot/domain/zone_names.h"

namespace tocsin {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;

// The clock of a person may run ahead of ours: a time within the next minute is now, not the same
// time of yesterday.
constexpr Duration k_skew = minutes{1};

// A WHEN as it stands in the text. Exactly one of `back` and `clock` is there.
struct Written {
  std::optional<Duration> back;  // "10m ago"; zero for "now"
  std::optional<WrittenDate> date;
  std::optional<days> days_from_today;  // "yesterday"
  std::optional<Duration> clock;
  std::optional<Zone> zone;
  std::size_t consumed = 0;
};

using Scanned = Result<std::optional<Written>, Refusal>;

local_days day_of(Moment moment, const Zone& zone) {
  return std::chrono::floor<days>(zone.local_at(moment));
}

// ---- Reading the words

// "now", "-10m", "10m ago", "half an hour ago".
Scanned scan_relative(Scanner scanner) {
  const Scanner begin = scanner;
  Written written;
  if (scanner.take_word("now")) {
    written.back = Duration{0};
  } else {
    const bool minus = scanner.take_dash();
    written.back = scan_amount(scanner, minus ? Units::tight : Units::any);
    if (!written.back) return std::nullopt;
    Scanner ahead = scanner;
    ahead.skip_blanks();
    if (ahead.take_word("ago")) {
      scanner = ahead;
    } else if (!minus) {
      return std::nullopt;
    }
  }
  const std::string_view as_written = scanner.since(begin);
  if (!take_separator(scanner)) return std::nullopt;
  if (*written.back > days{3653}) {
    return failure(Refusal(
        fmt::format("“{}” is more than ten years back. Type the date and the time as 2024-08-10 "
                    "14:35, then the text.",
                    as_written)));
  }
  written.consumed = scanner.at();
  return written;
}

// The day in front of the clock, if there is one.
void scan_day(Scanner& scanner, Written& written) {
  if (scanner.take_word("today")) {
    written.days_from_today = days{0};
  } else if (scanner.take_word("yesterday")) {
    written.days_from_today = days{-1};
  } else {
    written.date = scan_date(scanner);
  }
}

// Between a day and its clock: "2024-08-10T14:30", "Aug 10, 14:30", "yesterday at 23:50".
bool take_day_joint(Scanner& scanner, bool& iso) {
  const char next = scanner.peek(1);
  iso = (scanner.peek() == 'T' || scanner.peek() == 't') && next >= '0' && next <= '9';
  if (iso) {
    scanner.skip(1);
    return true;
  }
  scanner.take(',');
  if (!scanner.skip_blanks()) return false;
  if (scanner.take_word("at")) scanner.skip_blanks();
  return true;
}

// "11pm yesterday". Other days behind a clock are left to the text, which may well mean them.
void scan_yesterday(Scanner& scanner, Written& written) {
  Scanner ahead = scanner;
  if (!ahead.skip_blanks() || !ahead.take_word("yesterday")) return;
  if (Scanner behind = ahead; !take_separator(behind)) return;  // "yesterday's deploy"
  written.days_from_today = days{-1};
  scanner = ahead;
}

// "14:35-15:10 restarting" begins with a range. It happened at its first clock; the text keeps the
// whole range, because a WHEN has no place for its end. A zone behind the end is that of both.
bool is_range(Scanner scanner, const WhenContext& context, Written& written) {
  scanner.skip_blanks();
  if (!scanner.take_dash() && !scanner.take_word("to")) return false;
  scanner.skip_blanks();
  const auto end = scan_clock(scanner);
  if (!end || !end->possible) return false;
  const auto zone = scan_zone(scanner, context, ClockForm::bare);
  if (!take_separator(scanner)) return false;
  if (!written.zone) written.zone = zone;
  return true;
}

// "Europe/Berln" behind a date and a clock: nobody means a text by that.
std::string_view unknown_zone(Scanner scanner) {
  constexpr std::array<std::string_view, 11> areas{"Africa", "America",  "Antarctica", "Arctic",
                                                   "Asia",   "Atlantic", "Australia",  "Europe",
                                                   "Indian", "Pacific",  "US"};
  scanner.skip_blanks();
  scanner.take('(');
  const Scanner begin = scanner;
  const std::string_view area = scanner.letters();
  const bool known = std::find(areas.begin(), areas.end(), area) != areas.end();
  scanner.skip(area.size());
  if (!known || !scanner.take('/') || !scanner.at_letter()) return {};
  while (scanner.at_letter() || scanner.peek() == '_' || scanner.peek() == '/') scanner.skip(1);
  return scanner.since(begin);
}

Refusal refused_zone(std::string_view as_written) {
  std::string near;
  for (const std::string& name : similar_zones(as_written)) {
    near += (near.empty() ? " Did you mean " : ", ") + name;
  }
  if (!near.empty()) near += "?";
  return Refusal(
      fmt::format("“{}” is not a time zone known here.{} Type it as EST, +02:00 or Europe/Berlin.",
                  as_written, near));
}

// "[DATE] CLOCK [ZONE]".
Scanned scan_absolute(Scanner scanner, const WhenContext& context) {
  Written written;
  const Scanner begin = scanner;
  scan_day(scanner, written);
  const std::string_view date_as_written = scanner.since(begin);
  const bool dated = written.date.has_value();
  bool iso = false;
  if ((dated || written.days_from_today) && !take_day_joint(scanner, iso)) return std::nullopt;

  const Scanner clock_begin = scanner;
  const auto clock = scan_clock(scanner);
  if (!clock) return std::nullopt;
  written.clock = clock->of_day;
  const std::string_view clock_as_written = scanner.since(clock_begin);

  const bool stamp = dated && (iso || clock->with_seconds);
  const ClockForm form = stamp ? ClockForm::stamp : dated ? ClockForm::dated : ClockForm::bare;
  written.zone = scan_zone(scanner, context, form);
  if (!dated && !written.days_from_today) scan_yesterday(scanner, written);
  const std::string_view stray_zone =
      dated && !written.zone ? unknown_zone(scanner) : std::string_view{};
  if (is_range(scanner, context, written)) {
    written.consumed = 0;
  } else if (take_separator(scanner)) {
    written.consumed = scanner.at();
  } else {
    return std::nullopt;
  }
  if (dated && !written.date->possible()) {
    return failure(refused_date(*written.date, date_as_written));
  }
  if (!clock->possible) return failure(refused_clock(clock_as_written));
  if (!stray_zone.empty()) return failure(refused_zone(stray_zone));
  return written;
}

Scanned scan_when(std::string_view text, const WhenContext& context) {
  Scanner scanner(text);
  scanner.skip_blanks();
  Scanner behind_at = scanner;
  if (behind_at.take_word("at") && behind_at.skip_blanks()) scanner = behind_at;
  auto relative = scan_relative(scanner);
  if (!relative || *relative) return relative;
  return scan_absolute(scanner, context);
}

// ---- Finding the moment

Moment latest_not_in_future(Duration clock, const Zone& zone, Moment now) {
  const local_days today = day_of(now, zone);
  // Tomorrow is tried first for the last seconds of a day, when "00:00" is within the skew.
  for (const local_days day : {today + days{1}, today}) {
    const Moment candidate = zone.moment_of(day + clock);
    if (candidate < now + k_skew) return candidate;
  }
  return zone.moment_of(today - days{1} + clock);
}

// A bare clock in a backfilled incident.
//
// Until entries cross midnight it is the first such time at or after `since`. Once they have, it is
// on the latest entry's day, so that entries typed a little out of order stay on that day. Around a
// midnight that day is still the wrong one: after an entry at 00:10, "23:55" is fifteen minutes
// earlier and not a day later, and after 23:50 "00:05" is the next morning. So a time more than 18
// hours from the latest entry is the one on the neighbouring day, which is within 6 hours of it.
//
// What comes out in the future cannot be meant: "08:50 deploy started" in an incident that was
// declared since 09:00 today. Then it is the latest such time that is not in the future.
Moment backfilled(Duration clock, const Zone& zone, const WhenContext& context, Moment since) {
  constexpr Duration far = hours{18};
  const Moment latest = std::max(context.latest_entry.value_or(since), since);
  local_days day = day_of(latest, zone);
  Moment candidate = zone.moment_of(day + clock);
  if (day == day_of(since, zone)) {
    if (candidate < since) candidate = zone.moment_of(day + days{1} + clock);
  } else if (candidate - latest > far) {
    const Moment day_before = zone.moment_of(day - days{1} + clock);
    if (day_before >= since) candidate = day_before;
  } else if (latest - candidate > far) {
    const Moment day_after = zone.moment_of(day + days{1} + clock);
    if (day_after < context.now + k_skew) candidate = day_after;
  }
  if (candidate < context.now + k_skew) return candidate;
  return latest_not_in_future(clock, zone, context.now);
}

std::chrono::year_month_day in_year(const WrittenDate& date, int year) {
  return {std::chrono::year{year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
}

// A day without a year: the latest that is not in the future; in a backfilled incident the one
// nearest to its begin, which may lie years back.
Moment without_year(const WrittenDate& date, Duration clock, const Zone& zone,
                    const WhenContext& context) {
  const Moment near = context.since.value_or(context.now);
  const std::chrono::year_month_day today{day_of(near, zone)};
  const int this_year = static_cast<int>(today.year());
  const auto distance = [near](Moment moment) {
    return moment < near ? near - moment : moment - near;
  };
  std::optional<Moment> best;
  // Nine years hold a Feb 29, also around 2100.
  for (int year = this_year + 1; year >= this_year - 8; --year) {
    const auto calendar = in_year(date, year);
    if (!calendar.ok()) continue;
    const Moment candidate = zone.moment_of(local_days{calendar} + clock);
    if (candidate >= context.now + k_skew) continue;
    if (!best || distance(candidate) < distance(*best)) best = candidate;
  }
  return best.value_or(near);
}

Moment find_moment(const Written& written, const Zone& zone, const WhenContext& context) {
  if (written.back) return context.now - *written.back;
  const Duration clock = *written.clock;
  if (written.days_from_today) {
    return zone.moment_of(day_of(context.now, zone) + *written.days_from_today + clock);
  }
  if (written.date && written.date->year) {
    return zone.moment_of(local_days{in_year(*written.date, *written.date->year)} + clock);
  }
  if (written.date) return without_year(*written.date, clock, zone, context);
  if (context.since) return backfilled(clock, zone, context, *context.since);
  return latest_not_in_future(clock, zone, context.now);
}

}  // namespace

Result<std::optional<When>, Refusal> take_when(std::string_view text, const WhenContext& context) {
  const auto scanned = scan_when(text, context);
  if (!scanned) return failure(scanned.error());
  if (!*scanned) return std::nullopt;
  const Written& written = **scanned;
  When when;
  when.zone = written.zone.value_or(context.zone);
  when.zone_written = written.zone.has_value();
  when.at = find_moment(written, when.zone, context);
  when.consumed = written.consumed;
  return when;
}

}  // namespace tocsin
