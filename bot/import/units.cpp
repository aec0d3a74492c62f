// Blocks cut into units: where a line of a paragraph begins something new, it is one.

#include "bot/domain/whole_letters.h"
#include "bot/import/entry_lead.h"
#include "bot/import/outline.h"
#include "bot/import/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace tocsin::imports {
namespace {

constexpr auto k_bullets = std::to_array<std::string_view>({"•", "‣", "·", "∙", "⁃", "–", "—"});

constexpr std::string_view k_glue = " - ";

// Bytes of a bullet with its blanks at the front; 0 when there is none.
std::size_t bullet(std::string_view text) {
  std::size_t at = 0;
  while (const std::size_t symbol = symbol_at_front(text.substr(at))) at += symbol;
  bool dash = false;
  for (const std::string_view mark : k_bullets) {
    if (at > 0 || !text.starts_with(mark)) continue;
    at = mark.size();
    dash = mark == "–" || mark == "—";
  }
  const std::size_t blanks_from = at;
  while (at > 0 && at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return dash && at == blanks_from ? 0 : at;
}

// A number or letter that counts items: "(1) ", "2) ", "a) ".
std::size_t counter(std::string_view text) {
  std::size_t at = text.starts_with("(") ? 1 : 0;
  const std::size_t start = at;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  if (at == start && at < text.size() && text[at] >= 'a' && text[at] <= 'h') ++at;
  if (at == start || at > start + 2 || at >= text.size() || text[at] != ')') return 0;
  ++at;
  if (at >= text.size() || text[at] != ' ') return 0;
  return at + 1;
}

bool ends_open(std::string_view line) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"at",      "by",     "until",         "till", "from", "to", "and", "around", "about",
       "between", "since",  "the",           "on",   "of",   "a",  "in",  "with",   "for",
       "after",   "before", "approximately", "was"});
  const std::size_t start = line.find_last_of(" \t");
  const std::string last = lowered(line.substr(start == std::string_view::npos ? 0 : start + 1));
  return std::find(words.begin(), words.end(), last) != words.end() || line.ends_with(",");
}

bool ends_sentence(std::string_view line) {
  for (const std::string_view quote : {"”", "\"", "’"}) {
    if (line.ends_with(quote)) line.remove_suffix(quote.size());
  }
  return line.ends_with('.') || line.ends_with('!') || line.ends_with('?') || line.ends_with(':') ||
         line.ends_with(';') || line.ends_with("…");
}

bool looks_like_row(std::string_view line) {
  return line.starts_with('|') && line.find('|', 1) != std::string_view::npos;
}

// A line that announces a section by itself: "Root Cause:", "TIMELINE".
bool announces(const Line& line) {
  constexpr std::size_t longest = 70;
  if (line.text.size() > longest) return false;
  const bool open = line.text.ends_with('.') || line.text.ends_with(',');
  if (open && is_dotted_heading(line.text)) return true;
  if (open && !line.text.ends_with("..")) return false;
  const char first = line.text.front();
  const bool small = first >= 'a' && first <= 'z';
  if (small && line.strong < line.text.size() && !line.text.ends_with(':')) return false;
  return read_announcement(line.text).exact;
}

// A heading that Markdown takes for an item or for the wrapped text of one.
bool announces_section(const Line& line) {
  const auto lead = read_lead(line.text);
  return announces(line) && !(lead && lead->clock);
}

bool begins_with_clock(const Line& line) {
  const auto lead = read_lead(line.text);
  return lead && lead->clock;
}

// "Reported by: Ana": a few words and a colon. Lines of this shape below each other are fields.
bool is_field(std::string_view line) {
  constexpr std::size_t longest = 36;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > longest) return false;
  if (colon + 1 < line.size() && line[colon + 1] != ' ' && line[colon + 1] != '\t') return false;
  const char first = line.front();
  const bool small = first >= 'a' && first <= 'z';
  const std::string_view name = line.substr(0, colon);
  const std::size_t most_words = small ? 1 : 4;
  return words_of(name).size() <= most_words && name.find_first_of(".,;?!(") == name.npos;
}

class Cutter {
 public:
  std::vector<Unit> run(const std::vector<Block>& blocks) {
    for (const Block& block : blocks) {
      ++block_;
      if (block.kind == Block::Kind::row) {
        add(Unit::Kind::row, 0, {});
        units_.back().cells = block.cells;
        units_.back().is_head = block.is_head;
      } else if (block.kind == Block::Kind::heading) {
        cut_heading(block);
      } else if (block.kind == Block::Kind::code) {
        for (const Line& line : block.lines) add(Unit::Kind::code, block.level, line);
      } else {
        cut(block);
      }
    }
    return std::move(units_);
  }

 private:
  void add(Unit::Kind kind, int level, const Line& line) {
    units_.push_back({kind, level, line.text, line.strong, {}, false, block_});
  }

  // An underline below several lines: only the last of them is the heading, if any.
  void cut_heading(const Block& block) {
    const Line& last = block.lines.back();
    if (block.lines.size() > 1) {
      Block above{Block::Kind::paragraph, 0, block.lines, {}, false};
      above.lines.pop_back();
      cut(above);
    }
    const bool entry = block.lines.size() > 1 && (read_lead(last.text) || is_field(last.text));
    add(entry ? Unit::Kind::text : Unit::Kind::heading, entry ? 0 : block.level, last);
  }

  // "Duration: 2 hours (12:00 PM - 2:00 PM) Impact: users could not …": a label behind another one.
  static std::size_t inner_label(std::string_view text, std::size_t from) {
    static constexpr auto labels = std::to_array<std::string_view>(
        {" Impact:", " Root Cause:", " Root cause:", " Resolution:", " Duration:"});
    if (from == 0) {
      const auto label =
          label_of({Unit::Kind::text, 0, std::string(whole_letters(text, 120)), 0, {}, false, 0});
      if (!label || !read_announcement(label->text).exact) return std::string_view::npos;
    }
    std::size_t first = std::string_view::npos;
    for (const std::string_view label : labels) {
      const std::size_t at = text.find(label, from);
      const bool ended = at != text.npos && at > 0 && (text[at - 1] == ')' || text[at - 1] == '.');
      if (ended) first = std::min(first, at);
    }
    return first;
  }

  // "…began troubleshooting. - 11:00 AM: traffic was rerouted": where an item begins that lost its
  // line.
  static std::size_t glued_item(std::string_view text, std::size_t from) {
    constexpr std::size_t enough = 120;  // to see what it begins with
    for (std::size_t at = text.find(k_glue, from); at != std::string_view::npos;
         at = text.find(k_glue, at + 1)) {
      const char before = at > 0 ? text[at - 1] : ' ';
      if (before != '.' && before != '!' && before != '?') continue;
      const std::string_view front = whole_letters(text.substr(at + k_glue.size()), enough);
      const Unit rest{Unit::Kind::item, 1, std::string(front), 0, {}, false, 0};
      const auto lead = read_lead(rest.text);
      const auto label = label_of(rest);
      const bool fact = label && !label->rest.empty() && read_announcement(label->text).exact;
      if ((lead && lead->clock && lead->marked) || fact) return at;
    }
    return std::string_view::npos;
  }

  static void add_labels(const Line& line, std::vector<Line>& lines) {
    constexpr std::size_t most = 8;  // of one line, so that no line is looked through often
    std::size_t start = 0;
    const std::size_t enough = lines.size() + most;
    for (std::size_t at = inner_label(line.text, 0);
         at != std::string::npos && lines.size() < enough; at = inner_label(line.text, start)) {
      lines.push_back({line.text.substr(start, at - start), start == 0 ? line.strong : 0});
      start = at + 1;
    }
    lines.push_back({line.text.substr(start), start == 0 ? line.strong : 0});
  }

  // "• Patch the server. • Add an alert." and "… works again. Corrective measures:": what lost its
  // line.
  static std::vector<Line> parted(const Line& line) {
    constexpr std::string_view glue = " • ";
    std::vector<Line> lines;
    std::string_view rest = line.text;
    for (std::size_t at = rest.find(glue); rest.starts_with("•") && at != rest.npos;
         at = rest.find(glue)) {
      if (!ends_sentence(rest.substr(0, at))) break;
      lines.push_back({std::string(rest.substr(0, at)), lines.empty() ? line.strong : 0});
      rest.remove_prefix(at + 1);
    }
    const std::size_t dot = rest.ends_with(':') ? rest.rfind(". ") : rest.npos;
    const std::string_view last = dot == rest.npos ? std::string_view{} : rest.substr(dot + 2);
    if (words_of(last).size() > 1 && read_announcement(last).exact) {
      lines.push_back({std::string(rest.substr(0, dot + 1)), lines.empty() ? line.strong : 0});
      rest = last;
    }
    lines.push_back({std::string(rest), lines.empty() ? line.strong : 0});
    return lines;
  }

  // Every item on a line of its own.
  static Block unglued(const Block& block) {
    Block cut = block;
    std::vector<Line> lines;
    for (const Line& line : block.lines) {
      for (Line& part : parted(line)) lines.push_back(std::move(part));
    }
    cut.lines.clear();
    for (const Line& line : lines) {
      const std::string_view text = line.text;
      std::size_t start = 0;
      for (std::size_t at = glued_item(text, 0); start < text.size();
           at = glued_item(text, start)) {
        const bool first = start == 0;
        const std::string part(text.substr(start, at == text.npos ? text.npos : at - start));
        add_labels({first ? part : "• " + part, first ? line.strong : 0}, cut.lines);
        if (at == text.npos) break;
        start = at + k_glue.size();
      }
    }
    return cut;
  }

  void cut(const Block& glued) {
    const Block block = unglued(glued);
    auto kind = block.kind == Block::Kind::item ? Unit::Kind::item : Unit::Kind::text;
    int level = block.level;
    const bool timed = is_timed(block);
    const Line* before = nullptr;
    for (const Line& line : block.lines) {
      const bool alone = before == nullptr && block.lines.size() == 1;
      if (kind == Unit::Kind::item && level <= 1 && !alone && announces_section(line)) {
        kind = Unit::Kind::text;
        level = 0;
      }
      const bool named = before == &block.lines.front() && kind == Unit::Kind::item &&
                         belongs_to_name(line, *before);
      if (before == nullptr || (!named && begins_anew(line, *before, timed))) {
        begin(kind, level, line, before == nullptr);
      } else {
        units_.back().text += '\n' + line.text;
      }
      if (before == nullptr) opened_ = line.text.ends_with(':');
      before = &line;
    }
  }

  // "- **Better alerts:**" and below it, in the same item, what that means.
  static bool belongs_to_name(const Line& line, const Line& name) {
    const bool marked = bullet(line.text) != 0 || counter(line.text) != 0;
    return name.text.ends_with(':') && !marked && !announces(name) && !announces(line) &&
           !begins_with_clock(name) && !begins_with_clock(line) && line.strong < line.text.size() &&
           !looks_like_row(line.text);
  }

  // Whether lines that begin with a clock are entries here, and not wrapped text.
  static bool is_timed(const Block& block) {
    if (begins_with_clock(block.lines.front())) return true;
    constexpr std::ptrdiff_t enough = 3;
    return std::count_if(block.lines.begin(), block.lines.end(), begins_with_clock) >= enough;
  }

  void begin(Unit::Kind kind, int level, const Line& line, bool first) {
    if (looks_like_row(line.text)) return begin_row(line.text);
    const std::size_t mark = bullet(line.text) != 0 ? bullet(line.text) : counter(line.text);
    if (mark == 0 || mark >= line.text.size()) {
      return add(kind, level, line);
    }
    Line rest{line.text.substr(mark), line.strong > mark ? line.strong - mark : 0};
    if (announces_section(rest)) return add(Unit::Kind::text, 0, rest);
    // "1. Automated tests:" and below it "— Test the limits" in the same item.
    const bool inside = !first && kind == Unit::Kind::item && opened_;
    const int depth = first && kind == Unit::Kind::item ? level : std::max(level, 1);
    add(Unit::Kind::item, inside ? depth + 1 : depth, rest);
  }

  void begin_row(std::string_view line) {
    add(Unit::Kind::row, 0, {});
    Unit& row = units_.back();
    line.remove_prefix(1);
    bool only_rules = true;
    while (!line.empty()) {
      const std::size_t end = std::min(line.find('|'), line.size());
      row.cells.emplace_back(trim(line.substr(0, end)));
      if (row.cells.back().find_first_not_of("-: ") != std::string::npos) only_rules = false;
      line.remove_prefix(std::min(end + 1, line.size()));
    }
    if (only_rules) units_.pop_back();
  }

  bool begins_anew(const Line& line, const Line& before, bool timed) const {
    if (looks_like_row(line.text) || looks_like_row(before.text)) return true;
    if (bullet(line.text) != 0 || counter(line.text) != 0) return true;
    // "… and are linked to under\nAction items." is wrapped text.
    const bool wrapped = is_dotted_heading(line.text) && !ends_sentence(before.text);
    if ((announces(line) && !wrapped) || announces(before) || is_title_line(before.text) ||
        is_title_line(line.text)) {
      return true;
    }
    if (before.strong == before.text.size() || line.strong == line.text.size()) return true;
    if (is_capitals(line.text) != is_capitals(before.text) &&
        (ends_sentence(before.text) || is_capitals(before.text))) {
      return true;
    }
    if (is_field(line.text) && is_field(before.text)) return true;
    if (const auto lead = read_lead(line.text)) {
      const bool ended = ends_sentence(before.text) || timed;
      if (lead->marked || (lead->clock && ended && !ends_open(before.text))) return true;
      if (lead->day && lead->text.empty()) return true;
    }
    return begins_with_label(line, before);
  }

  // "Postmortem: the queue that ate a disk" on a line of its own.
  static bool is_title_line(std::string_view line) {
    constexpr std::size_t longest = 90;
    if (line.size() > longest || line.ends_with('.')) return false;
    // Most lines begin with no word that a title does; to look further would take long.
    constexpr std::string_view first_letters = "pPiIrRoOaA";
    const std::size_t letter =
        line.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    constexpr std::size_t marks = 12;
    if (letter > marks || first_letters.find(line[letter]) == first_letters.npos) return false;
    return begins_like_title(line) || lowered(line).starts_with("postmortem: ");
  }

  static bool begins_with_label(const Line& line, const Line& before) {
    const Unit unit{Unit::Kind::text, 0, line.text, line.strong, {}, false, 0};
    const auto label = label_of(unit);
    if (!label) return false;
    if (label->strong) return true;
    const char first = line.text.front();
    if (first >= 'a' && first <= 'z' && !ends_sentence(before.text)) return false;
    return read_announcement(label->text).exact || is_assignment_text(label->text);
  }

  std::vector<Unit> units_;
  std::size_t block_ = 0;
  bool opened_ = false;  // the first line of the block announces what is below it
};

// Where a label ends that is set off by " - " or by nothing but being bold.
std::optional<Label> set_off(std::string_view text, std::size_t end) {
  Label label{std::string(trim(text.substr(0, end))), {}, true};
  std::string_view rest = trim(text.substr(end));
  const bool colon = label.text.ends_with(':') || rest.starts_with(':');
  bool marked = colon;
  if (label.text.ends_with(':')) label.text.pop_back();
  for (const std::string_view mark : {":", "-", "–", "—"}) {
    if (!rest.starts_with(mark)) continue;
    rest = trim(rest.substr(mark.size()));
    marked = true;
    break;
  }
  label.text = std::string(trim(label.text));
  label.rest = std::string(rest);
  if (!marked && !rest.empty() && !read_announcement(label.text).exact) return std::nullopt;
  return label;
}

}  // namespace

std::optional<Label> label_of(const Unit& unit) {
  constexpr std::size_t longest = 90;
  const std::string_view text = unit.text;
  if (unit.strong > 0 && unit.strong <= longest && unit.strong < text.size()) {
    if (auto label = set_off(text, unit.strong)) return label;
  }
  const std::size_t first_line = std::min(text.find('\n'), text.size());
  for (std::size_t at = text.find(':'); at < std::min(first_line, longest);
       at = text.find(':', at + 1)) {
    const bool stands_alone = at + 1 >= text.size() || text[at + 1] == ' ' ||
                              text[at + 1] == '\t' || text[at + 1] == '\n';
    const bool digit_before = at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9';
    const bool clock = at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9';
    if (!stands_alone && (clock || digit_before || text.substr(at).starts_with("://"))) continue;
    if (text.substr(at).starts_with("::") || (at > 0 && text[at - 1] == ':')) continue;
    if (!stands_alone && !read_announcement(text.substr(0, at)).exact) continue;
    return Label{std::string(trim(text.substr(0, at))), std::string(trim(text.substr(at + 1))),
                 unit.strong > at};
  }
  const std::size_t question = text.find('?');
  if (question < std::min(first_line, longest + 20)) {
    const std::string_view asked = trim(text.substr(0, question));
    if (read_announcement(asked).exact || is_assignment_text(asked)) {
      return Label{std::string(asked), std::string(trim(text.substr(question + 1))), false};
    }
  }
  for (const std::string_view mark : {" - ", " – ", " — "}) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos || at > 40) continue;
    const Announcement announcement = read_announcement(text.substr(0, at));
    if (!announcement.exact || !find_clocks(text.substr(0, at)).empty()) continue;
    return Label{std::string(trim(text.substr(0, at))),
                 std::string(trim(text.substr(at + mark.size()))), false};
  }
  return std::nullopt;
}

std::vector<Unit> units_of(const std::vector<Block>& blocks) { return Cutter{}.run(blocks); }

}  // namespace tocsin::imports
