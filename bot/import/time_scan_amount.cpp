// Amounts: "1 hour, 45 minutes", "1h45m", "4.5 hours", "three hours", "an hour and a half",
// "2-hour", "1:45 hours".

#include "bot/domain/zone_names.h"
#include "bot/import/time_scan.h"

#include <array>
#include <cmath>

namespace tocsin::imports {
namespace {

using std::chrono::seconds;

struct NumberWord {
  std::string_view word;
  double value;
};

constexpr std::array<NumberWord, 26> k_numbers{{
    {"a", 1},        {"an", 1},        {"one", 1},      {"two", 2},     {"three", 3},
    {"four", 4},     {"five", 5},      {"six", 6},      {"seven", 7},   {"eight", 8},
    {"nine", 9},     {"ten", 10},      {"eleven", 11},  {"twelve", 12}, {"fifteen", 15},
    {"sixteen", 16}, {"eighteen", 18}, {"twenty", 20},  {"thirty", 30}, {"forty", 40},
    {"fifty", 50},   {"sixty", 60},    {"seventy", 70}, {"eighty", 80}, {"ninety", 90},
    {"half", 0.5},
}};

struct TimeUnit {
  std::string_view word;
  double seconds;
};

constexpr std::array<TimeUnit, 17> k_units{{
    {"h", 3600},
    {"hr", 3600},
    {"hrs", 3600},
    {"hour", 3600},
    {"hours", 3600},
    {"m", 60},
    {"min", 60},
    {"mins", 60},
    {"minute", 60},
    {"minutes", 60},
    {"s", 1},
    {"sec", 1},
    {"secs", 1},
    {"second", 1},
    {"seconds", 1},
    {"day", 86400},
    {"days", 86400},
}};

std::optional<double> number_word(std::string_view word) {
  for (const NumberWord& known : k_numbers) {
    if (same_name(known.word, word)) return known.value;
  }
  return std::nullopt;
}

const TimeUnit* find_unit(std::string_view word) {
  for (const TimeUnit& unit : k_units) {
    if (same_name(unit.word, word)) return &unit;
  }
  return nullptr;
}

// "1", "1.25", "1,000".
std::optional<double> scan_digits(Scanner& scanner) {
  constexpr std::size_t most_digits = 6;
  const auto whole = scanner.take_number(most_digits);
  if (!whole) return std::nullopt;
  double value = *whole;
  Scanner ahead = scanner;
  if (ahead.take('.') && ahead.at_digit()) {
    double weight = 0.1;
    for (const char digit : ahead.digits().substr(0, most_digits)) {
      value += weight * (digit - '0');
      weight /= 10;
    }
    ahead.skip(ahead.digits().size());
    scanner = ahead;
  }
  return value;
}

// "three", "forty-five", "half an", "one and a half".
std::optional<double> scan_words(Scanner& scanner) {
  Scanner ahead = scanner;
  const auto first = number_word(ahead.letters());
  if (!first) return std::nullopt;
  ahead.skip(ahead.letters().size());
  double value = *first;
  Scanner more = ahead;
  if (value >= 20 && (more.take('-') || more.skip_blanks())) {
    const auto ones = number_word(more.letters());
    if (ones && *ones >= 1 && *ones <= 9 && more.letters().size() > 2) {
      value += *ones;
      more.skip(more.letters().size());
      ahead = more;
    }
  } else if (value == 0.5 && more.skip_blanks() && (more.take_word("an") || more.take_word("a"))) {
    ahead = more;
  }
  scanner = ahead;
  return value;
}

// " and a half"
bool take_half(Scanner& scanner) {
  Scanner ahead = scanner;
  if (!ahead.skip_blanks() || !ahead.take_word("and") || !ahead.skip_blanks()) return false;
  if (ahead.take_word("a") && !ahead.skip_blanks()) return false;
  if (!ahead.take_word("half")) return false;
  scanner = ahead;
  return true;
}

std::optional<seconds> scan_piece(Scanner& scanner) {
  Scanner ahead = scanner;
  auto number = ahead.at_digit() ? scan_digits(ahead) : scan_words(ahead);
  if (!number) return std::nullopt;
  const bool worded = !scanner.at_digit();
  if (take_half(ahead)) *number += 0.5;
  const std::size_t before = ahead.at();
  ahead.take('-');
  ahead.skip_blanks();
  const std::string_view word = ahead.letters();
  const TimeUnit* unit = find_unit(word);
  if (unit == nullptr) return std::nullopt;
  if (word.size() == 1 && (worded || word.front() == 'M' || word.front() == 'S')) {
    return std::nullopt;  // "5M" counts millions
  }
  if (word.size() == 1 && ahead.at() > before + 1) return std::nullopt;
  ahead.skip(word.size());
  if (ahead.peek() == '_') return std::nullopt;
  if (word.size() > 1 && ahead.at_digit() && unit->seconds < 60) return std::nullopt;
  if (unit->seconds >= 60 && take_half(ahead)) *number += 0.5;
  scanner = ahead;
  return seconds{static_cast<std::int64_t>(std::llround(*number * unit->seconds))};
}

// "1:45 hours", "01:45:00 hours".
std::optional<seconds> scan_clocklike(Scanner& scanner) {
  Scanner ahead = scanner;
  const auto hour = ahead.take_number(2);
  if (!hour || !ahead.take(':') || ahead.digits().size() != 2) return std::nullopt;
  const unsigned minute = *ahead.take_number(2);
  if (ahead.take(':')) ahead.take_number(2);
  if (!ahead.skip_blanks()) return std::nullopt;
  for (const std::string_view word : {"hours", "hour", "hrs", "hr"}) {
    if (!ahead.take_word(word)) continue;
    scanner = ahead;
    return std::chrono::hours{*hour} + std::chrono::minutes{minute};
  }
  return std::nullopt;
}

}  // namespace

std::optional<seconds> scan_written_amount(Scanner& scanner) {
  if (auto clocklike = scan_clocklike(scanner)) return clocklike;
  auto sum = scan_piece(scanner);
  if (!sum) return std::nullopt;
  constexpr int most_pieces = 4;
  for (int pieces = 1; pieces < most_pieces; ++pieces) {
    Scanner ahead = scanner;
    ahead.take(',');
    ahead.skip_blanks();
    if (ahead.take('&') || ahead.take_word("and")) ahead.skip_blanks();
    const auto more = scan_piece(ahead);
    if (!more || *more >= *sum) break;
    *sum += *more;
    scanner = ahead;
  }
  return sum;
}

}  // namespace tocsin::imports
