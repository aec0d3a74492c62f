#include "bot/import/span.h"

#include "bot/import/entry_kind.h"
#include "bot/import/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace tocsin::imports {
namespace {

using std::chrono::days;
using std::chrono::duration_cast;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Roles k_when{Role::duration, Role::start, Role::end};
// Where a span or a length of time is about other things.
constexpr Roles k_elsewhere{Role::timeline, Role::measures, Role::tasks,   Role::lessons,
                            Role::other,    Role::authors,  Role::actions, Role::misleading};

std::string text_of(const Piece& piece) {
  std::string text = one_line(piece.text);
  for (const std::string& cell : piece.cells) text += "\n" + cell;
  return text;
}

template <class Do>
void for_sentences(const Piece& piece, Do&& act) {
  const std::string text = one_line(piece.text);  // a time may be wrapped
  for (const std::string_view sentence : sentences_of(text)) act(sentence);
}

bool tells_outage(std::string_view sentence) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"outage",  "down",    "unavailab", "incident",  "disrupt",   "experienc",     "lasted",
       "lasting", "affect",  "impact",    "degrad",    "interrupt", "inaccessib",    "unreachable",
       "failing", "failed",  "unable",    "could not", "couldn",    "suffer",        "errors",
       "issue",   "occurr",  "started",   "began",     "offline",   "not available", "duration",
       "window",  "error",   "resulted",  "not reach", "refused",   "nobody",        "lost",
       "slow",    "not be ", "could be",  "users",     "visitors",  "customers"});
  return has_stem(lowered(sentence), stems);
}

bool tells_ending(std::string_view sentence) {
  static constexpr auto stems =
      std::to_array<std::string_view>({"ended", "resolved", "until", "restored", "lasted until",
                                       "recovered", "back", "ending", "fixed", "and lasted"});
  return has_stem(lowered(sentence), stems);
}

struct Found {
  std::optional<WrittenClock> start;
  std::optional<WrittenClock> end;
  std::optional<WrittenDay> start_day;
  std::optional<WrittenDay> end_day;
};

class Reader {
 public:
  Reader(const std::vector<Piece>& pieces, std::string_view title, const Calendar& calendar,
         ImportedDocument& document)
      : pieces_(pieces), title_(title), calendar_(calendar), document_(document) {}

  void run(const std::vector<RawEntry>& entries) {
    from_labels();
    from_spans();
    set_times(entries);
    set_zone(entries);
    set_stated();
  }

 private:
  static bool valid(const WrittenClock& clock) { return clock.of_day().has_value(); }

  void from_labels() {
    for (const Piece& piece : pieces_) {
      if (piece.kind == Piece::Kind::heading) continue;
      if (piece.roles.has(Role::start)) take_label(piece, found_.start, found_.start_day);
      if (piece.roles.has(Role::end)) take_label(piece, found_.end, found_.end_day);
      if (piece.kind == Piece::Kind::row) take_row(piece);
    }
  }

  // "| Start | 2024-04-18 06:41 UTC |" in a table of facts.
  void take_row(const Piece& piece) {
    if (piece.cells.size() < 2 || piece.roles.any_of({Role::timeline, Role::tasks})) return;
    const Announcement announcement = read_announcement(piece.cells.front());
    if (!announcement.exact) return;
    Piece value;
    value.text = piece.cells[1];
    if (announcement.roles.has(Role::start)) take_label(value, found_.start, found_.start_day);
    if (announcement.roles.has(Role::end)) take_label(value, found_.end, found_.end_day);
    if (announcement.roles.has(Role::duration)) when_.push_back(value.text);
    if (announcement.roles.has(Role::date)) dates_.push_back(value.text);
    if (announcement.roles.has(Role::zone)) zones_.push_back(value.text);
  }

  static void take_label(const Piece& piece, std::optional<WrittenClock>& clock,
                         std::optional<WrittenDay>& day) {
    if (clock) return;
    std::string text = piece.text;
    const std::size_t dot = text.find('.');  // "11.20" and nothing else
    if (dot != std::string::npos && text.find_first_not_of("0123456789.") == std::string::npos) {
      text[dot] = ':';
    }
    const auto clocks = find_clocks(text);
    if (!clocks.empty() && valid(clocks.front())) clock = clocks.front();
    const auto written = find_days(piece.text);
    if (!day && !written.empty()) day = written.front();
  }

  void from_spans() {
    for (const Piece& piece : pieces_) {
      if (piece.roles.has(Role::duration)) when_.push_back(text_of(piece));
      if (piece.roles.has(Role::date)) dates_.push_back(text_of(piece));
      if (piece.roles.has(Role::zone)) zones_.push_back(text_of(piece));
    }
    for (const std::string& text : when_) take_span(text, true);
    take_span(title_, false);
    for (const Piece& piece : pieces_) {
      if (piece.kind == Piece::Kind::heading) take_span(piece.text, false);
    }
    for (const Piece& piece : pieces_) {
      if (piece.roles.any_of(k_elsewhere) || piece.roles.any_of(k_when)) continue;
      if (piece.kind == Piece::Kind::code || piece.kind == Piece::Kind::heading) continue;
      for_sentences(piece, [&](std::string_view sentence) {
        if (tells_outage(sentence)) take_span(sentence, tells_ending(sentence));
      });
    }
    from_dated_spans();
  }

  // A span with its day in it is worth the words that are missed.
  void from_dated_spans() {
    constexpr Roles tales{Role::summary, Role::impact, Role::timeline, Role::detection};
    for (const Piece& piece : pieces_) {
      if (!piece.roles.empty() && !piece.roles.any_of(tales)) continue;
      if (piece.kind != Piece::Kind::text && piece.kind != Piece::Kind::item) continue;
      const std::size_t enough = piece.roles.has(Role::timeline) ? 2 : 1;
      for_sentences(piece, [&](std::string_view sentence) {
        if (find_days(sentence).size() >= enough) take_span(sentence, false);
      });
    }
  }

  // `any_two`: two clocks are start and end even when no dash joins them.
  void take_span(std::string_view text, bool any_two) {
    if (found_.start && found_.end) return;
    const auto clocks = find_clocks(text);
    const auto spans = spans_among(clocks, text);
    std::optional<WrittenSpan> span;
    for (const WrittenSpan& candidate : spans) {
      if (valid(candidate.from) && valid(candidate.until)) {
        span = candidate;
        break;
      }
    }
    if (!span && any_two && clocks.size() == 2 && valid(clocks[0]) && valid(clocks[1])) {
      span = WrittenSpan{clocks[0], clocks[1]};
      if (span->from.zone.empty()) span->from.zone = span->until.zone;
    }
    if (!span) return;
    if (!found_.start) {
      found_.start = span->from;
      const auto written = find_days(text);
      if (!found_.start->day && !written.empty()) found_.start_day = written.front();
    }
    if (!found_.end) found_.end = span->until;
  }

  std::optional<std::chrono::sys_days> day_of(const std::optional<WrittenDay>& written) {
    if (!written) return std::nullopt;
    if (calendar_.is_doubtful(*written)) {
      document_.warnings.push_back(
          fmt::format("The date can be read in two ways; it is taken as month {}, day {}.",
                      written->month, written->day));
    }
    return calendar_.day_of(*written);
  }

  std::optional<std::chrono::sys_days> incident_day(const std::vector<RawEntry>& entries) {
    std::vector<std::string> places = when_;
    places.emplace_back(title_);
    places.insert(places.end(), dates_.begin(), dates_.end());
    for (const Piece& piece : pieces_) {
      if (piece.roles.any_of({Role::summary, Role::impact})) places.push_back(text_of(piece));
    }
    for (const std::string& place : places) {
      const auto written = find_days(place);
      if (written.empty()) continue;
      if (const auto day = day_of(written.front())) return day;
    }
    for (const RawEntry& entry : entries) {
      const auto& written = entry.clock && entry.clock->day ? entry.clock->day : entry.day;
      if (const auto day = day_of(written)) return day;
    }
    return only_day();
  }

  // The one day that the document names in its text; the date of the text itself stands alone.
  std::optional<std::chrono::sys_days> only_day() {
    if (const auto told = only_day_of(true)) return told;
    return only_day_of(false);
  }

  std::optional<std::chrono::sys_days> only_day_of(bool told) {
    std::optional<std::chrono::sys_days> only;
    for (const Piece& piece : pieces_) {
      if (piece.roles.any_of({Role::tasks, Role::measures, Role::other})) continue;
      const std::string text = text_of(piece);
      for (const WrittenDay& written : find_days(text)) {
        const bool alone = written.place.end - written.place.begin + 4 > text.size();
        if (told && alone) continue;
        const auto day = calendar_.day_of(written);
        if (day && only && day != only) return std::nullopt;
        if (day) only = day;
      }
    }
    return only;
  }

  void set_times(const std::vector<RawEntry>& entries) {
    const auto day = incident_day(entries);
    if (found_.start) {
      auto own = day_of(found_.start->day ? found_.start->day : found_.start_day);
      document_.start = LocalTime{own ? own : day, found_.start->of_day()};
    } else if (found_.start_day) {
      document_.start = LocalTime{day_of(found_.start_day), std::nullopt};
    } else if (day) {
      day_only_ = day;
      document_.start = LocalTime{day, std::nullopt};
    }
    if (found_.end) {
      const auto own = day_of(found_.end->day ? found_.end->day : found_.end_day);
      const auto start_day = document_.start ? document_.start->day : std::nullopt;
      LocalTime end{own ? own : start_day, found_.end->of_day()};
      const bool back = document_.start && document_.start->of_day && end.day &&
                        *end.of_day < *document_.start->of_day;
      if (!own && back) *end.day += days{1};
      document_.end = end;
    }
  }

  void set_zone(const std::vector<RawEntry>& entries) {
    std::vector<std::string> zones;
    const auto take = [&](const std::string& zone) {
      if (!zone.empty()) zones.push_back(zone);
    };
    const auto take_all = [&](std::string_view text) {
      for (const std::string& zone : find_zones(text)) take(zone);
    };
    if (found_.start) take(found_.start->zone);
    if (found_.end) take(found_.end->zone);
    for (const std::string& text : zones_) take_all(text);
    for (const std::string& text : when_) take_all(text);
    for (const Piece& piece : pieces_) {
      const bool head = piece.kind == Piece::Kind::heading && piece.own.has(Role::timeline);
      if (head || piece.is_head) take_all(text_of(piece));
    }
    for (const RawEntry& entry : entries) {
      if (entry.clock) take(entry.clock->zone);
    }
    if (zones.empty()) take_all(title_);
    for (const Piece& piece : pieces_) {
      for (const std::string_view sentence : sentences_of(piece.text)) {
        if (contains(lowered(sentence), "times ")) take_all(sentence);
      }
    }
    if (zones.empty()) {
      for (const Piece& piece : pieces_) {
        for (const WrittenClock& clock : find_clocks(piece.text)) take(clock.zone);
      }
    }
    if (zones.empty()) return;
    document_.zone = zones.front();
    const auto other = std::find_if(zones.begin(), zones.end(), [&](const std::string& zone) {
      return lowered(zone) != lowered(*document_.zone);
    });
    if (other != zones.end()) {
      document_.warnings.push_back(fmt::format(
          "More than one time zone is written, {0} and {1}; the times are taken as {0} as they "
          "stand.",
          *document_.zone, *other));
    }
  }

  void set_stated() {
    for (const std::string& text : when_) {
      for (const WrittenAmount& amount : amounts_in(text)) return state(amount.length);
    }
    take_stated(title_, false);
    for (const Piece& piece : pieces_) {
      if (document_.stated_duration_minutes) return;
      if (piece.roles.any_of(k_elsewhere) || piece.kind == Piece::Kind::code) continue;
      const bool cause = piece.roles.has(Role::cause);
      for (const std::string_view sentence : sentences_of(piece.text))
        take_stated(sentence, !cause);
    }
  }

  // "14h10" is a clock, and 14 hours only for who does not look at what is around it.
  static std::vector<WrittenAmount> amounts_in(std::string_view text) {
    const auto clocks = find_clocks(text);
    std::vector<WrittenAmount> amounts = find_amounts(text);
    std::erase_if(amounts, [&](const WrittenAmount& amount) {
      return amount.length < minutes{1} ||
             std::any_of(clocks.begin(), clocks.end(), [&](const WrittenClock& clock) {
               return amount.place.begin < clock.place.end && clock.place.begin < amount.place.end;
             });
    });
    return amounts;
  }

  void state(seconds length) {
    if (!document_.stated_duration_minutes) {
      document_.stated_duration_minutes = (length + seconds{30}) / minutes{1};
    }
  }

  // "lasted 90 minutes", "for about 1.5 hours", "a 2-hour outage", "total downtime of 45 min".
  // `any_for`: also "for 47 minutes" in a sentence about an outage.
  void take_stated(std::string_view sentence, bool any_for) {
    static constexpr auto before = std::to_array<std::string_view>(
        {"lasted",      "lasting",         "lasted for",       "lasting for",   "duration of",
         "duration:",   "for a total of",  "total of",         "downtime of",   "outage of",
         "down for",    "unavailable for", "inaccessible for", "duration was",  "duration:",
         "offline for", "period of",       "transactions for", "spanned",       "disruption of",
         "outage for",  "interruption of", "persisted for",    "continued for", "unreachable for",
         "outage was",  "incident was"});
    static constexpr auto behind = std::to_array<std::string_view>(
        {"outage", "downtime", "incident", "disruption", "interruption", "of downtime",
         "service outage", "long outage", "of outage", "degradation", "long"});
    static constexpr auto vague = std::to_array<std::string_view>(
        {"approximately", "about", "around", "roughly", "nearly", "almost", "over", "just over",
         "just under", "under", "a little over", "some", "at least", "more than", "less than",
         "only", "exactly", "an estimated", "a total of"});
    const std::string lower = lowered(sentence);
    for (const WrittenAmount& amount : amounts_in(sentence)) {
      std::string_view front = trim(std::string_view(lower).substr(0, amount.place.begin));
      for (bool more = true; more;) {
        more = false;
        for (const std::string_view word : vague) {
          if (!front.ends_with(word)) continue;
          front = trim(front.substr(0, front.size() - word.size()));
          more = true;
        }
      }
      std::string_view rest = std::string_view(lower).substr(amount.place.end);
      while (!rest.empty() && (rest.front() == ' ' || rest.front() == '-')) rest.remove_prefix(1);
      const bool led = std::any_of(before.begin(), before.end(),
                                   [&](std::string_view words) { return front.ends_with(words); });
      const bool followed = std::any_of(behind.begin(), behind.end(), [&](std::string_view words) {
        return rest.starts_with(words);
      });
      const bool for_all =
          any_for && front.ends_with("for") && tells_outage(sentence) && !contains(lower, "cache");
      if (led || followed || for_all) return state(amount.length);
    }
  }

  const std::vector<Piece>& pieces_;
  std::string_view title_;
  const Calendar& calendar_;
  ImportedDocument& document_;
  Found found_;
  std::vector<std::string> when_;
  std::vector<std::string> dates_;
  std::vector<std::string> zones_;
  std::optional<std::chrono::sys_days> day_only_;
};

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

}  // namespace

void read_span(const std::vector<Piece>& pieces, const std::vector<RawEntry>& entries,
               std::string_view title, const Calendar& calendar, ImportedDocument& document) {
  Reader(pieces, title, calendar, document).run(entries);
}

void complete_span(ImportedDocument& document) {
  if (!document.start || !document.start->of_day) take_start_from_timeline(document);
  if (document.start && !document.end) take_end_from_timeline(document);
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
