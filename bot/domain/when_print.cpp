#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>

#include "bot/domain/when.h"

namespace tocsin {
namespace {

using std::chrono::days;
using std::chrono::hh_mm_ss;

struct Printed {
  std::string date;
  std::string clock;
};

enum class Precision { as_people_mean_it, milliseconds };

Printed print_parts(Moment moment, const Zone& zone, Precision precision) {
  const auto local = zone.local_at(moment);
  const auto day = std::chrono::floor<days>(local);
  const std::chrono::year_month_day calendar{day};
  const hh_mm_ss<Duration> time{local - day};
  Printed printed;
  printed.date =
      fmt::format("{:04}-{:02}-{:02}", static_cast<int>(calendar.year()),
                  static_cast<unsigned>(calendar.month()), static_cast<unsigned>(calendar.day()));
  printed.clock = fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
  // A fraction of a second comes from our own clock ("now", "10m ago"): nobody meant its seconds.
  const bool from_a_clock = time.subseconds().count() != 0;
  if (from_a_clock && precision == Precision::as_people_mean_it) return printed;
  const auto fraction = time.subseconds();
  if (time.seconds().count() != 0 || fraction.count() != 0) {
    printed.clock += fmt::format(":{:02}", time.seconds().count());
  }
  if (fraction.count() != 0) printed.clock += fmt::format(".{:03}", fraction.count());
  return printed;
}

}  // namespace

std::string print_moment(Moment moment, const Zone& zone) {
  const Printed printed = print_parts(moment, zone, Precision::milliseconds);
  return fmt::format("{} {} {}", printed.date, printed.clock, zone.name_at(moment));
}

std::string print_date(Moment moment, const Zone& zone) {
  return print_parts(moment, zone, Precision::as_people_mean_it).date;
}

std::string print_clock(Moment moment, const Zone& zone) {
  const Printed printed = print_parts(moment, zone, Precision::as_people_mean_it);
  return fmt::format("{} {}", printed.clock, zone.name_at(moment));
}

std::string print_both(Moment moment, const Zone& zone, Moment now) {
  const Zone utc;
  const Printed here = print_parts(moment, zone, Precision::as_people_mean_it);
  const Printed there = print_parts(moment, utc, Precision::as_people_mean_it);
  std::string both = fmt::format("{} {}", here.clock, zone.name_at(moment));
  if (here.date != print_date(now, zone)) both = fmt::format("{} {}", here.date, both);
  if (zone.is_utc()) return both;
  const std::string_view separator = here.date == there.date ? "" : " ";
  const std::string_view utc_date = here.date == there.date ? "" : std::string_view(there.date);
  return fmt::format("{} ({}{}{} UTC)", both, utc_date, separator, there.clock);
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
