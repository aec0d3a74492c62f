#include <fmt/core.h>

#include <array>
#include <chrono>
#include <string>

#include "bot/domain/calendar_text.h"
#include "bot/domain/when.h"

namespace tocsin {
namespace {

using std::chrono::days;
using std::chrono::hh_mm_ss;

enum class Precision { as_people_mean_it, milliseconds };

// What clocks of the zone show.
struct Shown {
  std::chrono::year_month_day date;
  hh_mm_ss<Duration> time;
};

Shown shown_at(Moment moment, const Zone& zone) {
  const auto local = zone.local_at(moment);
  const auto day = std::chrono::floor<days>(local);
  return {std::chrono::year_month_day{day}, hh_mm_ss<Duration>{local - day}};
}

void append_clock(std::string& text, const hh_mm_ss<Duration>& time, Precision precision) {
  append_hour_and_minute(text, time);
  // A fraction of a second comes from our own clock ("now", "10m ago"): nobody meant its seconds.
  const auto fraction = time.subseconds();
  if (fraction.count() != 0 && precision == Precision::as_people_mean_it) return;
  if (time.seconds().count() != 0 || fraction.count() != 0) {
    text += ':';
    append_digits(text, time.seconds().count(), 2);
  }
  if (fraction.count() != 0) {
    text += '.';
    append_digits(text, fraction.count(), 3);
  }
}

}  // namespace

std::string print_moment(Moment moment, const Zone& zone) {
  const Shown shown = shown_at(moment, zone);
  std::string text;
  append_date(text, shown.date);
  text += ' ';
  append_clock(text, shown.time, Precision::milliseconds);
  text += ' ';
  return text + zone.name_at(moment);
}

std::string print_date(Moment moment, const Zone& zone) {
  std::string text;
  append_date(text, shown_at(moment, zone).date);
  return text;
}

std::string print_clock(Moment moment, const Zone& zone) {
  std::string text;
  append_clock(text, shown_at(moment, zone).time, Precision::as_people_mean_it);
  text += ' ';
  return text + zone.name_at(moment);
}

std::string print_both(Moment moment, const Zone& zone, Moment now) {
  const Zone utc;
  const std::string date = print_date(moment, zone);
  std::string both = print_clock(moment, zone);
  if (date != print_date(now, zone)) both = fmt::format("{} {}", date, both);
  if (zone.is_utc()) return both;
  const std::string utc_date = print_date(moment, utc);
  return fmt::format("{} ({}{}{})", both, date == utc_date ? "" : utc_date,
                     date == utc_date ? "" : " ", print_clock(moment, utc));
}

std::string print_duration(Duration duration) {
  struct Unit {
    std::string_view name;
    std::chrono::seconds length;
  };
  constexpr std::array<Unit, 4> units{{{"day", std::chrono::days{1}},
                                       {"hour", std::chrono::hours{1}},
                                       {"minute", std::chrono::minutes{1}},
                                       {"second", std::chrono::seconds{1}}}};
  const bool negative = duration < Duration::zero();
  auto rest = std::chrono::abs(std::chrono::duration_cast<std::chrono::seconds>(duration));
  if (rest.count() == 0) return "less than a second";
  std::string text = negative ? "minus" : "";
  int largest = -1;
  for (int i = 0; i < static_cast<int>(units.size()); ++i) {
    const Unit& unit = units[static_cast<std::size_t>(i)];
    const auto count = rest / unit.length;
    rest %= unit.length;
    // Only the unit right below the largest is worth saying: "1 day", not "1 day 5 minutes".
    if (count == 0 || (largest >= 0 && i > largest + 1)) continue;
    if (largest < 0) largest = i;
    text +=
        fmt::format("{}{} {}{}", text.empty() ? "" : " ", count, unit.name, count == 1 ? "" : "s");
  }
  return text;
}

}  // namespace tocsin
