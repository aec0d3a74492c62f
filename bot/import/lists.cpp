#include "bot/import/lists.h"

#include "bot/import/text.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

using Pieces = std::vector<const Piece*>;

// "[ ] ", "[x] ", "☐ " in front of a task.
std::string_view without_box(std::string_view text) {
  text = trim(text);
  for (const std::string_view box : {"[ ]", "[x]", "[X]", "[]", "☐", "☑", "✅", "✔"}) {
    if (text.starts_with(box)) return trim(text.substr(box.size()));
  }
  return text;
}

bool ends_item(std::string_view text) {
  for (const std::string_view quote : {"”", "\"", "’"}) {
    if (text.ends_with(quote)) text.remove_suffix(quote.size());
  }
  return text.ends_with('.') || text.ends_with('!') || text.ends_with('?') || text.ends_with(')') ||
         text.ends_with(':');
}

std::vector<std::string_view> written_lines_of(std::string_view text) {
  std::vector<std::string_view> lines = lines_of(text);
  for (std::string_view& line : lines) line = trim(line);
  std::erase(lines, "");
  return lines;
}

// Whether every line of a paragraph stands for itself, so that it is a list without bullets.
bool is_bare_list(const std::vector<std::string_view>& lines) {
  if (lines.size() < 2) return false;
  std::size_t widest = 0;
  for (const std::string_view line : lines) widest = std::max(widest, line.size());
  std::size_t full = 0;   // lines that may have been wrapped
  std::size_t ended = 0;  // lines that were surely ended by hand
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const char first = lines[i].front();
    const bool small = first >= 'a' && first <= 'z';
    if (small) return false;
    constexpr std::size_t width_of_a_page = 68;
    if (i + 1 >= lines.size()) continue;
    if (ends_item(lines[i]) || lines[i].size() <= width_of_a_page) {
      ++ended;
      continue;
    }
    // Where the next word would still have fitted, the line was meant to end.
    const std::size_t next_word = std::min(lines[i + 1].find(' '), lines[i + 1].size());
    ++(lines[i].size() + 1 + next_word > widest ? full : ended);
  }
  // The widest line of a list looks wrapped, whatever it is.
  return full == 0 || (full == 1 && ended + 2 >= lines.size() && lines.size() > 2);
}

bool is_labelled(std::string_view line) {
  const std::size_t colon = line.find(": ");
  return colon != std::string_view::npos && colon < 60;
}

class List {
 public:
  void add(std::string_view text, int level = 0) {
    std::string item = one_line(without_box(text));
    while (item.starts_with("- ") || item.starts_with("* ")) item.erase(0, 2);
    if (item.empty() || item == "-" || item == "TBD" || is_generic_title(item)) return;
    items_.push_back(std::move(item));
    levels_.push_back(level);
  }

  void extend(std::string_view text) {
    if (!items_.empty()) items_.back() += ' ' + one_line(text);
  }

  bool empty() const { return items_.empty(); }
  int last_level() const { return levels_.empty() ? 0 : levels_.back(); }
  bool last_is_label() const { return !items_.empty() && items_.back().ends_with(':'); }
  void drop_last() {
    items_.pop_back();
    levels_.pop_back();
  }
  std::vector<std::string> take() { return std::move(items_); }

 private:
  std::vector<std::string> items_;
  std::vector<int> levels_;
};

void take_item(const Piece& piece, List& list) {
  const bool deeper = !list.empty() && piece.level > list.last_level() && list.last_level() > 0;
  if (deeper && list.last_is_label()) {
    list.drop_last();
    list.add(piece.text, piece.level);
  } else if (deeper) {
    list.extend(piece.text);
  } else {
    list.add(piece.text, piece.level);
  }
}

void take_bare_lines(std::vector<std::string_view> lines, List& list) {
  while (lines.size() > 1 && is_closing_sentence(lines.back())) lines.pop_back();
  const auto labelled = std::count_if(lines.begin(), lines.end(), is_labelled);
  const bool all_but_last = labelled + 1 == static_cast<std::ptrdiff_t>(lines.size()) &&
                            labelled >= 2 && !is_labelled(lines.back());
  const bool all_open = std::all_of(lines.begin(), lines.end(), is_opening_sentence);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool last = i + 1 == lines.size();
    // Also "Long-term:" between them, and the label of what comes behind.
    if (is_opening_sentence(lines[i]) && !all_open) continue;
    if (last && i > 0 && all_but_last) continue;
    list.add(lines[i]);
  }
}

bool tells_measure(std::string_view sentence) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"will",      "should",  "must",     "need",    "plan",    "going to",
       "implement", "add",     "improve",  "ensure",  "monitor", "review",
       "introduc",  "we have", "has been", "automat", "test",    "document",
       "train",     "set up",  "update",   "enhance", "conduct", "establish"});
  return has_stem(lowered(sentence), stems);
}

// A section in prose: every sentence that says what will be done.
void take_prose(const Pieces& pieces, List& list) {
  for (const Piece* piece : pieces) {
    if (piece->kind != Piece::Kind::text) continue;
    for (const std::string_view sentence : sentences_of(piece->text)) {
      if (is_opening_sentence(sentence) || is_closing_sentence(sentence)) continue;
      if (tells_measure(sentence)) list.add(sentence);
    }
  }
}

std::size_t column_of_text(const std::vector<std::string>& head) {
  static constexpr auto names = std::to_array<std::string_view>(
      {"action", "action item", "actionable", "task", "tasks", "description", "what", "item",
       "measure", "improvement", "follow up", "followup", "todo", "summary", "title"});
  for (const std::string_view name : names) {
    for (std::size_t i = 0; i < head.size(); ++i) {
      const auto words = words_of(head[i]);
      std::string joined;
      for (const std::string& word : words) joined += (joined.empty() ? "" : " ") + word;
      if (joined == name || joined.starts_with(std::string(name) + " ")) return i;
    }
  }
  return head.size();
}

// Where no name tells: the column with the most text in it, and not the one that counts the rows.
std::size_t widest_column(const Pieces& pieces, std::size_t from, std::size_t columns) {
  std::vector<std::size_t> widths(columns);
  for (std::size_t at = from; at < pieces.size() && pieces[at]->kind == Piece::Kind::row; ++at) {
    if (pieces[at]->is_head) break;
    const auto& cells = pieces[at]->cells;
    for (std::size_t i = 0; i < std::min(columns, cells.size()); ++i) widths[i] += cells[i].size();
  }
  const auto widest = std::max_element(widths.begin(), widths.end());
  return static_cast<std::size_t>(widest - widths.begin());
}

void take_rows(const Pieces& pieces, List& list) {
  std::size_t column = 0;
  bool first = true;
  for (std::size_t at = 0; at < pieces.size(); ++at) {
    const Piece* piece = pieces[at];
    if (piece->kind != Piece::Kind::row) {
      first = true;
      continue;
    }
    const std::size_t named = column_of_text(piece->cells);
    const bool head = piece->is_head || (first && named < piece->cells.size());
    first = false;
    if (head) {
      const std::size_t columns = piece->cells.size();
      column = named < columns ? named : widest_column(pieces, at + 1, columns);
      continue;
    }
    if (column < piece->cells.size()) list.add(piece->cells[column]);
  }
}

// Sub-headings with a text below each: "### Better monitoring".
void take_headings(const Pieces& pieces, List& list) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i]->kind != Piece::Kind::heading || !pieces[i]->own.empty()) continue;
    std::string text = one_line(pieces[i]->text);
    for (std::size_t next = i + 1; next < pieces.size() && pieces[next]->kind == Piece::Kind::text;
         ++next) {
      if (pieces[next]->section != pieces[i]->section) break;
      if (is_closing_sentence(pieces[next]->text)) break;
      text += (text.ends_with(':') ? " " : ": ") + one_line(pieces[next]->text);
    }
    list.add(text);
  }
}

// Lines that were cut from one paragraph are looked at together.
std::vector<std::string_view> lines_of_block(const Pieces& pieces, std::size_t& at) {
  std::vector<std::string_view> lines = written_lines_of(pieces[at]->text);
  while (at + 1 < pieces.size()) {
    const Piece& next = *pieces[at + 1];
    const bool same = next.kind == Piece::Kind::text && next.label.empty() &&
                      next.block == pieces[at]->block && next.section == pieces[at]->section;
    if (!same) break;
    const auto more = written_lines_of(next.text);
    lines.insert(lines.end(), more.begin(), more.end());
    ++at;
  }
  return lines;
}

// Paragraphs of one sentence each, or with a name in front: "Better alerts: …".
void take_lone_lines(const Pieces& pieces, List& list) {
  Pieces lone;
  for (const Piece* piece : pieces) {
    if (piece->kind != Piece::Kind::text) continue;
    const std::string_view text = piece->text;
    const bool is_one = is_labelled(text) || sentences_of(text).size() == 1;
    if (is_one && written_lines_of(text).size() == 1 && !is_opening_sentence(text) &&
        !is_closing_sentence(text)) {
      lone.push_back(piece);
    }
  }
  if (lone.size() < 2) return;
  for (const Piece* piece : lone) list.add(piece->text);
}

// "Use two sources of noise." and nothing else.
void take_only_line(const Pieces& pieces, List& list) {
  constexpr std::size_t enough_words = 3;
  for (const Piece* piece : pieces) {
    const std::string_view text = piece->text;
    const bool talk = is_opening_sentence(text) || is_closing_sentence(text);
    if (piece->kind != Piece::Kind::text || talk || sentences_of(text).size() > 1) continue;
    if (words_of(text).size() >= enough_words) list.add(text);
  }
}

// Whole sentences right above bullets say what the list is about.
bool introduces_items(const Pieces& pieces, std::size_t at,
                      const std::vector<std::string_view>& lines) {
  constexpr std::size_t enough = 2;
  std::size_t items = 0;
  for (std::size_t next = at + 1; next < pieces.size() && items < enough; ++next) {
    const bool same = pieces[next]->section == pieces[at]->section;
    if (!same || pieces[next]->kind != Piece::Kind::item) return false;
    ++items;
  }
  return items == enough && std::all_of(lines.begin(), lines.end(), [&](std::string_view line) {
           return line.ends_with('.') || (line.ends_with(':') && line == lines.back());
         });
}

// "Put the end of every licence in the calendar. Watch the streams for silence." behind a label:
// every sentence is a task.
bool is_list_of_sentences(std::string_view text) {
  static constexpr auto talk = std::to_array<std::string_view>(
      {"this ", "these ", "it ",     "that ", "those ", "they ", "the ", "we ",  "our ", "in ",
       "as ",   "there ", "however", "also",  "with ",  "by ",   "to ",  "for ", "i ",   "a ",
       "an ",   "after ", "because", "if ",   "when ",  "all ",  "no ",  "and ", "but ", "so "});
  constexpr std::size_t longest = 110;
  const auto sentences = sentences_of(text);
  return sentences.size() >= 2 &&
         std::all_of(sentences.begin(), sentences.end(), [](std::string_view sentence) {
           const std::string lower = lowered(sentence);
           return sentence.size() <= longest && sentence.ends_with('.') &&
                  std::none_of(talk.begin(), talk.end(),
                               [&](std::string_view word) { return lower.starts_with(word); });
         });
}

// "Implement better tests of the settings. Improve the alerts. In conclusion, …": orders, each in a
// sentence, and perhaps what closes them.
std::vector<std::string_view> orders_of(std::vector<std::string_view> lines) {
  static constexpr auto verbs = std::to_array<std::string_view>(
      {"implement", "improve", "develop", "add",       "create",  "update",    "set",
       "ensure",    "conduct", "review",  "establish", "enhance", "introduce", "automate",
       "use",       "write",   "test",    "document",  "train",   "schedule",  "increase",
       "configure", "monitor", "perform", "define",    "deploy",  "build",     "make"});
  constexpr std::size_t enough = 3;
  std::vector<std::string_view> orders;
  while (!lines.empty() && is_opening_sentence(lines.front())) lines.erase(lines.begin());
  if (lines.size() != 1) return orders;
  for (const std::string_view sentence : sentences_of(lines.front())) {
    if (is_closing_sentence(sentence)) break;
    const std::string first = lowered(sentence.substr(0, sentence.find(' ')));
    if (std::find(verbs.begin(), verbs.end(), first) == verbs.end()) return {};
    orders.push_back(sentence);
  }
  if (orders.size() < enough) orders.clear();
  return orders;
}

// "## Training:" and below it what that means, one behind the other to the end: where the first of
// them is. No list stands below any of them.
std::size_t first_named(const Pieces& pieces) {
  constexpr std::size_t enough = 2;
  std::size_t names = 0;
  std::size_t first = pieces.size();
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
    const Piece& piece = *pieces[i];
    if (piece.kind == Piece::Kind::text) continue;
    if (piece.kind != Piece::Kind::heading) return pieces.size();
    const Piece& below = *pieces[i + 1];
    const bool told = below.kind == Piece::Kind::text && below.section == piece.section;
    if (!piece.own.empty() || !told || !piece.text.ends_with(':')) continue;
    first = std::min(first, i);
    ++names;
  }
  return names >= enough ? first : pieces.size();
}

std::vector<std::string> items_of(const Pieces& pieces) {
  if (const std::size_t first = first_named(pieces); first < pieces.size()) {
    const auto from = pieces.begin() + static_cast<std::ptrdiff_t>(first);
    std::vector<std::string> items = items_of({pieces.begin(), from});
    List named;
    take_headings({from, pieces.end()}, named);
    for (std::string& item : named.take()) items.push_back(std::move(item));
    return items;
  }
  List list;
  const auto count = [&](Piece::Kind kind) {
    return std::count_if(pieces.begin(), pieces.end(),
                         [&](const Piece* piece) { return piece->kind == kind; });
  };
  if (count(Piece::Kind::row) > 0) take_rows(pieces, list);
  const bool items = count(Piece::Kind::item) > 0;
  bool opened = true;  // bare lines are a list where no bullet came before in their section
  for (std::size_t at = 0; at < pieces.size(); ++at) {
    const Piece& piece = *pieces[at];
    if (at > 0 && piece.section != pieces[at - 1]->section) opened = true;
    const bool last = at + 1 == pieces.size();
    if (!list.empty() && is_closing_sentence(piece.text) &&
        (last || piece.kind == Piece::Kind::text)) {
      lines_of_block(pieces, at);
      continue;
    }
    if (piece.kind == Piece::Kind::item) {
      take_item(piece, list);
      opened = false;
    } else if (piece.kind == Piece::Kind::text) {
      const bool opening = is_opening_sentence(piece.text);
      const auto lines = lines_of_block(pieces, at);
      if (piece.level > 0 && items) {
        list.extend(piece.text);
      } else if (introduces_items(pieces, at, lines)) {
        // what is said above the list
      } else if (const auto orders = orders_of(lines); !orders.empty()) {
        for (const std::string_view order : orders) list.add(order);
      } else if (opened && is_bare_list(lines)) {
        take_bare_lines(lines, list);
      } else if (!piece.label.empty() && is_list_of_sentences(piece.text)) {
        for (const std::string_view sentence : sentences_of(piece.text)) list.add(sentence);
      } else if (!piece.label.empty() && !lines.empty() && !opening) {
        list.add(piece.text);
      }
      opened = opened || opening;
    }
  }
  if (list.empty()) take_headings(pieces, list);
  if (list.empty()) take_lone_lines(pieces, list);
  if (list.empty()) take_prose(pieces, list);
  if (list.empty()) take_only_line(pieces, list);
  return list.take();
}

// "We will build the new index beside the old one": in a text without a section for it.
std::vector<std::string> promises_of(const std::vector<Piece>& pieces) {
  static constexpr auto beginnings = std::to_array<std::string_view>(
      {"we will ", "we'll ", "we’ll ", "we are going to ", "we plan to ", "we intend to ",
       "in the future, we will", "in future, we will", "going forward, we will", "i will ",
       "to prevent this", "to keep this from"});
  static constexpr auto promised = std::to_array<std::string_view>(
      {"we plan to", "will be implemented", "will be conducted", "will be integrated",
       "will be enhanced", "will be added", "will be improved", "will be reviewed",
       "will be introduced", "will be put in place"});
  List list;
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::text && piece.kind != Piece::Kind::item) continue;
    if (!piece.roles.within({Role::summary, Role::cause, Role::resolution})) continue;
    for (const std::string_view sentence : sentences_of(piece.text)) {
      const std::string lower = lowered(sentence);
      if (is_opening_sentence(sentence) || is_closing_sentence(sentence)) continue;
      const bool begins =
          std::any_of(beginnings.begin(), beginnings.end(),
                      [&](std::string_view beginning) { return lower.starts_with(beginning); });
      if (begins || has_stem(lower, promised)) list.add(sentence);
    }
  }
  return list.take();
}

// The items below "Remediation" in a text without measures, unless they tell what was done.
Pieces remediation_of(const std::vector<Piece>& pieces) {
  static constexpr auto done = std::to_array<std::string_view>({"was ", "were ", "we ", "i "});
  Pieces items;
  int section = -1;
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::heading) {
      section = contains(lowered(piece.text), "remediation") ? piece.section : -1;
    } else if (piece.kind == Piece::Kind::item && piece.section == section) {
      if (has_stem(lowered(piece.text), done)) return {};
      items.push_back(&piece);
    }
  }
  return items;
}

}  // namespace

void read_lists(const std::vector<Piece>& pieces, ImportedDocument& document) {
  Pieces measures;
  Pieces tasks;
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::code) continue;
    if (piece.roles.has(Role::measures)) {
      measures.push_back(&piece);
    } else if (piece.roles.has(Role::tasks)) {
      tasks.push_back(&piece);
    }
  }
  document.measures = items_of(measures);
  document.tasks = items_of(tasks);
  if (measures.empty() && tasks.empty()) document.measures = items_of(remediation_of(pieces));
  if (measures.empty() && tasks.empty() && document.measures.empty()) {
    document.measures = promises_of(pieces);
  }
}

}  // namespace tocsin::imports
