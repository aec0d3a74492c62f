// `by WHEN`: the same words as in front of a text, read forward, and days without a clock.

#include <fmt/core.h>

#include <chrono>
#include <string>

#include "bot/domain/when.h"
#include "bot/domain/when_scan.h"

namespace tocsin {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;

constexpr Duration k_end_of_work = hours{17};
constexpr Duration k_end_of_day = hours{23} + minutes{59};

// A due time as it stands in the text.
struct WrittenDue {
  std::optional<Duration> ahead;        // "in 2h"
  std::optional<days> days_from_today;  // "today", "tomorrow", "fri" once it has been counted
  std::optional<WrittenDate> date;
  std::optional<Duration> clock;
  std::optional<Zone> zone;

  bool has_day() const { return days_from_today || date; }
};

Refusal refused(std::string_view text, std::string_view why) {
  RichText sentence("Type when it is due: ");
  if (!text.empty()) sentence = RichText(fmt::format("“{}” {}. Type ", text, why));
  sentence.code("fri").plain(", ").code("tomorrow 10:00").plain(", ").code("in 2h");
  return Refusal(sentence.plain(" or ").code("2026-12-01").plain("."));
}

std::string_view without_blanks_around(std::string_view text) {
  Scanner begin(text);
  begin.skip_blanks();
  text.remove_prefix(begin.at());
  const auto last = text.find_last_not_of(" \t\r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

bool at_end_of_text(Scanner scanner) { return take_separator(scanner) && scanner.at_end(); }

// "fri" is the coming one and not today's, which people call "today"; "next fri" is the one of next
// week, with weeks that begin on Monday.
std::optional<days> scan_coming_weekday(Scanner& scanner, std::chrono::weekday today) {
  Scanner ahead = scanner;
  const bool next = ahead.take_word("next");
  if (next || ahead.take_word("this")) ahead.skip_blanks();
  const auto wanted = scan_weekday(ahead);
  if (!wanted) return std::nullopt;
  scanner = ahead;
  const std::chrono::weekday weekday{*wanted};
  if (next) {
    const days to_monday = days{7} - (today - std::chrono::Monday);
    return to_monday + (weekday - std::chrono::Monday);
  }
  const days distance = weekday - today;
  return distance == days{0} ? days{7} : distance;
}

bool scan_due_day(Scanner& scanner, std::chrono::weekday today, WrittenDue& due) {
  Scanner ahead = scanner;
  if (ahead.take_word("on")) ahead.skip_blanks();
  if (ahead.take_word("today")) {
    due.days_from_today = days{0};
  } else if (ahead.take_word("tomorrow")) {
    due.days_from_today = days{1};
  } else if (auto date = scan_date(ahead)) {
    due.date = date;
  } else if (auto distance = scan_coming_weekday(ahead, today)) {
    due.days_from_today = distance;
  } else {
    return false;
  }
  scanner = ahead;
  return true;
}

// The joints of "tomorrow at 10:00", "2026-12-01T10:00", "Dec 1, 10:00", "17:00 on fri".
void skip_joint(Scanner& scanner) {
  if (scanner.after_digit() && (scanner.peek() == 'T' || scanner.peek() == 't')) scanner.skip(1);
  scanner.take(',');
  scanner.skip_blanks();
  if (scanner.take_word("at")) scanner.skip_blanks();
}

// The error is the refusal of something that is meant as a time and cannot be one; nothing is a
// text that is no due time.
Result<std::optional<WrittenDue>, Refusal> scan_due(std::string_view text,
                                                    const WhenContext& context,
                                                    std::chrono::weekday today) {
  WrittenDue due;
  Scanner scanner(text);
  const bool in = scanner.take_word("in") && scanner.skip_blanks();
  if (auto ahead = scan_amount(scanner, Units::any); ahead && at_end_of_text(scanner)) {
    due.ahead = ahead;
    return due;
  }
  if (in) return std::nullopt;

  scanner = Scanner(text);
  if (scanner.take_word("at")) scanner.skip_blanks();
  const bool day_first = scan_due_day(scanner, today, due);
  if (due.date && !due.date->possible()) return failure(refused_date(*due.date, text));
  if (day_first) {
    if (at_end_of_text(scanner)) return due;
    skip_joint(scanner);
  }
  const auto clock = scan_clock(scanner);
  if (!clock) return std::nullopt;
  const bool stamp = due.date && clock->with_seconds;
  due.zone = scan_zone(scanner, context, stamp ? ClockForm::stamp : ClockForm::dated);
  if (!clock->possible) {
    return failure(refused(text, "has a time that is not a time of day"));
  }
  due.clock = clock->of_day;
  if (!day_first) {
    scanner.skip_blanks();
    scan_due_day(scanner, today, due);
    if (due.date && !due.date->possible()) return failure(refused_date(*due.date, text));
  }
  if (!at_end_of_text(scanner)) return std::nullopt;
  return due;
}

Moment on_day(local_days day, const WrittenDue& due, const Zone& zone, Moment now) {
  if (due.clock) return zone.moment_of(day + *due.clock);
  const Moment end_of_work = zone.moment_of(day + k_end_of_work);
  // "today" typed in the evening is the rest of the day, not a time that has passed.
  const bool passed_today = due.days_from_today == days{0} && end_of_work < now;
  return passed_today ? zone.moment_of(day + k_end_of_day) : end_of_work;
}

// "Dec 1" is the next one.
Moment next_without_year(const WrittenDue& due, const Zone& zone, Moment now) {
  const std::chrono::year_month_day today{std::chrono::floor<days>(zone.local_at(now))};
  Moment candidate = now;
  for (int ahead = 0; ahead <= 8; ++ahead) {  // nine years hold a Feb 29
    const std::chrono::year_month_day day{today.year() + std::chrono::years{ahead},
                                          std::chrono::month{due.date->month},
                                          std::chrono::day{due.date->day}};
    if (!day.ok()) continue;
    candidate = on_day(local_days{day}, due, zone, now);
    if (candidate >= now || local_days{day} == local_days{today}) break;
  }
  return candidate;
}

Moment moment_of(const WrittenDue& due, const Zone& zone, Moment now) {
  if (due.ahead) return now + *due.ahead;
  const local_days today = std::chrono::floor<days>(zone.local_at(now));
  if (due.days_from_today) return on_day(today + *due.days_from_today, due, zone, now);
  if (due.date && due.date->year) {
    const std::chrono::year_month_day day{std::chrono::year{*due.date->year},
                                          std::chrono::month{due.date->month},
                                          std::chrono::day{due.date->day}};
    return on_day(local_days{day}, due, zone, now);
  }
  if (due.date) return next_without_year(due, zone, now);
  const Moment candidate = zone.moment_of(today + *due.clock);
  return candidate >= now ? candidate : zone.moment_of(today + days{1} + *due.clock);
}

}  // namespace

Result<std::optional<When>, Refusal> find_due(std::string_view text, const WhenContext& context) {
  const std::string_view words = without_blanks_around(text);
  const auto weekday_in = [&context](const Zone& zone) {
    return std::chrono::weekday{std::chrono::floor<days>(zone.local_at(context.now))};
  };
  auto due = scan_due(words, context, weekday_in(context.zone));
  // "fri 10:00 JST" counts from Tokyo's today.
  if (due && *due && (*due)->zone) due = scan_due(words, context, weekday_in(*(*due)->zone));
  if (!due) return failure(due.error());
  if (!*due) return std::nullopt;

  When when;
  when.zone = (*due)->zone.value_or(context.zone);
  when.zone_written = (*due)->zone.has_value();
  when.at = moment_of(**due, when.zone, context.now);
  when.consumed = text.size();
  if (when.at < context.now) return failure(refused(words, "has passed"));
  return when;
}

Result<When, Refusal> read_due(std::string_view text, const WhenContext& context) {
  auto due = find_due(text, context);
  if (!due) return failure(std::move(due.error()));
  if (!*due) {
    return failure(refused(without_blanks_around(text), "is not a time that can be read here"));
  }
  return **due;
}

}  // namespace tocsin
