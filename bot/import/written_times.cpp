#include "bot/import/written_times.h"

#include "bot/import/text.h"
#include "bot/import/time_scan.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

bool is_name_byte(char c) { return is_word_byte(c) || c == '_'; }

// Whether a number or word may begin at `at`: not inside of one, nor in "10.0.0.1:80", "a:12".
bool may_begin(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  const char before = text[at - 1];
  const auto byte = static_cast<unsigned char>(before);
  if (byte >= 0x80) return true;  // dashes, bullets and no-break blanks end in such a byte
  if (is_name_byte(before) || before == '$' || before == '#') return false;
  const bool joins = before == '.' || before == ':' || before == '-' || before == '/' ||
                     before == ',' || before == '+';
  return !joins || at < 2 || !is_name_byte(text[at - 2]) || before == '-' || before == '/' ||
         (before == ':' && (text[at - 2] < '0' || text[at - 2] > '9'));
}

void skip_to_next_word(Scanner& scanner) {
  const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  const bool beyond = beyond_ascii(scanner.peek());
  if (!is_name_byte(scanner.peek())) return scanner.skip(1);
  while (!scanner.at_end() && is_name_byte(scanner.peek()) &&
         beyond_ascii(scanner.peek()) == beyond) {
    scanner.skip(1);
  }
}

// Between a day and its clock: ", ", " at ", "T", " - ", ": ".
void skip_joint(Scanner& scanner) {
  Scanner ahead = scanner;
  if (ahead.take('T')) {
    scanner = ahead;
    return;
  }
  ahead.take(')');
  if (!ahead.take(',') && !ahead.take(':')) ahead.take('.');
  ahead.skip_blanks();
  if (ahead.take_dash() || ahead.take('@') || ahead.take('|') || ahead.take_word("at") ||
      ahead.take_word("from") || ahead.take_word("between") || ahead.take_word("around") ||
      ahead.take('(')) {
    ahead.skip_blanks();
  }
  if (ahead.take_word("at") || ahead.take_word("from")) ahead.skip_blanks();
  scanner = ahead;
}

// `may_be_offset`: in "09:12-11:48" the latter is the end of a span, in "09:12:00-05:00" it is not.
void take_zone_behind(Scanner& scanner, WrittenClock& clock, bool may_be_offset = true) {
  Scanner ahead = scanner;
  if (!may_be_offset && Scanner(ahead).take_dash()) return;
  const bool comma = ahead.take(',');  // "11:00 AM, UTC"
  ahead.skip_blanks();
  auto zone = scan_written_zone(ahead);
  if (!zone || (comma && ahead.at_letter())) return;
  clock.zone = std::move(*zone);
  scanner = ahead;
}

// ", 10 Aug 2024" or " on August 10" behind a clock, unless another clock belongs to that day.
void take_day_behind(Scanner& scanner, WrittenClock& clock) {
  Scanner ahead = scanner;
  const bool comma = ahead.take(',');
  const bool blank = ahead.skip_blanks();
  const bool on = ahead.take_word("on");
  if (on) ahead.skip_blanks();
  const bool bracket = ahead.take('(');
  const bool dash = !comma && blank && !bracket && ahead.take_dash() && ahead.skip_blanks();
  if (!comma && !blank) return;
  if (ahead.take_word("the")) ahead.skip_blanks();
  const std::size_t begin = ahead.at();
  auto day = scan_written_day(ahead);
  if (!day || (dash && !day->year)) return;
  day->place = {begin, ahead.at()};
  if (bracket && !ahead.take(')')) return;
  Scanner behind = ahead;
  skip_joint(behind);
  if (behind.at() > ahead.at() && scan_written_clock(behind) && !on) return;
  clock.day = day;
  scanner = ahead;
  if (clock.zone.empty()) take_zone_behind(scanner, clock);
}

// A day with its clock, or a clock with what is behind it, at the scanner's place.
std::optional<WrittenClock> scan_time(Scanner& scanner) {
  Scanner ahead = scanner;
  auto day = scan_written_day(ahead);
  bool is_machine = false;  // "2024-05-02T09:12", "09:12:00"
  if (day) {
    day->place = {scanner.at(), ahead.at()};
    is_machine = ahead.peek() == 'T';
    skip_joint(ahead);
  }
  const Scanner start = ahead;
  auto clock = scan_written_clock(ahead);
  if (!clock) return std::nullopt;
  clock->day = day;
  const std::string_view shown = ahead.since(start);
  is_machine = is_machine || std::count(shown.begin(), shown.end(), ':') > 1;
  take_zone_behind(ahead, *clock, is_machine);
  if (!day) take_day_behind(ahead, *clock);
  clock->place = {scanner.at(), ahead.at()};
  if (clock->is_odd()) clock->odd = ahead.since(scanner);
  scanner = ahead;
  return clock;
}

HalfOfDay other(HalfOfDay half) { return half == HalfOfDay::am ? HalfOfDay::pm : HalfOfDay::am; }

// "2:00 - 4:30 PM", "11:30 - 1:15 PM", "10:00 AM - 11:30".
void lend_half(WrittenClock& from, WrittenClock& until) {
  const auto twelve = [](const WrittenClock& clock) { return clock.hour >= 1 && clock.hour <= 12; };
  if (!twelve(from) || !twelve(until)) return;
  if (from.half == HalfOfDay::none && until.half != HalfOfDay::none) {
    from.half = until.half;
    if (from.of_day() > until.of_day()) from.half = other(until.half);
  } else if (until.half == HalfOfDay::none && from.half != HalfOfDay::none) {
    until.half = from.half;
    if (from.of_day() > until.of_day()) until.half = other(from.half);
  }
}

void lend(WrittenClock& from, WrittenClock& until) {
  lend_half(from, until);
  if (from.zone.empty()) from.zone = until.zone;
  if (until.zone.empty()) until.zone = from.zone;
  // "14:00 to 16:00 on May 9" says the day of both; "May 9, 14:00 to 16:00" only where it begins.
  const bool day_last = until.day && until.day->place.begin > from.place.end &&
                        until.day->place.begin > until.place.begin;
  if (!from.day && day_last) from.day = until.day;
}

}  // namespace

bool joins(std::string_view between) {
  Scanner scanner{between};
  scanner.take(')');
  scanner.take(',');
  if (between.starts_with(" (")) scanner.skip(2);
  bool found = take_until(scanner);
  if (!found) {
    scanner.skip_blanks();
    for (const std::string_view word : {"to", "until", "till", "through", "and"}) {
      found = found || scanner.take_word(word);
    }
    for (const std::string_view mark : {"→", "~"}) {
      if (between.substr(scanner.at()).starts_with(mark)) {
        scanner.skip(mark.size());
        found = true;
      }
    }
  }
  if (!found) return false;
  scanner.skip_blanks();
  for (const std::string_view word :
       {"approximately", "about", "around", "roughly", "nearly", "almost"}) {
    if (scanner.take_word(word)) scanner.skip_blanks();
  }
  // "and ending at", "and was over at"
  for (const std::string_view word :
       {"was", "ended", "ending", "ends", "over", "resolved", "lasted", "until", "at", "around"}) {
    if (scanner.take_word(word)) scanner.skip_blanks();
  }
  return scanner.at_end();
}

std::vector<WrittenDay> find_days(std::string_view text) {
  std::vector<WrittenDay> days;
  Scanner scanner{text};
  while (!scanner.at_end()) {
    const Scanner start = scanner;
    if (may_begin(text, scanner.at()) && is_name_byte(scanner.peek())) {
      if (auto day = scan_written_day(scanner)) {
        day->place = {start.at(), scanner.at()};
        days.push_back(*day);
        continue;
      }
    }
    skip_to_next_word(scanner);
  }
  return days;
}

std::vector<WrittenClock> find_clocks(std::string_view text) {
  std::vector<WrittenClock> clocks;
  Scanner scanner{text};
  while (!scanner.at_end()) {
    if (may_begin(text, scanner.at()) && is_name_byte(scanner.peek())) {
      if (auto clock = scan_time(scanner)) {
        clocks.push_back(std::move(*clock));
        continue;
      }
    }
    skip_to_next_word(scanner);
  }
  for (std::size_t i = 0; i + 1 < clocks.size(); ++i) {
    const std::size_t end = clocks[i].place.end;
    if (joins(text.substr(end, clocks[i + 1].place.begin - end))) {
      lend(clocks[i], clocks[i + 1]);
    }
  }
  return clocks;
}

std::vector<WrittenSpan> spans_among(const std::vector<WrittenClock>& clocks,
                                     std::string_view text) {
  std::vector<WrittenSpan> spans;
  for (std::size_t i = 0; i + 1 < clocks.size(); ++i) {
    const std::size_t end = clocks[i].place.end;
    if (!joins(text.substr(end, clocks[i + 1].place.begin - end))) continue;
    spans.push_back({clocks[i], clocks[i + 1]});
    ++i;
  }
  return spans;
}

std::vector<WrittenAmount> find_amounts(std::string_view text) {
  std::vector<WrittenAmount> amounts;
  Scanner scanner{text};
  while (!scanner.at_end()) {
    const Scanner start = scanner;
    if (may_begin(text, scanner.at()) && is_name_byte(scanner.peek())) {
      if (const auto length = scan_written_amount(scanner)) {
        amounts.push_back({*length, {start.at(), scanner.at()}});
        continue;
      }
    }
    skip_to_next_word(scanner);
  }
  return amounts;
}

std::vector<std::string> find_zones(std::string_view text) {
  std::vector<std::string> zones;
  Scanner scanner{text};
  while (!scanner.at_end()) {
    const bool bracket = scanner.peek() == '(' || scanner.peek() == '[';
    if (bracket || (may_begin(text, scanner.at()) && scanner.at_letter())) {
      if (auto zone = scan_written_zone(scanner)) {
        zones.push_back(std::move(*zone));
        continue;
      }
    }
    skip_to_next_word(scanner);
  }
  return zones;
}

}  // namespace tocsin::imports
