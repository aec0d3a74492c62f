// Amounts of time as people write them: "1h20m", "1 hour and 20 minutes", "half an hour".

#include <array>
#include <chrono>
#include <string_view>

#include "bot/domain/when_scan.h"
#include "bot/domain/zone_names.h"

namespace tocsin {
namespace {

struct Unit {
  std::string_view name;  // in the singular
  std::chrono::seconds length;
  bool abbreviation;
};

constexpr std::array<Unit, 12> k_units{{
    {"s", std::chrono::seconds{1}, true},
    {"sec", std::chrono::seconds{1}, false},
    {"second", std::chrono::seconds{1}, false},
    {"m", std::chrono::minutes{1}, true},
    {"min", std::chrono::minutes{1}, false},
    {"minute", std::chrono::minutes{1}, false},
    {"h", std::chrono::hours{1}, true},
    {"hr", std::chrono::hours{1}, false},
    {"hour", std::chrono::hours{1}, false},
    {"d", std::chrono::days{1}, true},
    {"day", std::chrono::days{1}, false},
    {"week", std::chrono::weeks{1}, false},
}};

const Unit* find_unit(std::string_view word) {
  for (const Unit& unit : k_units) {
    if (same_name(word, unit.name)) return &unit;
    const bool plural = !unit.abbreviation && word.size() == unit.name.size() + 1 &&
                        lower_letter(word.back()) == 's';
    if (plural && same_name(word.substr(0, unit.name.size()), unit.name)) return &unit;
  }
  return nullptr;
}

// "20m", "20 minutes", "1.5h".
std::optional<Duration> scan_piece(Scanner& scanner, Units units) {
  constexpr std::size_t most_digits = 6;  // no sum of a few of these overflows
  Scanner ahead = scanner;
  const auto whole = ahead.take_number(most_digits);
  if (!whole) return std::nullopt;
  unsigned tenths = 0;
  if (ahead.take('.')) {
    const auto fraction = ahead.take_number(1);
    if (!fraction) return std::nullopt;
    tenths = *fraction;
  }
  const bool blank = ahead.skip_blanks();
  const std::string_view word = ahead.letters();
  const Unit* unit = find_unit(word);
  if (unit == nullptr) return std::nullopt;
  const bool loose = blank || word != unit->name;
  if (units == Units::tight && unit->abbreviation && loose) return std::nullopt;
  ahead.skip(word.size());
  scanner = ahead;
  return Duration{unit->length} * *whole + Duration{unit->length} * tenths / 10;
}

// "half an hour", "an hour", "a minute", "a day".
std::optional<Duration> scan_worded_amount(Scanner& scanner) {
  Scanner ahead = scanner;
  const bool half = ahead.take_word("half") && ahead.skip_blanks();
  const bool one = (ahead.take_word("an") || ahead.take_word("a")) && ahead.skip_blanks();
  if (!one) return std::nullopt;
  const std::string_view word = ahead.letters();
  const Unit* unit = find_unit(word);
  if (unit == nullptr || unit->abbreviation) return std::nullopt;
  ahead.skip(word.size());
  scanner = ahead;
  return Duration{unit->length} / (half ? 2 : 1);
}

}  // namespace

std::optional<Duration> scan_amount(Scanner& scanner, Units units) {
  if (const auto worded = scan_worded_amount(scanner)) return worded;
  auto sum = scan_piece(scanner, units);
  if (!sum) return std::nullopt;
  constexpr int most_pieces = 5;
  for (int pieces = 1; pieces < most_pieces; ++pieces) {
    Scanner ahead = scanner;
    ahead.take(',');
    ahead.skip_blanks();
    if (ahead.take_word("and")) ahead.skip_blanks();
    const auto more = scan_piece(ahead, units);
    if (!more) break;
    *sum += *more;
    scanner = ahead;
  }
  return sum;
}

}  // namespace tocsin
