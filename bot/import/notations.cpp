#include "bot/import/notations.h"

#include "bot/domain/when_scan.h"
#include "bot/import/sections.h"
#include "bot/import/status_page.h"
#include "bot/import/text.h"
#include "bot/import/written_times.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>
#include <vector>

namespace tocsin::imports {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

struct Field {
  std::string_view name;
  std::string_view value;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// "name: value" or "name:", the name without blanks. The name is empty when it is none.
Field field_of(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && (is_letter(line[at]) || line[at] == '_' || line[at] == '-')) ++at;
  if (at == 0 || at >= line.size() || line[at] != ':') return {};
  if (at + 1 < line.size() && line[at + 1] != ' ' && line[at + 1] != '\t') return {};
  return {line.substr(0, at), trim(line.substr(at + 1))};
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  const std::string lower = lowered(name);
  return std::find(names.begin(), names.end(), lower) != names.end();
}

// "Ana Okafor <ana@example.org>" and "ana@example.org (Ana Okafor)".
std::string name_of_sender(std::string_view from) {
  const std::size_t open = from.find('(');
  const std::size_t close = from.find(')');
  if (open != std::string_view::npos && close != std::string_view::npos && open < close) {
    return std::string(trim(from.substr(open + 1, close - open - 1)));
  }
  std::string_view name = trim(from.substr(0, from.find('<')));
  while (name.starts_with('"')) name.remove_prefix(1);
  while (name.ends_with('"')) name.remove_suffix(1);
  return std::string(name);
}

bool tells_today(std::string_view text) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"this morning", "this afternoon", "this evening", "tonight", "today"});
  constexpr std::size_t beginning = 600;
  return has_stem(lowered(text.substr(0, beginning)), words);
}

// The head of a mail: its subject is the title and its sender the author. When it was sent is when
// it happened only where the mail says "today".
std::string without_mail_head(std::string_view text) {
  std::string_view subject;
  std::string_view from;
  std::string_view sent;
  std::size_t at = 0;
  for (const std::string_view line : lines_of(text)) {
    const Field field = field_of(line);
    const bool folded = at > 0 && (line.starts_with(' ') || line.starts_with('\t'));
    if (field.name.empty() && !folded) break;
    if (is_one_of(field.name, {"subject"})) subject = field.value;
    if (is_one_of(field.name, {"from", "sender"})) from = field.value;
    if (is_one_of(field.name, {"date", "sent"})) sent = field.value;
    at += line.size() + 1;
  }
  if (subject.empty() || from.empty()) return std::string(text);
  std::string markdown = "# " + std::string(subject) + "\n\nAuthor: " + name_of_sender(from) + "\n";
  std::string_view body = text.substr(std::min(at, text.size()));
  const std::size_t signature = body.find("\n-- \n");
  body = body.substr(0, signature);
  const auto days = find_days(sent);
  if (!days.empty() && tells_today(body)) {
    const Place& place = days.front().place;
    markdown += "\nDate: " + std::string(sent.substr(place.begin, place.end - place.begin)) + "\n";
  }
  return markdown + '\n' + std::string(body) + '\n';
}

std::string_view unquoted(std::string_view value) {
  value = trim(value);
  for (const char quote : {'"', '\''}) {
    if (value.size() >= 2 && value.front() == quote && value.back() == quote) {
      return value.substr(1, value.size() - 2);
    }
  }
  return value;
}

std::string heading_of(std::string_view name) {
  std::string heading(name);
  std::replace(heading.begin(), heading.end(), '_', ' ');
  heading.front() = heading.front() >= 'a' && heading.front() <= 'z'
                        ? static_cast<char>(heading.front() - 32)
                        : heading.front();
  return heading;
}

// A flat reading of YAML: fields of the first column become labels or headings, what is below them
// paragraphs and items; the fields of an item are joined to one line.
class Yaml {
 public:
  // `in_front`: of a text that has headings of its own.
  explicit Yaml(bool in_front) : in_front_(in_front) {}

  void take(std::string_view line) {
    const std::string_view content = trim(line);
    if (content.empty() || content.starts_with('#')) return;
    if (line.front() != ' ' && line.front() != '-' && line.front() != '\t') return top(content);
    const bool item = content == "-" || content.starts_with("- ");
    const std::string_view rest = item ? trim(content.substr(1)) : content;
    const Field field = field_of(rest);
    const std::string_view value = unquoted(field.name.empty() ? rest : field.value);
    if (item) {
      out_ += "\n- ";
    } else {
      out_ += out_.ends_with('\n') || out_.ends_with("- ") ? "" : " ";
    }
    out_ += value;
  }

  std::string finish() { return std::move(out_) + "\n\n"; }

 private:
  void top(std::string_view content) {
    const Field field = field_of(content);
    // What the generator of a web site wants to know.
    const bool site = is_one_of(field.name, {"layout", "permalink", "categories", "category",
                                             "tags", "comments", "draft", "slug", "image", "toc"});
    if (field.name.empty() || site) return;
    std::string_view value = unquoted(field.value);
    const bool block =
        value.empty() || value == ">" || value == "|" || value == ">-" || value == "|-";
    if (block) {
      out_ += "\n\n## " + heading_of(field.name) + "\n\n";
      return;
    }
    if (value.starts_with('[') && value.ends_with(']')) value = value.substr(1, value.size() - 2);
    if (is_one_of(field.name, {"title", "name", "subject"}) && in_front_) {
      out_ += "\n\nTitle: " + std::string(value) + "\n\n";
    } else if (is_one_of(field.name, {"title", "name", "subject"})) {
      out_ += "\n\n# " + std::string(value) + "\n\n";
    } else {
      out_ += "\n\n" + heading_of(field.name) + ": " + std::string(value) + "\n\n";
    }
  }

  std::string out_;
  bool in_front_;
};

// "---" on the first line to the next "---".
std::string without_front_matter(std::string_view text) {
  if (!text.starts_with("---\n")) return std::string(text);
  const std::size_t end = text.find("\n---", 3);
  if (end == std::string_view::npos) return std::string(text);
  const std::string_view head = text.substr(4, end > 4 ? end - 4 : 0);
  Yaml yaml(true);
  for (const std::string_view line : lines_of(head)) {
    const bool fits = trim(line).empty() || line.starts_with(' ') || line.starts_with('-') ||
                      line.starts_with('#') || !field_of(line).name.empty();
    if (!fits) return std::string(text);
    yaml.take(line);
  }
  const std::size_t body = std::min(text.find('\n', end + 1), text.size() - 1) + 1;
  return yaml.finish() + std::string(text.substr(body));
}

// All of it: fields in the first column, everything else indented below them.
bool is_yaml(const std::vector<std::string_view>& lines) {
  std::size_t fields = 0;
  std::size_t empty_ones = 0;
  for (const std::string_view line : lines) {
    if (trim(line).empty() || line.front() == '#' || line.front() == ' ') continue;
    const Field field = field_of(line);
    if (field.name.empty()) return false;
    const bool small = field.name.front() >= 'a' && field.name.front() <= 'z';
    if (!small) return false;
    ++fields;
    if (field.value.empty()) ++empty_ones;
  }
  constexpr std::size_t enough = 4;
  return fields >= enough && empty_ones > 0;
}

bool is_wiki_heading(std::string_view line) {
  return line.size() > 4 && line[0] == 'h' && line[1] >= '1' && line[1] <= '6' && line[2] == '.' &&
         line[3] == ' ';
}

// "h2. Impact", "||Time||Event||", "{{code}}".
std::string from_wiki(const std::vector<std::string_view>& lines) {
  std::string markdown;
  bool in_table = false;
  for (const std::string_view line : lines) {
    std::string text(line);
    if (is_wiki_heading(line)) {
      text = std::string(static_cast<std::size_t>(line[1] - '0'), '#') + ' ' +
             std::string(line.substr(4));
    }
    for (const std::string_view brace : {"{{", "}}"}) {
      for (std::size_t at = text.find(brace); at != std::string::npos; at = text.find(brace, at)) {
        text.replace(at, 2, "`");
      }
    }
    const bool head = text.starts_with("||");
    const bool row = text.starts_with('|');
    if (row && !in_table) markdown += '\n';
    if (head) {
      for (std::size_t at = text.find("||"); at != std::string::npos; at = text.find("||", at)) {
        text.replace(at, 2, "|");
      }
      const auto columns = std::count(text.begin(), text.end(), '|') - 1;
      text += "\n|";
      for (std::ptrdiff_t i = 0; i < columns; ++i) text += "---|";
    }
    if (!row && in_table) markdown += '\n';
    in_table = row;
    markdown += text + '\n';
  }
  return markdown;
}

// "11.20   Branch Lyon cannot log in": a clock with a point in it, which only its column shows.
bool begins_with_dotted_clock(std::string_view line) {
  const auto digit = [&](std::size_t at) {
    return at < line.size() && line[at] >= '0' && line[at] <= '9';
  };
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
  const bool deep = marks > 1 && (is_letter(first) || (first >= '0' && first <= '9'));
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

bool is_item(std::string_view content) {
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
                       !is_item(above) && trim(above).ends_with(':');
    if (depth == 0 && below && blanks >= deep && is_item(content) && !in_code) {
      depth = blanks;
      undented += '\n';
    }
    undented += line.substr(std::min({depth, blanks, line.size()}));
    undented += '\n';
    if (!content.empty()) above = line;
  }
  return undented;
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

bool begins_with_clock(std::string_view line) {
  const auto clocks = find_clocks(line.substr(0, std::min<std::size_t>(line.size(), 40)));
  return !clocks.empty() && clocks.front().place.begin == 0;
}

// "Time (WAT)<tab>Actions" above "9:45 AM<tab>The upgrade begins": a table that was copied from a
// page.
std::string with_tables_of_tabs(std::string_view text) {
  const std::vector<std::string_view> lines = lines_of(text);
  const auto head_at = [&](std::size_t at) {
    const auto cells = tabbed_cells(lines[at]);
    if (cells.size() < 2 || at + 2 >= lines.size() || begins_with_clock(trim(lines[at])))
      return false;
    return has_stem(lowered(cells.front()), std::to_array<std::string_view>({"time", "when"})) &&
           tabbed_cells(lines[at + 1]).size() == cells.size() &&
           begins_with_clock(trim(lines[at + 1])) &&
           tabbed_cells(lines[at + 2]).size() == cells.size() &&
           begins_with_clock(trim(lines[at + 2]));
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
    const bool clock = glued && begins_with_clock(line.substr(behind)) &&
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
      counted = is_item(content);  // "1. Alerts:", and bullets inside of it
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

std::string notation_to_markdown(std::string_view text) {
  const std::string plain = with_tables_of_tabs(with_even_items(
      with_spaced_counters(with_items_below_labels(with_lost_breaks(with_spaced_headings(
          with_colons(status_page_to_markdown(without_front_matter(without_mail_head(text))))))))));
  const std::vector<std::string_view> lines = lines_of(plain);
  if (std::any_of(lines.begin(), lines.end(), is_wiki_heading)) return from_wiki(lines);
  if (!is_yaml(lines)) return plain;
  Yaml yaml(false);
  for (const std::string_view line : lines) yaml.take(line);
  return yaml.finish();
}

}  // namespace tocsin::imports
