#include "bot/domain/timeline.h"
#include "bot/domain/ascii.h"
#include "bot/domain/corrections.h"
#include "bot/domain/when.h"
#include "commands/entry.h"
#include "commands/line.h"
#include "commands/verbs.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace tocsin {

namespace {

constexpr std::size_t k_usual = 10;
constexpr std::size_t k_lines_together = 10;  // a long answer is cut between paragraphs

struct Row {
  Event entry;  // as it stands
  bool is_edited = false;
  std::optional<std::string> struck_because;
};

// Every entry in the order in which things happened, struck ones too.
std::vector<Row> rows_of(const std::vector<Event>& events) {
  std::map<EntryNumber, Row> rows;
  const std::set<EntryNumber> struck = struck_entries(events);
  std::vector<Event> without_strikes;
  for (const Event& event : events) {
    if (event.entry.value > 0) rows[event.entry];
    if (const auto* edit = std::get_if<event::EntryEdited>(&event.body)) {
      rows[edit->corrects].is_edited = true;
    } else if (const auto* move = std::get_if<event::EntryRetimed>(&event.body)) {
      rows[move->corrects].is_edited = true;
    } else if (const auto* strike = std::get_if<event::EntryStruck>(&event.body)) {
      if (struck.contains(strike->corrects)) rows[strike->corrects].struck_because = strike->reason;
      continue;
    }
    without_strikes.push_back(event);
  }
  std::vector<Row> sorted;
  for (const Event& event : standing_events(without_strikes)) {
    if (event.entry.value == 0) continue;
    Row row = rows[event.entry];
    row.entry = event;
    sorted.push_back(std::move(row));
  }
  std::ranges::sort(sorted, [](const Row& left, const Row& right) {
    return std::tie(left.entry.happened_at, left.entry.entry) <
           std::tie(right.entry.happened_at, right.entry.entry);
  });
  return sorted;
}

// How many were asked for; nothing when that cannot be read.
std::optional<std::size_t> read_count(std::string_view arguments, std::size_t all) {
  if (arguments.empty()) return k_usual;
  if (in_lower_case(arguments) == "all") return all;
  std::size_t count = 0;
  const char* const last = arguments.data() + arguments.size();
  const auto [end, error] = std::from_chars(arguments.data(), last, count);
  if (end != last) return std::nullopt;
  if (error == std::errc::result_out_of_range) return all;
  return error == std::errc{} && count > 0 ? std::optional(count) : std::nullopt;
}

RichText line_of_row(const Request& request, const Row& row) {
  RichText line;
  const Moment at = row.entry.happened_at;
  line.clock(at, print_clock(at, request.zone)).plain(" ");
  line.bold(handle(row.entry.entry)).plain(" " + std::string(kind_word(row.entry.body)) + ": ");
  line.append(timeline_words(row.entry.body)).plain(" — ");
  if (row.entry.actor.empty()) {
    line.plain("Tocsin");
  } else {
    line.user(row.entry.actor);
  }
  if (row.is_edited) line.italic(" (corrected)");
  if (row.struck_because) {
    line.italic(row.struck_because->empty() ? " (struck)"
                                            : " (struck: " + *row.struck_because + ")");
  }
  return line;
}

// A paragraph for each day, and a new one after every so many lines.
void add_rows(const Request& request, const std::vector<Row>& rows, std::size_t from,
              Reply& reply) {
  std::optional<std::string> day_before;
  std::size_t lines = 0;
  for (std::size_t i = from; i < rows.size(); ++i) {
    const std::string day = print_date(rows[i].entry.happened_at, request.zone);
    RichText line;
    if (day != day_before) line.bold(day).plain("\n");
    const bool begins = day != day_before || lines == k_lines_together;
    day_before = day;
    line.append(line_of_row(request, rows[i]));
    if (begins) {
      reply.paragraphs.push_back(std::move(line));
      lines = 1;
    } else {
      reply.paragraphs.back().plain("\n").append(line);
      ++lines;
    }
  }
}

Outcome run_timeline(const Request& request) {
  const std::string number = handle(request.incident->number);
  const std::vector<Row> rows = rows_of(request.reader.events_of(request.incident->number));
  const auto count = read_count(request.arguments, rows.size());
  if (!count) {
    return failure(refuse_with_usage(
        request, k_timeline,
        "How many entries? A number, or all. To add an entry there is log TEXT."));
  }
  const std::size_t shown = std::min(*count, rows.size());
  RichText heading("Timeline of ");
  heading.bold(number);
  if (shown < rows.size()) {
    heading.plain(", the last " + std::to_string(shown) + " of " + std::to_string(rows.size()) +
                  ". ");
    heading.code(request.settings.command + " " + number + " timeline all").plain(" shows all.");
  } else {
    heading.plain(", all " + std::to_string(rows.size()) + " entries.");
  }
  Answer answer;
  answer.reply = Reply(std::move(heading));
  add_rows(request, rows, rows.size() - shown, answer.reply);
  return answer;
}

}  // namespace

const Verb k_timeline = {
    .name = "timeline",
    .aliases = "",
    .arguments = "[all|N]",
    .purpose = "Reads the timeline: the last 10 entries, the last N, or all.",
    .examples = {"timeline", "timeline 20"},
    .act = Act::look,
    .run = run_timeline,
};

}  // namespace tocsin
