#include "bot/import/span.h"

#include "bot/import/entry_kind.h"
#include "bot/import/text.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>

namespace tocsin::imports {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Roles k_when{Role::duration, Role::start, Role::end};
// Where a span or a length of time is about other things.
constexpr Roles k_elsewhere{Role::timeline, Role::measures, Role::tasks,   Role::lessons,
                            Role::other,    Role::authors,  Role::actions, Role::misleading};

constexpr auto k_incidents =
    std::to_array<std::string_view>({"incident", "outage", "occur", "disruption"});

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
      {"outage",     "down",        "unavailab",     "incident",    "disrupt",   "experienc",
       "lasted",     "lasting",     "affect",        "impact",      "degrad",    "interrupt",
       "inaccessib", "unreachable", "failing",       "failed",      "unable",    "could not",
       "couldn",     "suffer",      "errors",        "issue",       "occurr",    "started",
       "began",      "offline",     "not available", "duration",    "window",    "error",
       "resulted",   "not reach",   "refused",       "nobody",      "lost",      "slow",
       "not be ",    "could be",    "users",         "visitors",    "customers", "stopped",
       "did not ",   "didn't",      "answered",      "took down",   "requests",  "broke",
       "unusable",   "crash",       "block",         "connectivity"});
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
      if (piece.roles.has(Role::start)) {
        take_label(piece, found_.start, found_.start_day);
        take_end_behind(piece.text);
      }
      if (piece.roles.has(Role::end)) take_label(piece, found_.end, found_.end_day);
      if (piece.roles.any_of({Role::start, Role::end})) beside_.push_back(text_of(piece));
      if (piece.kind == Piece::Kind::row) take_row(piece);
    }
  }

  // "Start time: 9:00 AM, End time: 10:00 AM" on one line.
  void take_end_behind(std::string_view text) {
    static constexpr auto ends = std::to_array<std::string_view>({"end", "until", "resolved"});
    const auto clocks = find_clocks(text);
    if (found_.end || clocks.size() != 2 || !valid(clocks[1])) return;
    const std::size_t from = clocks[0].place.end;
    if (has_stem(lowered(text.substr(from, clocks[1].place.begin - from)), ends)) {
      found_.end = clocks[1];
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
      if (piece.roles.has(Role::date)) {
        // "Incident date" is surer than the day in a title, "Date" may be the document's unless a
        // clock is with it.
        const bool sure = has_stem(lowered(piece.label), k_incidents);
        (sure || !find_clocks(piece.text).empty() ? when_ : dates_).push_back(text_of(piece));
      }
      if (piece.roles.has(Role::zone)) zones_.push_back(text_of(piece));
    }
    for (const std::string& text : when_) take_span(text, true);
    take_span(title_, false);
    for (const Piece& piece : pieces_) {
      const bool entry = piece.roles.has(Role::timeline) && piece.own.empty();  // "### 13:30-13:45"
      if (piece.kind == Piece::Kind::heading && !entry) take_span(piece.text, false);
    }
    // A summary is surer than what else is told, wherever it stands.
    for (const bool summary : {true, false}) {
      for (const Piece& piece : pieces_) {
        if (piece.roles.any_of(k_elsewhere) || piece.roles.any_of(k_when)) continue;
        if (piece.kind == Piece::Kind::code || piece.kind == Piece::Kind::heading) continue;
        if (summary != piece.roles.any_of({Role::summary, Role::impact})) continue;
        for_sentences(piece, [&](std::string_view sentence) {
          if (tells_outage(sentence)) take_span(sentence, tells_ending(sentence));
        });
      }
    }
    for (const Piece& piece : pieces_) {
      if (!piece.roles.has(Role::impact) || piece.kind == Piece::Kind::heading) continue;
      for_sentences(piece, [&](std::string_view sentence) { take_span(sentence, false); });
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
    if (const auto day = told_day()) return day;
    return only_day();
  }

  // "on Friday, August 2nd", and not the day in a line about author and publication.
  static bool is_said_of(std::string_view sentence, const WrittenDay& day) {
    static constexpr auto words =
        std::to_array<std::string_view>({"on ", "the ", "from ", "between ", "since "});
    constexpr std::size_t near = 18;
    const std::size_t end = day.place.begin;
    const std::size_t from = end > near ? end - near : 0;
    return has_stem(lowered(sentence.substr(from, end - from)), words);
  }

  // "On August 2nd, 2023 the feed did not update": the first sentence of that kind.
  std::optional<std::chrono::sys_days> told_day() {
    for (const Piece& piece : pieces_) {
      if (piece.roles.any_of(k_elsewhere) || piece.kind == Piece::Kind::heading) continue;
      std::optional<std::chrono::sys_days> day;
      for_sentences(piece, [&](std::string_view sentence) {
        const auto written = find_days(sentence);
        if (day || written.empty() || !tells_outage(sentence)) return;
        if (is_said_of(sentence, written.front())) day = day_of(written.front());
      });
      if (day) return day;
    }
    return std::nullopt;
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
    } else if (set_days(entries)) {
      return;
    } else if (day) {
      day_only_ = day;
      document_.start = LocalTime{day, std::nullopt};
    }
    if (found_.end) {
      const auto& end_day = found_.end->day ? found_.end->day : found_.end_day;
      const auto start = document_.start ? document_.start->day : std::nullopt;
      const auto near = calendar_.day_near(end_day, start);
      const auto own = near ? near : day_of(end_day);
      LocalTime end{own ? own : start, found_.end->of_day()};
      const bool back = document_.start && document_.start->of_day && end.day &&
                        *end.of_day < *document_.start->of_day;
      // "10 PM to 6 AM on June 8" says its day once: the night before it or behind it.
      const bool once = !own || own == start;
      if (back && once && own && begins_before(entries, *own)) {
        *document_.start->day -= days{1};
      } else if (back && once) {
        *end.day += days{1};
      }
      document_.end = end;
    }
  }

  bool begins_before(const std::vector<RawEntry>& entries, std::chrono::sys_days day) const {
    if (entries.empty()) return false;
    const RawEntry& first = entries.front();
    const auto& written = first.clock && first.clock->day ? first.clock->day : first.day;
    return written && calendar_.day_of(*written) < day;
  }

  // "from April 5, 2022, to May 10, 2022", and no clock in the whole timeline.
  bool set_days(const std::vector<RawEntry>& entries) {
    const bool clocks = std::any_of(entries.begin(), entries.end(),
                                    [](const RawEntry& entry) { return entry.clock.has_value(); });
    if (clocks || found_.start || found_.end) return false;
    for (const std::string& text : when_) {
      const auto written = find_days(text);
      if (written.size() < 2) continue;
      const std::size_t from = written[0].place.end;
      if (!joins(std::string_view(text).substr(from, written[1].place.begin - from))) continue;
      const auto first = day_of(written[0]);
      const auto last = day_of(written[1]);
      if (!first || !last || *last <= *first) continue;
      document_.start = LocalTime{first, std::nullopt};
      document_.end = LocalTime{last, std::nullopt};
      return true;
    }
    return false;
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
    for (const std::string& text : beside_) take_all(text);
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
    take_stated(title_, false, false);
    for (const Piece& piece : pieces_) {
      if (document_.stated_duration_minutes) return;
      if (piece.roles.any_of(k_elsewhere) || piece.kind == Piece::Kind::code) continue;
      const bool cause = piece.roles.has(Role::cause);
      const bool told = piece.roles.any_of({Role::summary, Role::impact});
      for (const std::string_view sentence : sentences_of(piece.text)) {
        take_stated(sentence, !cause, told);
      }
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
  // `any_for`: also "for 47 minutes" in a sentence about an outage; `is_summary`: "was stale for 47
  // minutes", whatever it was.
  void take_stated(std::string_view sentence, bool any_for, bool is_summary) {
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
    static constexpr auto k_was = std::to_array<std::string_view>({"was ", "were "});
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
      const bool was = has_stem(front.substr(0, front.rfind("for")), k_was);
      const bool for_all = any_for && front.ends_with("for") && !contains(lower, "cache") &&
                           (tells_outage(sentence) || (is_summary && was));
      // "2 hours 25 minutes of pure hunger"
      const bool alone = is_summary && front.empty() && rest.starts_with("of ");
      if (led || followed || for_all || alone) return state(amount.length);
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
  std::vector<std::string> beside_;  // start and end as they stand, for "(local time, AEST)"
  std::optional<std::chrono::sys_days> day_only_;
};

}  // namespace

void read_span(const std::vector<Piece>& pieces, const std::vector<RawEntry>& entries,
               std::string_view title, const Calendar& calendar, ImportedDocument& document) {
  Reader(pieces, title, calendar, document).run(entries);
}

}  // namespace tocsin::imports
