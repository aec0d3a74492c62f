#include "bot/domain/when_scan.h"
#include "bot/domain/ascii.h"

#include <fmt/core.h>

#include <array>
#include <chrono>

#include "bot/domain/zone_names.h"

namespace tocsin {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 12> k_months{
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

constexpr std::array<std::string_view, 7> k_weekdays{"sunday",   "monday", "tuesday", "wednesday",
                                                     "thursday", "friday", "saturday"};

// The place in `names` of a word that is one of them, whole or cut to three letters or four
// ("sept", "tues", "thur").
template <std::size_t count>
std::optional<unsigned> find_name(const std::array<std::string_view, count>& names,
                                  std::string_view word) {
  for (std::size_t i = 0; i < count; ++i) {
    const bool shortened = word.size() == 3 || word.size() == 4 || same_name(word, "thurs");
    if (same_name(names[i], word) ||
        (shortened && same_name(names[i].substr(0, word.size()), word)))
      return static_cast<unsigned>(i);
  }
  return std::nullopt;
}

// ":20" and ":20.125" after hours and minutes.
std::optional<Duration> scan_seconds(Scanner& scanner) {
  Scanner ahead = scanner;
  if (!ahead.take(':') || ahead.digits().size() != 2) return std::nullopt;
  const unsigned second = *ahead.take_number(2);
  if (second > 59) return std::nullopt;
  Duration result = seconds{second};
  const bool fraction = (ahead.peek() == '.' || ahead.peek() == ',') && is_digit(ahead.peek(1));
  if (fraction) {
    ahead.skip(1);
    const std::string_view digits = ahead.digits();
    unsigned weight = 100;
    for (const char digit : digits) {
      result += Duration{weight * static_cast<unsigned>(digit - '0')};
      weight /= 10;
    }
    ahead.skip(digits.size());
  }
  scanner = ahead;
  return result;
}

// The hour that 24-hour clocks show, or nothing for "13pm", "14:30 am", "25:00". "17:30 PM" has
// only one meaning and is taken.
std::optional<unsigned> hour_of_day(unsigned hour, HalfOfDay half, bool with_minutes) {
  switch (half) {
    case HalfOfDay::none:
      return hour <= 23 ? std::optional(hour) : std::nullopt;
    case HalfOfDay::am:
      if (hour == 0 && with_minutes) return 0;
      return hour >= 1 && hour <= 12 ? std::optional(hour % 12) : std::nullopt;
    case HalfOfDay::pm:
      if (hour >= 13 && hour <= 23 && with_minutes) return hour;
      return hour >= 1 && hour <= 12 ? std::optional(hour % 12 + 12) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

bool Scanner::at_digit() const { return is_digit(peek()); }
bool Scanner::at_letter() const { return is_letter(peek()); }
bool Scanner::after_digit() const { return at_ > 0 && is_digit(text_[at_ - 1]); }

std::string_view Scanner::digits() const {
  std::size_t length = 0;
  while (is_digit(peek(length))) ++length;
  return text_.substr(at_, length);
}

std::string_view Scanner::letters() const {
  std::size_t length = 0;
  while (is_letter(peek(length))) ++length;
  return text_.substr(at_, length);
}

std::size_t Scanner::blank_length() const {
  const char c = peek();
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return 1;
  const std::string_view rest = text_.substr(at_);
  if (rest.starts_with("\u00a0")) return 2;
  if (rest.starts_with("\u202f") || rest.starts_with("\u2009")) return 3;
  return 0;
}

bool Scanner::skip_blanks() {
  const std::size_t before = at_;
  while (const std::size_t length = blank_length()) at_ += length;
  return at_ > before;
}

bool Scanner::take(char wanted) {
  if (at_end() || peek() != wanted) return false;
  ++at_;
  return true;
}

bool Scanner::take_dash() {
  if (take('-')) return true;
  const std::string_view rest = text_.substr(at_);
  for (const std::string_view dash : {"\u2013", "\u2014", "\u2212"}) {
    if (!rest.starts_with(dash)) continue;
    at_ += dash.size();
    return true;
  }
  return false;
}

bool Scanner::take_word(std::string_view wanted) {
  const std::string_view word = letters();
  const char next = peek(word.size());
  if (!same_name(word, wanted) || is_digit(next) || next == '_') return false;
  at_ += word.size();
  return true;
}

std::optional<unsigned> Scanner::take_number(std::size_t most_digits) {
  const std::string_view run = digits();
  if (run.empty() || run.size() > most_digits) return std::nullopt;
  unsigned number = 0;
  for (const char digit : run) number = number * 10 + static_cast<unsigned>(digit - '0');
  at_ += run.size();
  return number;
}

bool WrittenDate::possible() const {
  const int some_leap_year = 2000;
  const std::chrono::year_month_day calendar{std::chrono::year{year.value_or(some_leap_year)},
                                             std::chrono::month{month}, std::chrono::day{day}};
  if (two_ways || !calendar.ok()) return false;
  if (year && (*year < 1900 || *year > 2199)) return false;
  const std::chrono::weekday true_weekday{std::chrono::sys_days{calendar}};
  return !year || !weekday || true_weekday.c_encoding() == *weekday;
}

HalfOfDay scan_half_of_day(Scanner& scanner) {
  Scanner ahead = scanner;
  ahead.skip_blanks();
  const char first = lower_letter(ahead.peek());
  if (first != 'a' && first != 'p') return HalfOfDay::none;
  ahead.skip(1);
  const bool dotted = ahead.take('.');
  if (dotted) ahead.skip_blanks();
  if (lower_letter(ahead.peek()) != 'm') return HalfOfDay::none;
  ahead.skip(1);
  if (dotted) ahead.take('.');
  if (ahead.at_letter() || ahead.at_digit()) return HalfOfDay::none;
  scanner = ahead;
  return first == 'a' ? HalfOfDay::am : HalfOfDay::pm;
}

std::optional<WrittenClock> scan_clock(Scanner& scanner) {
  Scanner ahead = scanner;
  const auto hour = ahead.take_number(2);
  if (!hour) return std::nullopt;
  WrittenClock clock;
  unsigned minute = 0;
  const bool with_minutes = ahead.take(':');
  if (with_minutes) {
    if (ahead.digits().size() != 2) return std::nullopt;
    minute = *ahead.take_number(2);
    if (const auto second = scan_seconds(ahead)) {
      clock.of_day += *second;
      clock.with_seconds = true;
    }
  }
  const HalfOfDay half = scan_half_of_day(ahead);
  if (!with_minutes && half == HalfOfDay::none) return std::nullopt;
  // "50:50" and "30 am" are not slips of someone who types a time: leave them to the text.
  if (*hour > (with_minutes ? 29U : 24U)) return std::nullopt;

  const auto hour_shown = hour_of_day(*hour, half, with_minutes);
  clock.possible = hour_shown.has_value() && minute <= 59;
  clock.of_day += hours{hour_shown.value_or(0)} + minutes{minute};
  scanner = ahead;
  return clock;
}

namespace {

// "2024-08-10", "2024/08/10".
bool scan_year_first(Scanner& scanner, WrittenDate& date) {
  Scanner ahead = scanner;
  if (ahead.digits().size() != 4) return false;
  date.year = static_cast<int>(*ahead.take_number(4));
  const char mark = ahead.peek();
  if (mark != '-' && mark != '/') return false;
  ahead.skip(1);
  const auto month = ahead.take_number(2);
  if (!month || !ahead.take(mark)) return false;
  const auto day = ahead.take_number(2);
  if (!day) return false;
  date.month = *month;
  date.day = *day;
  scanner = ahead;
  return true;
}

// "10/08/2024", "10/8", "10.08.2024".
bool scan_without_month_name(Scanner& scanner, WrittenDate& date) {
  Scanner ahead = scanner;
  if (!ahead.take_number(2)) return false;
  const char mark = ahead.peek();
  if (mark != '/' && mark != '.') return false;
  ahead.skip(1);
  if (!ahead.take_number(2)) return false;
  if (ahead.take(mark)) {
    const std::size_t length = ahead.digits().size();
    if (length != 2 && length != 4) return false;
    ahead.skip(length);
  } else if (mark == '.') {
    return false;
  }
  date.two_ways = true;
  scanner = ahead;
  return true;
}

std::optional<unsigned> scan_month_name(Scanner& scanner) {
  const auto month = find_name(k_months, scanner.letters());
  if (!month) return std::nullopt;
  scanner.skip(scanner.letters().size());
  scanner.take('.');
  return *month + 1;
}

// "10", "10th"; not the hour of a clock.
std::optional<unsigned> scan_day_of_month(Scanner& scanner) {
  Scanner ahead = scanner;
  const auto day = ahead.take_number(2);
  if (!day || ahead.peek() == ':') return std::nullopt;
  for (const std::string_view ordinal : {"st", "nd", "rd", "th"}) {
    if (ahead.take_word(ordinal)) break;
  }
  if (ahead.at_letter()) return std::nullopt;
  scanner = ahead;
  return day;
}

// " 2024" or ", 2024" after day and month.
std::optional<int> scan_year_behind(Scanner& scanner) {
  Scanner ahead = scanner;
  ahead.take(',');
  ahead.skip_blanks();
  if (ahead.digits().size() != 4) return std::nullopt;
  const auto year = ahead.take_number(4);
  if (ahead.at_letter()) return std::nullopt;
  scanner = ahead;
  return static_cast<int>(*year);
}

// "Aug 10", "August 10, 2024", "10 Aug 2024".
bool scan_with_month_name(Scanner& scanner, WrittenDate& date) {
  Scanner ahead = scanner;
  auto month = scan_month_name(ahead);
  if (month && !ahead.skip_blanks()) return false;
  const auto day = scan_day_of_month(ahead);
  if (!day) return false;
  if (!month) {
    if (!ahead.skip_blanks()) return false;
    month = scan_month_name(ahead);
  }
  if (!month) return false;
  date.month = *month;
  date.day = *day;
  date.year = scan_year_behind(ahead);
  scanner = ahead;
  return true;
}

}  // namespace

std::optional<unsigned> scan_weekday(Scanner& scanner) {
  const std::string_view word = scanner.letters();
  const auto weekday = find_name(k_weekdays, word);
  if (!weekday || !scanner.take_word(word)) return std::nullopt;
  return weekday;
}

std::optional<WrittenDate> scan_date(Scanner& scanner) {
  Scanner ahead = scanner;
  WrittenDate date;
  date.weekday = scan_weekday(ahead);
  if (date.weekday) {
    if (!ahead.take(',')) ahead.take('.');
    if (!ahead.skip_blanks()) return std::nullopt;
  }
  const bool found = scan_year_first(ahead, date) || scan_without_month_name(ahead, date) ||
                     scan_with_month_name(ahead, date);
  if (!found) return std::nullopt;
  scanner = ahead;
  return date;
}

bool take_separator(Scanner& scanner) {
  const bool after_digit = scanner.after_digit();
  const bool blank = scanner.skip_blanks();
  if (scanner.at_end()) return true;
  Scanner ahead = scanner;
  bool separates = false;
  if (ahead.take_dash()) {
    while (ahead.take_dash()) continue;
    // "14:35 - text" and "14:35-text", but the minus of "14:35 -5% errors" is the text's.
    const bool word_follows = !blank && after_digit && ahead.at_letter();
    separates = ahead.at_end() || ahead.skip_blanks() || word_follows;
  } else if (ahead.take(':')) {
    // "14:35: text" and "14:35:text", but "14:35 :fire: text" begins with an emoji.
    const bool word_follows = !blank && !ahead.at_digit() && ahead.peek() != ':';
    separates = ahead.at_end() || ahead.skip_blanks() || word_follows;
  } else if (!blank && (ahead.take(',') || ahead.take(';') || ahead.take('.'))) {
    separates = ahead.at_end() || ahead.skip_blanks();
  }
  if (!separates) return blank;
  scanner = ahead;
  return true;
}

Refusal refused_clock(std::string_view as_written) {
  return Refusal(fmt::format(
      "“{}” is not a time of day. Type the time as 14:35 or 2:35pm, then the text.", as_written));
}

Refusal refused_date(const WrittenDate& date, std::string_view as_written) {
  const std::string_view why =
      date.two_ways ? "can be read as two different days" : "is not a day of the calendar";
  return Refusal(fmt::format("“{}” {}. Type the day as 2024-08-10 or 10 Aug 2024, then the time.",
                             as_written, why));
}

}  // namespace tocsin
