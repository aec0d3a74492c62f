// What the dated timeline tells about start and end, and what of it all does not fit together.

#include "bot/import/entry_kind.h"
#include "bot/import/span.h"
#include "bot/import/text.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace tocsin::imports {
namespace {

using std::chrono::days;
using std::chrono::duration_cast;
using std::chrono::minutes;
using std::chrono::seconds;

std::optional<std::int64_t> minutes_between(const LocalTime& start, const LocalTime& end) {
  if (!start.of_day || !end.of_day) return std::nullopt;
  seconds between = *end.of_day - *start.of_day;
  if (start.day && end.day) {
    between += *end.day - *start.day;
  } else if (between < seconds{0}) {
    between += days{1};
  }
  if (between < seconds{0}) return std::nullopt;
  return between / minutes{1};
}

void take_start_from_timeline(ImportedDocument& document) {
  const ImportedEntry* chosen = nullptr;
  for (const ImportedEntry& entry : document.timeline) {
    if (!entry.time || !entry.time->of_day) continue;
    if (chosen == nullptr) chosen = &entry;
    if (tells_begin(entry.text)) {
      chosen = &entry;
      break;
    }
  }
  if (chosen == nullptr) return;
  document.start = chosen->time;
  document.warnings.emplace_back("The start is the time of an entry; it is not said by itself.");
}

std::optional<LocalTime> end_in_timeline(const ImportedDocument& document) {
  const ImportedEntry* chosen = nullptr;
  const ImportedEntry* last = nullptr;
  int timed = 0;
  for (const ImportedEntry& entry : document.timeline) {
    if (!entry.time || !entry.time->of_day) continue;
    ++timed;
    last = &entry;
    if (entry.kind == EntryKind::resolved || tells_end(entry.text)) chosen = &entry;
  }
  if (timed < 2) return std::nullopt;
  if (chosen != nullptr) return chosen->time;
  constexpr int enough = 4;  // so many entries tell the whole story
  const bool whole = timed >= enough && !document.stated_duration_minutes;
  return whole ? last->time : std::nullopt;
}

void take_end_from_timeline(ImportedDocument& document) {
  if (const auto end = end_in_timeline(document)) {
    document.end = end;
    document.warnings.emplace_back("The end is the time of an entry; it is not said by itself.");
    return;
  }
  if (!document.stated_duration_minutes || !document.start->day || !document.start->of_day) return;
  const auto end =
      *document.start->day + *document.start->of_day + minutes{*document.stated_duration_minutes};
  const auto day = std::chrono::floor<days>(end);
  document.end = LocalTime{day, duration_cast<seconds>(end - day)};
  document.warnings.emplace_back("The end is the start and the stated duration.");
}

// "PST" in May: its clocks are on summer time then, and the author may have meant that.
bool is_winter_zone(std::string_view zone) {
  static constexpr auto winter = std::to_array<std::string_view>(
      {"EST", "CST", "MST", "PST", "AKST", "CET", "WET", "AEST", "NZST"});
  return std::find(winter.begin(), winter.end(), zone) != winter.end();
}

void check_season(ImportedDocument& document) {
  if (!document.zone || !document.start || !document.start->day) return;
  const unsigned month =
      static_cast<unsigned>(std::chrono::year_month_day{*document.start->day}.month());
  const std::string& zone = *document.zone;
  const bool south = zone == "AEST" || zone == "NZST";
  const bool summer = south ? month >= 11 || month <= 3 : month >= 4 && month <= 10;
  if (!is_winter_zone(zone) || !summer) return;
  document.warnings.push_back(fmt::format(
      "{} is the winter time of its zone and the date is in summer; it is kept as written.", zone));
}

// By so much later, on the clock of the same place; the day goes along where it is known.
LocalTime shifted(const LocalTime& time, minutes by) {
  seconds of_day = *time.of_day + by;
  LocalTime moved = time;
  while (of_day < seconds{0} || of_day >= days{1}) {
    const days step{of_day < seconds{0} ? -1 : 1};
    of_day -= step;
    if (moved.day) *moved.day += step;
  }
  moved.of_day = of_day;
  return moved;
}

bool is_written(const LocalTime& time, const std::vector<Piece>& pieces) {
  return std::any_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
    const auto clocks = find_clocks(piece.text);
    return std::any_of(clocks.begin(), clocks.end(),
                       [&](const WrittenClock& clock) { return clock.of_day() == time.of_day; });
  });
}

// "approximately three hours": no reason to doubt the clocks.
bool is_stated_roughly(const std::vector<Piece>& pieces, minutes stated) {
  static constexpr auto rough = std::to_array<std::string_view>(
      {"approximately", "about", "around", "roughly", "nearly", "almost", "approx.", "over",
       "under", "more than", "less than", "some"});
  for (const Piece& piece : pieces) {
    for (const WrittenAmount& amount : find_amounts(piece.text)) {
      if (amount.length != stated) continue;
      const std::string before = lowered(trim(piece.text.substr(0, amount.place.begin)));
      return std::any_of(rough.begin(), rough.end(),
                         [&](std::string_view word) { return before.ends_with(word); });
    }
  }
  return false;
}

// Where an entry had to stand in for start or end, and the stated duration leads from the other one
// to a clock that the document names, that clock is meant.
void fit_to_stated(const std::vector<Piece>& pieces, bool start_said, bool end_said,
                   ImportedDocument& document) {
  const auto& stated = document.stated_duration_minutes;
  if (!stated || !document.start || !document.end) return;
  if (minutes_between(*document.start, *document.end) == stated) return;
  if (!document.start->of_day || !document.end->of_day || *stated > days{30} / minutes{1}) return;
  if (is_stated_roughly(pieces, minutes{*stated})) return;
  const LocalTime start = shifted(*document.end, -minutes{*stated});
  const LocalTime end = shifted(*document.start, minutes{*stated});
  if (!start_said && is_written(start, pieces)) {
    document.start = start;
  } else if (!end_said && is_written(end, pieces)) {
    document.end = end;
  }
}

}  // namespace

void complete_span(const std::vector<Piece>& pieces, ImportedDocument& document) {
  const bool start_said = document.start && document.start->of_day;
  const bool end_said = document.end.has_value();
  if (!start_said) take_start_from_timeline(document);
  if (document.start && !document.end) take_end_from_timeline(document);
  if (!start_said || !end_said) fit_to_stated(pieces, start_said, end_said, document);
  if (document.start && document.end) {
    document.duration_minutes = minutes_between(*document.start, *document.end);
    if (!document.duration_minutes && document.start->of_day && document.end->of_day) {
      document.warnings.emplace_back("The end is before the start.");
    }
  }
  if (!document.start || !document.start->day) {
    document.warnings.emplace_back("The document gives no date.");
  }
  if (!document.zone) document.warnings.emplace_back("The document gives no time zone.");
  check_season(document);
  const auto& stated = document.stated_duration_minutes;
  const auto& computed = document.duration_minutes;
  if (stated && computed && *stated != *computed) {
    document.warnings.push_back(fmt::format(
        "The document says {} minutes, but from start to end it is {}.", *stated, *computed));
  }
}

}  // namespace tocsin::imports
