#include "bot/domain/stats.h"

#include "bot/domain/ascii.h"
#include "bot/domain/postmortem_metrics.h"
#include "bot/domain/when.h"
#include "commands/describe.h"
#include "commands/entry.h"
#include "commands/line.h"
#include "commands/verbs.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_day = 24h;
constexpr std::size_t k_widest_bar = 14;  // of a phone's line

struct Period {
  std::string_view name;
  std::string_view words;
  Duration length;
  Duration bar;
};

// A little more than a thirteenth, so that no fourteenth bar of some milliseconds is left over.
constexpr Duration k_bar_of_a_year = 365 * k_day / 13 + Duration{1};

constexpr std::array<Period, 3> k_periods{{{"30d", "30 days", 30 * k_day, 7 * k_day},
                                           {"90d", "90 days", 90 * k_day, 7 * k_day},
                                           {"1y", "year", 365 * k_day, k_bar_of_a_year}}};

struct Asked {
  Period period = k_periods[1];
  std::optional<Severity> severity;
};

Result<Asked, Refusal> read_asked(const Request& request) {
  Asked asked;
  bool has_period = false;
  std::string_view rest = request.arguments;
  while (!rest.empty()) {
    const FirstWord first = take_word(rest);
    const std::string word = in_lower_case(first.word);
    const auto period = std::ranges::find(k_periods, word, &Period::name);
    const auto severity = find_severity(word);
    const bool is_known = period != k_periods.end() ? !has_period : severity && !asked.severity;
    if (!is_known) {
      return failure(refuse_with_usage(
          request, k_stats,
          "“" + std::string(first.word) + "” is no period (30d, 90d, 1y) and no severity here."));
    }
    if (period != k_periods.end()) {
      asked.period = *period;
      has_period = true;
    } else {
      asked.severity = severity;
    }
    rest = first.rest;
  }
  return asked;
}

// "10 Mar"
std::string short_date(Moment moment, const Zone& zone) {
  constexpr std::array<std::string_view, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string printed = print_date(moment, zone);  // "2026-03-10"
  const std::size_t month = static_cast<std::size_t>((printed[5] - '0') * 10 + printed[6] - '0');
  return printed.substr(8, 2) + " " + std::string(k_months.at(month - 1));
}

std::string counted(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " incident" : " incidents");
}

RichText heading(const Request& request, const Asked& asked, const Stats& stats, Moment from) {
  RichText text;
  text.bold(counted(stats.incidents));
  text.plain(" in the last " + std::string(asked.period.words) + " (since " +
             print_date(from, request.zone) + ")");
  if (asked.severity) text.plain(", " + std::string(name_of(*asked.severity)) + " only");
  if (stats.going_on > 0) text.plain("; " + std::to_string(stats.going_on) + " still going on");
  text.plain(".");
  if (asked.severity) return text;
  std::string_view before = "\nBy severity: ";
  constexpr std::array<std::string_view, 5> k_names{"not set", "sev1", "sev2", "sev3", "sev4"};
  for (const std::size_t severity : {1U, 2U, 3U, 4U, 0U}) {
    const std::size_t count = stats.by_severity.at(severity);
    if (count == 0) continue;
    text.plain(std::string(before) + std::string(k_names.at(severity)) + " " +
               std::to_string(count));
    before = " · ";
  }
  return text;
}

RichText chart(const Request& request, const Asked& asked, const Stats& stats) {
  RichText text(asked.period.bar == 7 * k_day ? "By week, beginning on:"
                                              : "By four weeks, beginning on:");
  const std::size_t most = std::ranges::max(stats.bars, {}, &Bar::incidents).incidents;
  for (const Bar& bar : stats.bars) {
    text.plain("\n").code(short_date(bar.from, request.zone));
    const std::string drawn = bar_of(bar.incidents, most, k_widest_bar);
    text.plain((drawn.empty() ? " " : " " + drawn + " ") + std::to_string(bar.incidents));
  }
  return text;
}

void add_spread(RichText& text, std::string_view what, const Spread& spread) {
  if (spread.known + spread.unknown == 0) return;
  text.plain("\n" + std::string(what) + ": ");
  if (spread.known == 0) {
    text.plain("not known of any");
    return;
  }
  text.bold("p50 " + print_length(*spread.half)).plain(", p90 " + print_length(*spread.most));
  text.plain(" (of " + std::to_string(spread.known));
  if (spread.unknown > 0) text.plain("; " + std::to_string(spread.unknown) + " not known");
  text.plain(")");
}

RichText times(const Stats& stats) {
  RichText text("Half took no longer than p50, nine of ten no longer than p90:");
  add_spread(text, "To detect (started → detected)", stats.detect);
  add_spread(text, "To acknowledge (first page → first ack)", stats.acknowledge);
  add_spread(text, "To mitigate (started → mitigated)", stats.mitigate);
  add_spread(text, "To resolve (started → resolved)", stats.resolve);
  return text;
}

RichText missing(const Request& request, const Stats& stats) {
  RichText text;
  const auto add = [&](std::size_t count, std::string_view what) {
    if (count == 0) return;
    text.plain((text.empty() ? "" : ", ") + std::to_string(count) +
               (count == 1 ? " has no " : " have no ") + std::string(what));
  };
  add(stats.without_start, "start");
  add(stats.without_detection, "detection");
  add(stats.without_mitigation, "mitigation");
  add(stats.without_end, "end");
  if (text.empty()) return text;
  RichText whole("Of " + std::to_string(stats.incidents) + ", ");
  whole.append(text).plain(".");
  if (stats.latest_without_start.value != 0) {
    whole.plain(" To add one, type ")
        .code(request.settings.command + " " + handle(stats.latest_without_start) +
              " started 13:40")
        .plain(".");
  }
  return whole;
}

std::vector<Button> other_periods(const Asked& asked) {
  std::vector<Button> buttons;
  for (const Period& period : k_periods) {
    if (period.name == asked.period.name) continue;
    std::string line = "stats " + std::string(period.name);
    if (asked.severity) line += " " + std::string(name_of(*asked.severity));
    buttons.push_back({"Last " + std::string(period.words), std::move(line), Button::Style::plain});
  }
  return buttons;
}

RichText none_counted(const Asked& asked) {
  return RichText("No incident" +
                  (asked.severity ? " of " + std::string(name_of(*asked.severity)) : "") +
                  " in the last " + std::string(asked.period.words) +
                  " counts in numbers. Drills, cancelled ones, duplicates and those that not "
                  "everybody may see do not.");
}

Outcome run_stats(const Request& request) {
  const auto asked = read_asked(request);
  if (!asked) return failure(asked.error());
  const Moment until = request.typed.now;
  const StatsPeriod period{until - asked->period.length, until, asked->period.bar};
  const Stats stats = stats_of(request.reader.times_since(period.from), period, asked->severity);
  Answer answer;
  Reply& reply = answer.reply;
  if (stats.incidents == 0) {
    reply = Reply(none_counted(*asked));
    reply.buttons = other_periods(*asked);
    return answer;
  }
  reply = Reply(heading(request, *asked, stats, period.from));
  reply.paragraphs.push_back(chart(request, *asked, stats));
  reply.paragraphs.push_back(times(stats));
  if (RichText lacks = missing(request, stats); !lacks.empty()) {
    reply.paragraphs.push_back(std::move(lacks));
  }
  if (stats.longest) {
    if (const auto incident = request.reader.incident(stats.longest->incident)) {
      RichText longest("Longest: ");
      longest.append(incident_line(*incident));
      longest.plain(", " + print_length(stats.longest->length));
      reply.paragraphs.push_back(std::move(longest));
      reply.buttons = show_buttons({*incident});
    }
  }
  if (const std::string advice = what_to_improve(stats); !advice.empty()) {
    reply.paragraphs.push_back(RichText("To improve: " + advice));
  }
  for (Button& button : other_periods(*asked)) reply.buttons.push_back(std::move(button));
  reply.paragraphs.push_back(
      "Left out: drills, cancelled ones, duplicates, and those that not everybody may see.");
  return answer;
}

}  // namespace

const Verb k_stats = {
    .name = "stats",
    .aliases = "",
    .arguments = "[30d|90d|1y] [sev1..sev4]",
    .purpose = "How many incidents and how long they took: percentiles, by week and severity.",
    .examples = {"stats 90d", "stats 1y sev1"},
    .needs_incident = false,
    .act = Act::look,
    .run = run_stats,
};

}  // namespace tocsin
