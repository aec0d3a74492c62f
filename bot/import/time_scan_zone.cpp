// Zones, kept as they are written: "PST", "(UTC+3)", "Europe/Berlin", "Pacific Time".

#include "bot/domain/zone.h"
#include "bot/domain/zone_names.h"
#include "bot/import/time_scan.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

bool all_capitals(std::string_view word) {
  return std::all_of(word.begin(), word.end(), is_capital);
}

// Generic names that stand for a coast, summer and winter.
constexpr std::array<std::string_view, 6> k_generic{"ET", "CT", "MT", "PT", "UTC", "GMT"};

bool is_abbreviation(std::string_view word) {
  if (word == "Z") return true;
  const bool generic = std::find(k_generic.begin(), k_generic.end(), word) != k_generic.end();
  if (generic || same_name(word, "UTC") || same_name(word, "GMT")) return true;
  return word.size() >= 3 && all_capitals(word) && find_abbreviation(word) != nullptr;
}

// "+3", "+03:00", "-0530" behind UTC or GMT, or by itself. In "13:00 GMT – 16:30" and
// "06:31 UTC - 2024-02-06" the dash joins two times, and blanks around it tell.
bool take_offset(Scanner& scanner, bool alone) {
  Scanner ahead = scanner;
  const bool blank_before = !alone && ahead.skip_blanks();
  const bool plus = ahead.take('+');  // joins nothing: "GMT + 1"
  if (!plus && !ahead.take_dash()) return false;
  if (!alone && ahead.skip_blanks() && blank_before && !plus) return false;
  const std::size_t length = ahead.digits().size();
  if (length == 0 || length > 4 || length == 3) return false;
  if (alone && length == 1) return false;
  constexpr unsigned furthest = 14;  // hours from Greenwich
  Scanner hours = ahead;
  if (*hours.take_number(2) > furthest) return false;
  ahead.skip(length);
  Scanner with_minutes = ahead;
  const bool minutes = length <= 2 && with_minutes.take(':') && with_minutes.digits().size() == 2;
  if (minutes) {
    with_minutes.skip(2);
    ahead = with_minutes;
  } else if (alone && length <= 2) {
    return false;
  }
  if (ahead.at_digit() || ahead.at_letter() || ahead.peek() == ':' || ahead.peek() == '%') {
    if (ahead.peek() != ':' || (ahead.peek(1) >= '0' && ahead.peek(1) <= '9')) return false;
  }
  scanner = ahead;
  return true;
}

// "Pacific Time", "Central European Summer Time", "West Africa Time".
bool take_spelled_out(Scanner& scanner) {
  static constexpr auto places = std::to_array<std::string_view>(
      {"Pacific",     "Mountain", "Central",    "Eastern",    "Atlantic",  "Alaska",    "Hawaii",
       "West",        "East",     "Accra",      "Kigali",     "Kampala",   "London",    "Berlin",
       "Paris",       "Cairo",    "South",      "Western",    "Southern",  "Northern",  "Africa",
       "Nairobi",     "Lagos",    "European",   "Europe",     "Greenwich", "British",   "Irish",
       "Moscow",      "Turkey",   "Arabia",     "Arabian",    "Gulf",      "Iran",      "Pakistan",
       "India",       "Indian",   "Bangladesh", "China",      "Hong",      "Singapore", "Malaysia",
       "Japan",       "Korea",    "Philippine", "Australian", "Sydney",    "Zealand",   "Universal",
       "Coordinated", "Brasilia", "Argentina",  "Colombia",   "Israel",    "Egypt",     "Ethiopia",
       "Kenya",       "Nigeria",  "Rwanda"});
  constexpr int most_words = 4;
  if (std::find(places.begin(), places.end(), scanner.letters()) == places.end()) return false;
  Scanner ahead = scanner;
  for (int words = 0; words < most_words; ++words) {
    const std::string_view word = ahead.letters();
    if (word.size() < 4 || !is_capital(word.front())) return false;
    ahead.skip(word.size());
    Scanner last = ahead;
    if (!last.skip_blanks()) return false;
    if (last.take_word("Time")) {
      scanner = last;
      return true;
    }
    ahead = last;
  }
  return false;
}

bool take_region(Scanner& scanner) {
  constexpr std::size_t longest = 40;
  std::size_t length = 0;
  const auto fits = [](char c) {
    return (lower_letter(c) >= 'a' && lower_letter(c) <= 'z') || c == '_' || c == '/' || c == '-';
  };
  while (length <= longest && fits(scanner.peek(length))) ++length;
  Scanner ahead = scanner;
  ahead.skip(length);
  const std::string_view name = ahead.since(scanner);
  if (name.find('/') == std::string_view::npos || !find_zone(name)) return false;
  scanner = ahead;
  return true;
}

bool take_zone(Scanner& scanner) {
  if (take_region(scanner) || take_spelled_out(scanner)) return true;
  Scanner ahead = scanner;
  const std::string_view word = ahead.letters();
  if (!is_abbreviation(word)) return false;
  ahead.skip(word.size());
  if (same_name(word, "UTC") || same_name(word, "GMT")) take_offset(ahead, false);
  if (ahead.at_digit() || ahead.peek() == '_') return false;
  scanner = ahead;
  return true;
}

}  // namespace

std::optional<std::string> scan_written_zone(Scanner& scanner) {
  Scanner ahead = scanner;
  const char bracket = ahead.peek();
  const bool bracketed = bracket == '(' || bracket == '[';
  if (bracketed) ahead.skip(1);
  if (bracketed) ahead.skip_blanks();
  const Scanner start = ahead;
  if (!take_zone(ahead) && !take_offset(ahead, true)) return std::nullopt;
  std::string label(ahead.since(start));
  if (bracketed) {
    Scanner explained = ahead;  // "(East Africa Time, UTC+3)"
    if (explained.take(',') && explained.skip_blanks() && take_zone(explained)) {
      ahead = explained;
      label = ahead.since(start);
    }
    ahead.skip_blanks();
    if (ahead.take_word("time")) ahead.skip_blanks();
    if (!ahead.take(bracket == '(' ? ')' : ']')) return std::nullopt;
  } else {
    // "WAT (UTC+1)": the offset explains the name.
    Scanner behind = ahead;
    behind.skip_blanks();
    if (behind.peek() == '(') {
      behind.skip(1);
      Scanner explained = behind;
      if (take_zone(explained) && explained.take(')')) {
        // "West Africa Time (WAT)": the short name is what the other times carry.
        const std::string_view name = explained.since(behind);
        const bool is_short = all_capitals(name.substr(0, name.size() - 1));
        if (is_short && label.find(' ') != std::string::npos)
          label = name.substr(0, name.size() - 1);
        ahead = explained;
      }
    }
  }
  scanner = ahead;
  return label == "Z" ? "UTC" : label;
}

std::optional<std::string> read_zone(std::string_view text) {
  Scanner scanner{text};
  scanner.skip_blanks();
  return scan_written_zone(scanner);
}

}  // namespace tocsin::imports
