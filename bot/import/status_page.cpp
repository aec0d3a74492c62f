#include "bot/import/status_page.h"

#include "bot/import/text.h"
#include "bot/import/written_times.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

namespace tocsin::imports {
namespace {

struct Update {
  std::string_view state;
  std::string text;
  std::string_view stamp;
  WrittenClock clock;
};

bool is_state(std::string_view line) {
  static constexpr auto states = std::to_array<std::string_view>(
      {"resolved", "monitoring", "identified", "investigating", "update", "completed", "verifying",
       "in progress", "mitigated"});
  return std::find(states.begin(), states.end(), lowered(line)) != states.end();
}

// A line that is nothing but a day and a clock.
bool read_stamp(std::string_view line, WrittenClock& clock) {
  constexpr std::size_t longest = 60;
  if (line.size() > longest) return false;
  const auto clocks = find_clocks(line);
  if (clocks.size() != 1 || !clocks.front().day || !clocks.front().of_day()) return false;
  clock = clocks.front();
  return clock.place.begin <= 1 && clock.place.end + 1 >= line.size();
}

// Moves `at` behind the update that begins there; nothing when none does.
bool take_update(const std::vector<std::string_view>& lines, std::size_t& at, Update& update) {
  if (!is_state(lines[at])) return false;
  update = {lines[at], {}, {}, {}};
  constexpr std::size_t most_lines = 20;
  for (std::size_t i = at + 1; i < std::min(lines.size(), at + most_lines); ++i) {
    if (is_state(lines[i])) return false;
    if (read_stamp(lines[i], update.clock)) {
      update.stamp = lines[i];
      at = i + 1;
      return !update.text.empty();
    }
    if (!update.text.empty() && !lines[i].empty()) update.text += ' ';
    update.text += lines[i];
  }
  return false;
}

auto order_of(const Update& update) {
  const WrittenDay& day = *update.clock.day;
  return std::tuple(day.year.value_or(0), day.month, day.day, *update.clock.of_day());
}

}  // namespace

std::string status_page_to_markdown(std::string_view text) {
  std::vector<std::string_view> lines = lines_of(text);
  for (std::string_view& line : lines) line = trim(line);
  std::vector<Update> updates;
  std::string before;
  std::string after;
  for (std::size_t at = 0; at < lines.size();) {
    Update update;
    if (take_update(lines, at, update)) {
      updates.push_back(std::move(update));
      continue;
    }
    (updates.empty() ? before : after) += std::string(lines[at++]) + '\n';
  }
  constexpr std::size_t enough = 3;
  if (updates.size() < enough) return std::string(text);
  if (order_of(updates.back()) < order_of(updates.front())) {
    std::reverse(updates.begin(), updates.end());
  }
  std::string markdown = before + "\n## Summary\n\n" + updates.back().text + "\n\n## Timeline\n\n";
  for (const Update& update : updates) {
    markdown += "- " + std::string(update.stamp) + " – " + std::string(update.state) + ": " +
                update.text + '\n';
  }
  return markdown + '\n' + after;
}

}  // namespace tocsin::imports
