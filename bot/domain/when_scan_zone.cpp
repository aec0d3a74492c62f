// The zone behind a clock. The difficulty is not to take a word of the text for one: "14:35 DNS is
// down", "14:35 est tombé", "14:35 +1000 orders".

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "bot/domain/when_scan.h"
#include "bot/domain/zone_names.h"

namespace tocsin {

// Defined with Zone, whose friend it is.
std::optional<Zone> zone_meant_at_home(std::string_view word, const Zone& home, Moment now);

namespace {

// Abbreviations that are words of English or German when written small.
constexpr std::array<std::string_view, 10> k_also_words{"art", "cat", "eat", "ist",  "met",
                                                        "sst", "wat", "wet", "west", "wit"};

bool is_zone_letter(char c) {
  return (lower_letter(c) >= 'a' && lower_letter(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '/' || c == '+' || c == '-';
}

bool all_capitals(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool all_small(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool written_like_a_zone(std::string_view word, const Zone& zone) {
  if (all_capitals(word) || word == zone.label() || zone.is_utc() || same_name(word, "GMT")) {
    return true;
  }
  const bool also_word =
      std::find(k_also_words.begin(), k_also_words.end(), word) != k_also_words.end();
  return word.size() > 2 && all_small(word) && !also_word;
}

// "EST", "utc". Not the words that only the tz database knows as zones: "14:35 Japan", "14:35 GB".
std::optional<Zone> scan_abbreviation(Scanner& scanner, const WhenContext& context) {
  const std::string_view word = scanner.letters();
  constexpr std::size_t longest = 4;
  if (word.empty() || word.size() > longest) return std::nullopt;
  auto zone = find_zone(word);
  if (!zone) return std::nullopt;
  const bool american = zone->label().find('/') != std::string::npos;  // "ET" stands for a city
  if (!american && zone->name_at(context.now) != zone->label()) return std::nullopt;
  if (!written_like_a_zone(word, *zone)) return std::nullopt;
  scanner.skip(word.size());
  if (auto at_home = zone_meant_at_home(word, context.zone, context.now)) return at_home;
  return zone;
}

// "UTC+2", "GMT-05:30".
std::optional<Zone> scan_named_offset(Scanner& scanner) {
  Scanner ahead = scanner;
  if (!ahead.take_word("UTC") && !ahead.take_word("GMT")) return std::nullopt;
  if (!ahead.take('+') && !ahead.take('-')) return std::nullopt;
  const std::size_t hours = ahead.digits().size();
  ahead.skip(hours);
  Scanner with_minutes = ahead;
  if (hours <= 2 && with_minutes.take(':') && with_minutes.digits().size() == 2) {
    with_minutes.skip(2);
    ahead = with_minutes;
  }
  auto zone = find_zone(ahead.since(scanner));
  if (zone) scanner = ahead;
  return zone;
}

// "+02:00", "+0200", and in a time stamp "+02".
std::optional<Zone> scan_offset(Scanner& scanner, bool blank, ClockForm form) {
  Scanner ahead = scanner;
  const bool minus = ahead.peek() == '-';
  if (!ahead.take('+') && !ahead.take('-')) return std::nullopt;
  if (minus && !blank && form != ClockForm::stamp) return std::nullopt;
  const std::size_t length = ahead.digits().size();
  const bool leading_zero = ahead.peek() == '0';
  ahead.skip(length);
  if (length == 2 && ahead.take(':')) {
    if (ahead.digits().size() != 2) return std::nullopt;
    ahead.skip(2);
  } else if (length == 2) {
    if (blank || form != ClockForm::stamp) return std::nullopt;
  } else if (length != 4 || (blank && form == ClockForm::bare && !leading_zero)) {
    return std::nullopt;
  }
  auto zone = find_zone(ahead.since(scanner));
  if (zone) scanner = ahead;
  return zone;
}

std::optional<Zone> scan_named(Scanner& scanner, const WhenContext& context) {
  if (auto offset = scan_named_offset(scanner)) return offset;
  std::size_t length = 0;
  while (is_zone_letter(scanner.peek(length))) ++length;
  Scanner ahead = scanner;
  ahead.skip(length);
  const std::string_view name = ahead.since(scanner);
  if (name.find('/') == std::string_view::npos) return scan_abbreviation(scanner, context);
  auto zone = find_zone(name);
  if (zone) scanner = ahead;
  return zone;
}

std::optional<Zone> scan_in_parentheses(Scanner& scanner, const WhenContext& context) {
  Scanner ahead = scanner;
  if (!ahead.take('(')) return std::nullopt;
  auto zone = scan_offset(ahead, true, ClockForm::dated);
  if (!zone) zone = scan_named(ahead, context);
  if (!zone || !ahead.take(')')) return std::nullopt;
  scanner = ahead;
  return zone;
}

}  // namespace

std::optional<Zone> scan_zone(Scanner& scanner, const WhenContext& context, ClockForm form) {
  Scanner ahead = scanner;
  const bool blank = ahead.skip_blanks();
  auto zone = scan_in_parentheses(ahead, context);
  if (!zone) zone = scan_offset(ahead, blank, form);
  if (!zone) zone = scan_named(ahead, context);
  if (!zone) return std::nullopt;
  // What runs on into the text was no zone: "UTC-based", "Z-index", "PST's".
  if (Scanner behind = ahead; !take_separator(behind)) return std::nullopt;
  scanner = ahead;
  return zone;
}

}  // namespace tocsin
