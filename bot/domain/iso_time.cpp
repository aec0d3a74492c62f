#include "bot/domain/iso_time.h"

#include "bot/domain/calendar_text.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>

namespace tocsin {

namespace {

// The next `digits` digits of the text, which loses them.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number);
  if (error != std::errc{} || end != text.data() + digits || number < 0) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// ".123456789": only the milliseconds count.
std::optional<Duration> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return Duration{0};
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0) return std::nullopt;
  std::string three(text.substr(0, std::min<std::size_t>(digits, 3)));
  three.resize(3, '0');
  text.remove_prefix(digits);
  std::string_view rest = three;
  return Duration{take_number(rest, 3).value_or(0)};
}

std::optional<Duration> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return Duration{0};
  const bool is_behind = text.starts_with('-');
  if (!is_behind && !text.starts_with('+')) return std::nullopt;
  text.remove_prefix(1);
  const auto hour = take_number(text, 2);
  take(text, ':');
  const auto minute = take_number(text, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  const Duration offset = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
  return is_behind ? -offset : offset;
}

}  // namespace

std::string print_iso(Moment moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(moment - day);
  std::string text;
  append_date(text, date);
  text += 'T';
  append_hour_and_minute(text, clock);
  text += ':';
  append_digits(text, clock.seconds().count(), 2);
  if (clock.subseconds().count() != 0) {
    text += '.';
    append_digits(text, clock.subseconds().count(), 3);
  }
  return text + "Z";
}

std::optional<Moment> read_iso(std::string_view text) {
  const auto year = take_number(text, 4);
  const bool has_month = take(text, '-');
  const auto month = take_number(text, 2);
  const bool has_day = take(text, '-');
  const auto day = take_number(text, 2);
  const bool has_time = take(text, 'T') || take(text, 't') || take(text, ' ');
  const auto hour = take_number(text, 2);
  const bool has_minute = take(text, ':');
  const auto minute = take_number(text, 2);
  const bool has_second = take(text, ':');
  const auto second = take_number(text, 2);
  const auto fraction = take_fraction(text);
  const auto offset = take_offset(text);
  const bool has_all = has_month && has_day && has_time && has_minute && has_second;
  if (!has_all || !year || !month || !day || !hour || !minute || !second || !fraction || !offset) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  const bool is_clock = *hour < 24 && *minute < 60 && *second < 61;
  if (!text.empty() || !date.ok() || !is_clock || *year < 1970) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch();
  const Duration since = std::chrono::duration_cast<Duration>(days) + std::chrono::hours(*hour) +
                         std::chrono::minutes(*minute) + std::chrono::seconds(*second) + *fraction;
  return from_stored((since - *offset).count());
}

}  // namespace tocsin
