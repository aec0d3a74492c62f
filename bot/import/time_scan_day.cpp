// Days: "2024-08-10", "Thursday, May 9th, 2024", "the 10th of August", "8/14/2024", "10.08.2024".

#include "bot/import/time_scan.h"

namespace tocsin::imports {
namespace {

constexpr int k_century = 2000;

std::optional<unsigned> take_part(Scanner& scanner) {
  return scanner.digits().size() <= 2 ? scanner.take_number(2) : std::nullopt;
}

void take_ordinal(Scanner& scanner) {
  for (const std::string_view ordinal : {"st", "nd", "rd", "th"}) {
    if (scanner.take_word(ordinal)) return;
  }
}

std::optional<int> take_year(Scanner& scanner) {
  const std::size_t length = scanner.digits().size();
  if (length == 4) return static_cast<int>(*scanner.take_number(4));
  if (length == 2) return k_century + static_cast<int>(*scanner.take_number(2));
  return std::nullopt;
}

// Month first where both can be; the day when it cannot be a month, and always before dots.
bool sort_parts(WrittenDay& day, unsigned first, unsigned second, char mark) {
  const bool day_first = mark == '.' || first > 12;
  day.day_first = day_first && mark == '/';
  day.month = day_first ? second : first;
  day.day = day_first ? first : second;
  day.two_ways = mark != '.' && first <= 12 && second <= 12 && first != second;
  return day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= 31;
}

// "08/10/2024", "10.08.2024", "10-08-2024". Always with a year: "10/8" is a fraction.
std::optional<WrittenDay> scan_numbers(Scanner& scanner) {
  Scanner ahead = scanner;
  WrittenDay day;
  const auto first = take_part(ahead);
  const char mark = ahead.peek();
  if (!first || (mark != '/' && mark != '.' && mark != '-')) return std::nullopt;
  ahead.skip(1);
  const auto second = take_part(ahead);
  if (!second || !ahead.take(mark)) return std::nullopt;
  if (mark != '/' && ahead.digits().size() != 4) return std::nullopt;
  day.year = take_year(ahead);
  if (!day.year || ahead.at_letter() || !sort_parts(day, *first, *second, mark)) {
    return std::nullopt;
  }
  if (ahead.peek() == '.' && ahead.peek(1) >= '0' && ahead.peek(1) <= '9') return std::nullopt;
  scanner = ahead;
  return day;
}

// "10th of August 2024" in the form that scan_date reads; also "10/Aug/2024" and "10-Aug-2024".
std::optional<WrittenDay> scan_day_first(Scanner& scanner) {
  Scanner ahead = scanner;
  const auto number = take_part(ahead);
  if (!number || *number < 1 || *number > 31) return std::nullopt;
  const char mark = ahead.peek();
  const bool marked = mark == '/' || mark == '-';
  if (marked) {
    ahead.skip(1);
  } else {
    take_ordinal(ahead);
    ahead.take('.');  // "19. April"
    if (!ahead.skip_blanks()) return std::nullopt;
    if (ahead.take_word("of") && !ahead.skip_blanks()) return std::nullopt;
  }
  Scanner name = ahead;  // borrow the names of months: "August 1"
  const std::string month_and_day = std::string(name.letters()) + " 1";
  Scanner borrowed{month_and_day};
  const auto month = scan_date(borrowed);
  if (!month || name.letters().size() < 3 || month->two_ways) return std::nullopt;
  ahead.skip(name.letters().size());
  WrittenDay day;
  day.day = *number;
  day.month = month->month;
  if (marked) {
    if (!ahead.take(mark)) return std::nullopt;
  } else {
    ahead.take('.');
  }
  Scanner behind = ahead;
  if (!marked) behind.take(',');
  if (!marked) behind.skip_blanks();
  if (behind.digits().size() == 4) {
    day.year = static_cast<int>(*behind.take_number(4));
    ahead = behind;
  } else if (marked) {
    return std::nullopt;
  }
  scanner = ahead;
  return day;
}

// "Oct, 10, 2023", "August, 8th, 2017"
std::optional<WrittenDay> scan_month_and_comma(Scanner& scanner) {
  Scanner ahead = scanner;
  const std::string month_and_day = std::string(ahead.letters()) + " 1";
  if (ahead.letters().size() < 3) return std::nullopt;
  ahead.skip(ahead.letters().size());
  if (!ahead.take(',') || !ahead.skip_blanks()) return std::nullopt;
  Scanner borrowed{month_and_day};
  const auto month = scan_date(borrowed);
  const auto number = take_part(ahead);
  if (!month || month->two_ways || !number || *number > 31) return std::nullopt;
  take_ordinal(ahead);
  ahead.take(',');
  if (!ahead.skip_blanks() || ahead.digits().size() != 4) return std::nullopt;
  WrittenDay day;
  day.month = month->month;
  day.day = *number;
  day.year = static_cast<int>(*ahead.take_number(4));
  if (!day.possible()) return std::nullopt;
  scanner = ahead;
  return day;
}

// "2025‑05‑20" with the hyphens that editors put in so that no line breaks there.
std::optional<WrittenDay> scan_typeset(Scanner& scanner) {
  Scanner ahead = scanner;
  const auto hyphen = [&] {
    const bool found = ahead.peek() == '\xE2' && ahead.peek(1) == '\x80' &&
                       (ahead.peek(2) == '\x90' || ahead.peek(2) == '\x91');  // U+2010, U+2011
    if (found) ahead.skip(3);
    return found;
  };
  if (ahead.digits().size() != 4) return std::nullopt;
  WrittenDay day;
  day.year = take_year(ahead);
  if (!hyphen() || ahead.digits().size() != 2) return std::nullopt;
  day.month = *take_part(ahead);
  if (!hyphen() || ahead.digits().size() != 2) return std::nullopt;
  day.day = *take_part(ahead);
  if (!day.possible()) return std::nullopt;
  scanner = ahead;
  return day;
}

// "03, 14, 2024": with commas between its numbers, and always with a year.
std::optional<WrittenDay> scan_numbers_and_commas(Scanner& scanner) {
  Scanner ahead = scanner;
  WrittenDay day;
  const auto first = take_part(ahead);
  if (!first || !ahead.take(',') || !ahead.skip_blanks()) return std::nullopt;
  const auto second = take_part(ahead);
  if (!second || !ahead.take(',') || !ahead.skip_blanks()) return std::nullopt;
  if (ahead.digits().size() != 4) return std::nullopt;
  day.year = take_year(ahead);
  const bool plausible = *day.year >= 1990 && *day.year < 2100;
  if (!plausible || !sort_parts(day, *first, *second, '/')) return std::nullopt;
  scanner = ahead;
  return day;
}

// "January23, 2021", and "February 24th, 15," with a year of two digits.
std::optional<WrittenDay> scan_careless(Scanner& scanner) {
  Scanner ahead = scanner;
  const std::string_view name = ahead.letters();
  if (name.size() < 3) return std::nullopt;
  ahead.skip(name.size());
  const bool glued = !ahead.skip_blanks();
  const auto number = ahead.at_digit() ? take_part(ahead) : std::nullopt;
  if (!number || *number > 31) return std::nullopt;
  for (const std::string_view ordinal : {"st", "nd", "rd", "th"}) {
    if (ahead.take_word(ordinal)) break;
  }
  if (!ahead.take(',') || !ahead.skip_blanks()) return std::nullopt;
  const bool brief = ahead.digits().size() == 2 && ahead.peek(2) == ',';
  if (!brief && !(glued && ahead.digits().size() == 4)) return std::nullopt;
  const std::string month_and_day = std::string(name) + " 1";
  Scanner borrowed{month_and_day};
  const auto month = scan_date(borrowed);
  if (!month || month->two_ways) return std::nullopt;
  WrittenDay day;
  day.month = month->month;
  day.day = *number;
  day.year = take_year(ahead);
  if (!day.possible()) return std::nullopt;
  scanner = ahead;
  return day;
}

void skip_weekday(Scanner& scanner) {
  Scanner ahead = scanner;
  if (!scan_weekday(ahead)) return;
  if (!ahead.take(',')) ahead.take('.');
  if (!ahead.skip_blanks()) return;
  if (ahead.take_word("the") && !ahead.skip_blanks()) return;
  scanner = ahead;
}

}  // namespace

std::optional<WrittenDay> scan_written_day(Scanner& scanner) {
  Scanner ahead = scanner;
  skip_weekday(ahead);
  for (const auto scan : {scan_numbers, scan_typeset, scan_numbers_and_commas, scan_day_first,
                          scan_careless, scan_month_and_comma}) {
    if (auto day = scan(ahead)) {
      scanner = ahead;
      return day;
    }
  }
  const bool letters = ahead.at_letter();
  const auto date = scan_date(ahead);
  if (!date || date->two_ways) return std::nullopt;
  if (!letters && !date->year) return std::nullopt;
  WrittenDay day;
  day.year = date->year;
  day.month = date->month;
  day.day = date->day;
  if (!day.possible()) return std::nullopt;
  scanner = ahead;
  return day;
}

bool WrittenDay::possible() const {
  constexpr int some_leap_year = 2000;
  return std::chrono::year_month_day{std::chrono::year{year.value_or(some_leap_year)},
                                     std::chrono::month{month}, std::chrono::day{day}}
      .ok();
}

}  // namespace tocsin::imports
