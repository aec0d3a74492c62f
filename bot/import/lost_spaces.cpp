#include "bot/import/lost_spaces.h"

#include "bot/domain/ascii.h"
#include "bot/domain/when_scan.h"
#include "bot/import/sections.h"
#include "bot/import/text.h"
#include "bot/import/written_times.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace tocsin::imports {
namespace {

// "11.20   Branch Lyon cannot log in": a clock with a point in it, which only its column shows.
bool begins_with_dotted_clock(std::string_view line) {
  const auto digit = [&](std::size_t at) { return at < line.size() && is_digit(line[at]); };
  const std::size_t dot = digit(1) ? 2 : 1;
  if (!digit(0) || dot >= line.size() || line[dot] != '.') return false;
  if (!digit(dot + 1) || !digit(dot + 2) || line[dot + 1] > '5') return false;
  if (dot == 2 && (line[0] > '2' || (line[0] == '2' && line[1] > '3'))) return false;
  const std::size_t behind = dot + 3;
  return behind < line.size() && (line[behind] == ' ' || line[behind] == '\t');
}

std::string with_colons(std::string text) {
  std::vector<std::size_t> dots;
  std::size_t start = 0;
  for (const std::string_view line : lines_of(text)) {
    if (begins_with_dotted_clock(line)) dots.push_back(start + line.find('.'));
    start += line.size() + 1;
  }
  constexpr std::size_t enough = 3;
  if (dots.size() < enough) return text;
  for (const std::size_t dot : dots) text[dot] = ':';
  return text;
}

// "##Timeline" is a heading for whoever wrote it; "#incidents" is a channel, "#a #b" are tags.
std::size_t marks_of_glued_heading(std::string_view line) {
  constexpr std::size_t most = 6;
  const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
  if (marks == 0 || marks > most || marks >= line.size()) return 0;
  const char first = line[marks];
  const bool begins = (first >= 'A' && first <= 'Z') || first == '*';
  const bool deep = marks > 1 && (is_letter(first) || is_digit(first));
  return (begins || deep) && !contains(line.substr(marks), " #") ? marks : 0;
}

std::string with_spaced_headings(std::string_view text) {
  std::string spaced;
  bool in_code = false;
  for (const std::string_view line : lines_of(text)) {
    if (trim(line).starts_with("```")) in_code = !in_code;
    const std::size_t marks = in_code ? 0 : marks_of_glued_heading(line);
    spaced += line.substr(0, marks);
    if (marks > 0) spaced += ' ';
    spaced += line.substr(marks);
    spaced += '\n';
  }
  return spaced;
}

bool looks_like_item(std::string_view content) {
  const bool counted = !content.empty() && content.front() >= '0' && content.front() <= '9';
  return counted || content.starts_with("- ") || content.starts_with("* ") ||
         content.starts_with("+ ") || content.starts_with("• ");
}

// Items four blanks deep below "Timeline:" are items, and neither its wrapped text nor code.
std::string with_items_below_labels(std::string_view text) {
  constexpr std::size_t deep = 4;
  std::string undented;
  std::string_view above;  // the last line that is not empty
  std::size_t depth = 0;   // of the items that are brought to the front; 0: none
  bool in_code = false;
  for (const std::string_view line : lines_of(text)) {
    const std::string_view content = trim(line);
    if (content.starts_with("```")) in_code = !in_code;
    const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
    if (!content.empty() && blanks < deep) depth = 0;
    const bool below = !above.empty() && above.front() != ' ' && above.front() != '\t' &&
                       !looks_like_item(above) && trim(above).ends_with(':');
    if (depth == 0 && below && blanks >= deep && looks_like_item(content) && !in_code) {
      depth = blanks;
      undented += '\n';
    }
    undented += line.substr(std::min({depth, blanks, line.size()}));
    undented += '\n';
    if (!content.empty()) above = line;
  }
  return undented;
}

// "…was seen.10:05 AM: the server …": a sentence that lost the blank behind it.
std::string with_spaced_sentences(std::string_view text) {
  const auto digit = [&](std::size_t at) { return at < text.size() && is_digit(text[at]); };
  std::string spaced;
  spaced.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    spaced += text[at];
    const bool ends =
        text[at] == '.' && at > 1 && is_letter(text[at - 1]) && is_letter(text[at - 2]);
    const std::size_t colon = digit(at + 2) ? at + 3 : at + 2;
    if (ends && digit(at + 1) && colon < text.size() && text[colon] == ':' && digit(colon + 1) &&
        digit(colon + 2)) {
      spaced += ' ';
    }
  }
  return spaced;
}

std::vector<std::string_view> tabbed_cells(std::string_view line) {
  std::vector<std::string_view> cells;
  line = trim(line);
  while (!line.empty()) {
    const std::size_t end = std::min(line.find('\t'), line.size());
    cells.push_back(trim(line.substr(0, end)));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return cells;
}

bool clock_leads(std::string_view line) {
  const auto clocks = find_clocks(line.substr(0, std::min<std::size_t>(line.size(), 40)));
  return !clocks.empty() && clocks.front().place.begin == 0;
}

// "Time (WAT)<tab>Actions" above "9:45 AM<tab>The upgrade begins": a table that was copied from a
// page.
std::string with_tables_of_tabs(std::string_view text) {
  const std::vector<std::string_view> lines = lines_of(text);
  const auto head_at = [&](std::size_t at) {
    const auto cells = tabbed_cells(lines[at]);
    if (cells.size() < 2 || at + 2 >= lines.size() || clock_leads(trim(lines[at]))) return false;
    return has_stem(lowered(cells.front()), std::to_array<std::string_view>({"time", "when"})) &&
           tabbed_cells(lines[at + 1]).size() == cells.size() && clock_leads(trim(lines[at + 1])) &&
           tabbed_cells(lines[at + 2]).size() == cells.size() && clock_leads(trim(lines[at + 2]));
  };
  std::string tables;
  std::size_t columns = 0;  // of the table that is being written
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const bool head = columns == 0 && head_at(at);
    const auto cells = tabbed_cells(lines[at]);
    if (head) {
      columns = cells.size();
      tables += '\n';
    } else if (cells.size() != columns) {
      if (columns != 0) tables += '\n';
      columns = 0;
    }
    if (columns == 0) {
      tables += std::string(lines[at]) + '\n';
      continue;
    }
    for (const std::string_view cell : cells) tables += "| " + std::string(cell) + ' ';
    tables += "|\n";
    for (std::size_t i = 0; head && i < columns; ++i) tables += "|---";
    if (head) tables += "|\n";
  }
  return tables;
}

// "10.12:30 PM: restored" below "9. 12:00 PM: …": the number of the item has lost its blank.
std::string with_spaced_counters(std::string_view text) {
  std::string spaced;
  unsigned last = 0;  // the number of the item above
  for (const std::string_view line : lines_of(text)) {
    Scanner scanner{line};
    scanner.skip_blanks();
    const auto number = scanner.take_number(2);
    const bool counted = number && scanner.take('.');
    const std::size_t behind = scanner.at();
    const bool glued = counted && *number == last + 1 && last > 0 && scanner.at_digit();
    const bool clock = glued && clock_leads(line.substr(behind)) &&
                       line.substr(behind, 3).find(':') != std::string_view::npos;
    spaced += line.substr(0, clock ? behind : 0);
    if (clock) spaced += ' ';
    spaced += line.substr(clock ? behind : 0);
    spaced += '\n';
    // "9.15 am" above is a clock with a dot, and no item.
    if (counted) last = clock || scanner.peek() == ' ' ? *number : 0;
  }
  return spaced;
}

// Where a list begins a little inside, what follows less deep is beside it and not above it:
// "  - first", "- second", "  - third".
std::string with_even_items(std::string_view text) {
  constexpr std::size_t deep = 4;
  std::string even;
  std::size_t depth = 0;  // of the first item of the list
  bool counted = false;
  bool in_code = false;
  for (const std::string_view line : lines_of(text)) {
    const std::string_view content = trim(line);
    if (content.starts_with("```")) in_code = !in_code;
    const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
    const bool bullet = content.starts_with("- ") || content.starts_with("* ");
    if (!bullet && !content.empty() && blanks == 0) {
      depth = 0;
      counted = looks_like_item(content);  // "1. Alerts:", and bullets inside of it
    }
    if (bullet && depth == 0 && blanks < deep && !in_code && !counted) depth = blanks;
    even += line.substr(bullet ? std::min(depth, blanks) : 0);
    even += '\n';
  }
  return even;
}

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_big(char c) { return c >= 'A' && c <= 'Z'; }

// Where text runs into the next section: in "(1 hour 30 minutes)Impact: …", "Issue SummaryDuration
// of the outage: …" and "Root Cause and ResolutionThe outage …"; npos where it does not.
std::size_t lost_break(std::string_view line, std::size_t from) {
  constexpr std::size_t longest = 60;
  // "# TimeLine:" is one word.
  if (from == 0 && line.size() <= longest && read_announcement(line).exact) return line.npos;
  bool has_blank = false;  // "StartTime:" is a name, and no two things
  for (std::size_t at = from + 1; at + 1 < line.size(); ++at) {
    const char before = line[at - 1];
    has_blank = has_blank || before == ' ';
    const bool glued = is_big(line[at]) && is_small(line[at + 1]) &&
                       (is_small(before) || before == '.' || before == ')');
    if (!glued || !has_blank) continue;
    const bool section = from == 0 && at <= longest && read_announcement(line.substr(0, at)).exact;
    const std::string_view behind = line.substr(at, longest);
    const std::size_t colon = behind.find(':');
    const bool label = colon != behind.npos && read_announcement(behind.substr(0, colon)).exact;
    if (section || label) return at;
  }
  return std::string_view::npos;
}

// What a page lost that was copied as one line: the breaks between its sections.
std::string with_lost_breaks(std::string_view text) {
  std::string broken;
  bool in_code = false;
  for (const std::string_view line : lines_of(text)) {
    if (trim(line).starts_with("```")) in_code = !in_code;
    std::size_t start = 0;
    for (std::size_t at = in_code ? line.npos : lost_break(line, 0); at != line.npos;
         at = lost_break(line, start)) {
      broken += std::string(line.substr(start, at - start)) + "\n\n";
      start = at;
    }
    broken += line.substr(start);
    broken += '\n';
  }
  return broken;
}

}  // namespace

std::string with_lost_spaces(std::string text) {
  text = with_colons(std::move(text));
  text = with_spaced_headings(text);
  text = with_lost_breaks(text);
  text = with_items_below_labels(text);
  text = with_spaced_counters(text);
  text = with_even_items(text);
  text = with_spaced_sentences(text);
  return with_tables_of_tabs(text);
}

}  // namespace tocsin::imports
