// Clocks: "14:30", "2:00 PM", "10:45 a.m.", "2305HRS", "14h30", "10.45am", "1430Z", "noon".

#include "bot/domain/zone_names.h"
#include "bot/import/time_scan.h"

namespace tocsin::imports {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// "hrs", "hours", "h" behind "2305"; "HR" with a word behind it is a department.
bool take_hours_word(Scanner& scanner) {
  Scanner ahead = scanner;
  const bool blank = ahead.skip_blanks();
  const bool department = blank && ahead.letters() == "HR";
  for (const std::string_view word : {"hrs", "hr", "hours", "h", "uhr"}) {
    if (!ahead.take_word(word)) continue;
    Scanner behind = ahead;
    if (department && behind.skip_blanks() && behind.at_letter()) return false;
    scanner = ahead;
    return true;
  }
  return false;
}

bool zone_follows(Scanner scanner) {
  scanner.skip_blanks();
  if (scanner.peek() == '+' || scanner.peek() == '-') return false;
  return scan_written_zone(scanner).has_value();
}

void take_seconds(Scanner& scanner, WrittenClock& clock) {
  Scanner ahead = scanner;
  if (!ahead.take(':') || ahead.digits().size() != 2) return;
  clock.second = *ahead.take_number(2);
  if ((ahead.peek() == '.' || ahead.peek() == ',') && ahead.peek(1) >= '0' &&
      ahead.peek(1) <= '9') {
    ahead.skip(1);
    ahead.skip(ahead.digits().size());
  }
  scanner = ahead;
}

// "2305HRS", "1430Z", "0930 UTC".
bool scan_four_digits(Scanner& scanner, WrittenClock& clock) {
  Scanner ahead = scanner;
  const auto number = ahead.take_number(4);
  if (!number || ahead.at() - scanner.at() != 4) return false;
  clock.hour = *number / 100;
  clock.minute = *number % 100;
  if (clock.hour > 24 || clock.minute > 59) return false;
  if (!take_hours_word(ahead) && !zone_follows(ahead)) return false;
  scanner = ahead;
  return true;
}

// The bare "2" of "2 - 4 PM" and "from 2 to 4:30 PM".
bool lends_half_behind(Scanner scanner) {
  if (!take_until(scanner)) return false;
  const auto hour = scanner.take_number(2);
  if (!hour || *hour > 12) return false;
  if (scanner.take(':') && !scanner.take_number(2)) return false;
  return scan_half_of_day(scanner) != HalfOfDay::none;
}

// With ":" between hours and minutes, "." where more says that it is a clock, or nothing.
bool scan_hours_and_minutes(Scanner& scanner, WrittenClock& clock) {
  Scanner ahead = scanner;
  const auto hour = ahead.take_number(2);
  if (!hour) return false;
  clock.hour = *hour;
  const bool colon = ahead.take(':');
  const bool dot = !colon && ahead.take('.');
  const bool letter_h = !colon && !dot && ahead.at() - scanner.at() == 2 &&
                        lower_letter(ahead.peek()) == 'h' && ahead.peek(1) >= '0' &&
                        ahead.peek(1) <= '9';
  if (letter_h) ahead.skip(1);
  if (colon || dot || letter_h) {
    if (ahead.digits().size() != 2) return false;
    clock.minute = *ahead.take_number(2);
  }
  if (colon) take_seconds(ahead, clock);
  clock.half = scan_half_of_day(ahead);
  const bool hours_word = (colon || dot) && clock.half == HalfOfDay::none && take_hours_word(ahead);
  const bool sure = colon || letter_h || hours_word || clock.half != HalfOfDay::none ||
                    (dot && zone_follows(ahead)) || (!dot && lends_half_behind(ahead));
  if (!sure || clock.hour > 29) return false;
  if (!colon && clock.hour > (letter_h ? 24U : 23U)) return false;
  if (ahead.peek() == ':' && ahead.peek(1) >= '0' && ahead.peek(1) <= '9') return false;  // a MAC
  if (ahead.at_digit() || ahead.peek() == '%' || ahead.peek() == '_') return false;
  const bool before_letters = ahead.at_letter() && !zone_follows(ahead);
  const bool stamp = lower_letter(ahead.peek()) == 'z';
  if (before_letters && !stamp) return false;
  scanner = ahead;
  return true;
}

bool scan_word_of_day(Scanner& scanner, WrittenClock& clock) {
  Scanner ahead = scanner;
  if (ahead.take_number(2) && !ahead.skip_blanks()) return false;
  const bool numbered = ahead.at() > scanner.at();
  if (numbered && !scanner.digits().starts_with("12")) return false;
  const bool noon = ahead.take_word("noon") || ahead.take_word("midday");
  if (!noon && !ahead.take_word("midnight")) return false;
  clock.hour = noon ? 12 : 0;
  scanner = ahead;
  return true;
}

}  // namespace

bool take_until(Scanner& scanner) {
  Scanner ahead = scanner;
  const bool blank = ahead.skip_blanks();
  bool found = false;
  while (ahead.take_dash()) found = true;
  if (found) ahead.take('>');
  if (!found && blank) {
    for (const std::string_view word : {"to", "until", "till", "through"}) {
      found = found || ahead.take_word(word);
    }
  }
  if (!found) return false;
  ahead.skip_blanks();
  scanner = ahead;
  return true;
}

std::optional<WrittenClock> scan_written_clock(Scanner& scanner) {
  WrittenClock clock;
  Scanner ahead = scanner;
  const bool found = ahead.at_digit()
                         ? scan_word_of_day(ahead, clock) || scan_four_digits(ahead, clock) ||
                               scan_hours_and_minutes(ahead, clock)
                         : scan_word_of_day(ahead, clock);
  if (!found) return std::nullopt;
  clock.place = {scanner.at(), ahead.at()};
  scanner = ahead;
  return clock;
}

std::optional<seconds> WrittenClock::of_day() const {
  unsigned shown = hour;
  if (half == HalfOfDay::am && hour == 12) shown = 0;
  if (half == HalfOfDay::pm && hour < 12) shown = hour + 12;
  if (shown == 24 && minute == 0) shown = 0;
  if (shown > 23 || minute > 59 || second > 59) return std::nullopt;
  return hours{shown} + minutes{minute} + seconds{second};
}

bool WrittenClock::is_odd() const {
  return !of_day() || hour == 24 || (half != HalfOfDay::none && (hour > 12 || hour == 0));
}

}  // namespace tocsin::imports
