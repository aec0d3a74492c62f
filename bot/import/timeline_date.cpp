#include "bot/domain/whole_letters.h"
#include "bot/import/entry_kind.h"
#include "bot/import/text.h"
#include "bot/import/timeline.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr std::size_t k_longest_quote = 40;

class Dating {
 public:
  Dating(const Calendar& calendar, ImportedDocument& document)
      : calendar_(calendar), document_(document) {
    if (document.start) day_ = document.start->day;
  }

  void take(const RawEntry& raw) {
    ImportedEntry entry;
    entry.text = raw.text;
    if (!raw.more.empty()) entry.text += (entry.text.empty() ? "" : " ") + raw.more;
    entry.kind = kind_of_entry(raw.text);
    if (raw.weekday && raw.weekday != weekday_) go_to_weekday(*raw.weekday);
    weekday_ = raw.weekday;
    if (raw.clock) {
      entry.time = time_of(raw);
    } else if (raw.day) {
      if (const auto day = calendar_.day_of(*raw.day)) {
        entry.time = LocalTime{day, std::nullopt};
        turn_to(*day);
      }
    }
    document_.timeline.push_back(std::move(entry));
  }

 private:
  std::optional<LocalTime> time_of(const RawEntry& raw) {
    const WrittenClock& clock = *raw.clock;
    const auto of_day = clock.of_day();
    if (!of_day) return std::nullopt;
    const auto& written = clock.day ? clock.day : raw.day;
    const auto said = written ? calendar_.day_of(*written) : std::nullopt;
    if (said && (clock.day || said != said_)) {
      turn_to(*said);
    } else {
      follow(*of_day, raw.text);
    }
    last_ = of_day;
    return LocalTime{day_, of_day};
  }

  // The next day of that name, the day before counted in.
  void go_to_weekday(unsigned weekday) {
    if (!day_) return;
    const unsigned now = std::chrono::weekday{*day_}.c_encoding();
    turn_to(*day_ + days{(weekday + 7 - now) % 7});
  }

  void turn_to(sys_days day) {
    day_ = day;
    said_ = day;
    last_.reset();
  }

  // The clock goes back: midnight has passed, unless that would be after the end.
  void follow(seconds of_day, std::string_view text) {
    if (!last_) return begin(of_day);
    if (of_day >= *last_) return;
    if (const auto next = day_ ? std::optional(*day_ + days{1}) : std::nullopt; next) {
      const bool after_end = document_.end && document_.end->day && document_.end->of_day &&
                             *next + of_day > *document_.end->day + *document_.end->of_day;
      const bool slip = *last_ - of_day < hours{1};
      const bool inside_end = document_.end && document_.end->day && !after_end;
      if (!after_end && (!slip || inside_end)) {
        day_ = next;
        return;
      }
    } else if (*last_ - of_day >= hours{6}) {
      return;
    }
    document_.warnings.push_back(
        fmt::format("The timeline goes back to {} at “{}”; it is kept in the document's order.",
                    print_local_time({std::nullopt, of_day}).substr(1, 5),
                    whole_letters(text, k_longest_quote)));
  }

  // A timeline that begins in the evening before the start.
  void begin(seconds of_day) {
    if (!day_ || said_ || !document_.start || !document_.start->of_day) return;
    constexpr hours most_of_a_day{18};
    if (of_day - *document_.start->of_day > most_of_a_day) *day_ -= days{1};
  }

  const Calendar& calendar_;
  ImportedDocument& document_;
  std::optional<sys_days> day_;
  std::optional<sys_days> said_;  // the day that the document said last
  std::optional<seconds> last_;
  std::optional<unsigned> weekday_;
};

// "07:30" in the timeline of an outage that began at 07:30 pm: where all clocks lack their half of
// the day and only the afternoon fits start and end, it is meant.
bool is_meant_pm(const std::vector<RawEntry>& raw, const ImportedDocument& document) {
  if (!document.start || !document.start->of_day || !document.end || !document.end->of_day) {
    return false;
  }
  constexpr hours margin{2};
  const seconds start = *document.start->of_day;
  const seconds end = *document.end->of_day;
  if (start < hours{12} || end < start) return false;
  std::size_t clocks = 0;
  for (const RawEntry& entry : raw) {
    if (!entry.clock || !entry.clock->of_day()) continue;
    const seconds of_day = *entry.clock->of_day();
    if (entry.clock->half != HalfOfDay::none || of_day >= hours{12}) return false;
    const seconds later = of_day + hours{12};
    if (later < start - margin || later > end + margin) return false;
    ++clocks;
  }
  return clocks >= 2;
}

}  // namespace

void date_entries(const std::vector<RawEntry>& raw, const Calendar& calendar,
                  ImportedDocument& document) {
  Dating dating(calendar, document);
  const bool pm = is_meant_pm(raw, document);
  if (pm) {
    document.warnings.emplace_back(
        "The clocks of the timeline have no am or pm; they are read as pm, as the start is.");
  }
  for (RawEntry entry : raw) {
    if (pm && entry.clock) entry.clock->half = HalfOfDay::pm;
    dating.take(entry);
    if (!entry.clock || !entry.clock->is_odd()) continue;
    const auto of_day = entry.clock->of_day();
    document.warnings.push_back(
        of_day ? fmt::format("“{}” is read as {}.", entry.clock->odd,
                             print_local_time({std::nullopt, of_day}).substr(1, 5))
               : fmt::format("No clock shows “{}”; the entry is kept without a time.",
                             entry.clock->odd));
  }
}

}  // namespace tocsin::imports
