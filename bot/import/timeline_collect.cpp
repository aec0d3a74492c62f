#include "bot/domain/when_scan.h"
#include "bot/import/entry_lead.h"
#include "bot/import/text.h"
#include "bot/import/timeline.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

constexpr Roles k_never{Role::measures, Role::tasks,   Role::title, Role::authors,
                        Role::zone,     Role::lessons, Role::other, Role::date};

bool is_timed(const RawEntry& entry) { return entry.clock.has_value(); }

void append(std::string& text, std::string_view more) {
  const std::string line = one_line(more);
  if (line.empty()) return;
  if (!text.empty()) text += ' ';
  text += line;
}

// "From 14:00 to 16:00 the site was down" tells how long it lasted, and no step.
bool tells_span(std::string_view sentence, const Lead& lead) {
  if (!lead.until) return false;
  const std::string lower = lowered(trim(sentence));
  return lower.starts_with("from") || lower.starts_with("between") || lower.starts_with("on ");
}

// "From 5:30 to 8:35", but not "found at 8:10, and at 8:25 repaired".
bool is_span(const std::vector<WrittenClock>& clocks, std::string_view sentence) {
  if (spans_among(clocks, sentence).empty()) return false;
  const std::size_t end = clocks[0].place.end;
  const std::string_view joint = sentence.substr(end, clocks[1].place.begin - end);
  return !contains(joint, "and") || contains(lowered(sentence), "between");
}

// Where entries begin that stand behind each other on one line, "9:10 AM: push 9:15 AM: outage";
// nothing when they do not. What is in front of the first one belongs to the entry above.
std::vector<std::size_t> starts_of_run(std::string_view text) {
  std::vector<std::size_t> starts;
  for (const WrittenClock& clock : find_clocks(text)) {
    std::string_view rest = text.substr(clock.place.end);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    const bool marked = rest.starts_with(':') || rest.starts_with("- ") || rest.starts_with("–");
    if (marked && clock.of_day()) starts.push_back(clock.place.begin);
  }
  constexpr std::size_t enough = 3;
  if (starts.size() < enough) starts.clear();
  return starts;
}

// "At 1:30 PM, the migration ended. At 1:42 PM, an alert …": a timeline in one paragraph.
bool is_told_by_sentences(std::string_view text) {
  constexpr std::ptrdiff_t enough = 3;
  const auto sentences = sentences_of(text);
  return std::count_if(sentences.begin(), sentences.end(), [](std::string_view sentence) {
           const auto lead = read_lead(sentence);
           return lead && lead->clock && !lead->text.empty();
         }) >= enough;
}

// "At 10:00, the alert fired. … By 10:15, the team was complete.": a paragraph that begins with a
// word and has a clock in more than one of its sentences.
bool is_tale_with_times(std::string_view text) {
  if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
  const auto sentences = sentences_of(text);
  constexpr std::size_t enough = 3;
  return sentences.size() >= enough &&
         std::count_if(sentences.begin(), sentences.end(), [](std::string_view sentence) {
           return !find_clocks(sentence).empty();
         }) >= 2;
}

// What stands in the place of a clock that nobody knows: "2024-05-02 HH:mm", "??:??".
bool is_no_clock(std::string_view text) {
  // "06:2xZ": about twenty past six
  constexpr std::size_t longest = 7;
  const bool rough = text.size() <= longest && contains(text, ":") && contains(lowered(text), "x");
  return rough || text.empty() || lowered(text) == "hh:mm" || words_of(text).empty();
}

// "1", "12.": the number of a row.
bool is_count(std::string_view cell) {
  cell = trim(cell);
  if (cell.ends_with('.')) cell.remove_suffix(1);
  return !cell.empty() && cell.size() <= 3 && cell.find_first_not_of("0123456789") == cell.npos;
}

std::optional<unsigned> only_weekday(std::string_view text) {
  text = trim(text);
  while (text.ends_with(':') || text.ends_with(',')) text.remove_suffix(1);
  Scanner scanner{text};
  const auto weekday = scan_weekday(scanner);
  return scanner.at_end() ? weekday : std::nullopt;
}

// Where a labelled sentence begins that is none of the entry: "… was restarted. Misleading paths:
// …".
std::size_t inner_label(const std::string& text) {
  const auto sentences = sentences_of(text);
  for (std::size_t i = 1; i < sentences.size(); ++i) {
    const auto label = label_of({Unit::Kind::text, 0, std::string(sentences[i]), 0, {}, false, 0});
    if (!label || !read_announcement(label->text).exact) continue;
    return static_cast<std::size_t>(sentences[i].data() - text.data());
  }
  return text.size();
}

class Collector {
 public:
  void take(const Piece& piece) {
    if (piece.kind == Piece::Kind::heading) return heading(piece);
    if (piece.kind == Piece::Kind::row) return row(piece);
    const auto starts = starts_of_run(piece.text);
    const bool run_on = !starts.empty() && (starts.front() == 0 || !entries_.empty());
    if (run_on) return run(piece, starts);
    const bool tale = is_told_by_sentences(piece.text) || is_tale_with_times(piece.text);
    if (piece.kind == Piece::Kind::text && tale) return take_told(piece.text);
    const std::string text = piece.label.empty() ? piece.text : piece.label + ": " + piece.text;
    if (auto lead = read_lead(piece.text)) {
      if (lead->clock) {
        if (!piece.label.empty()) lead->text = piece.label + ": " + lead->text;
        const bool bare = one_line(lead->text) == piece.label + ":";
        add(*lead, piece.level);
        entries_.back().is_bare = entries_.back().is_bare || bare;
        return;
      }
      if (lead->text.empty()) {
        turn_to(lead->day);
        return;
      }
    }
    if (piece.kind == Piece::Kind::item) return item(piece, text);
    prose(piece, text);
  }

  // Only sentences that begin with a time or say "at" one, for documents without a timeline.
  void take_told(std::string_view text) {
    bool open = false;
    for (const std::string_view sentence : sentences_of(text)) {
      if (sentence_with_time(sentence)) {
        open = true;
      } else if (open) {
        append(entries_.back().more, sentence);
      }
    }
  }

  std::vector<RawEntry> finish() { return std::move(entries_); }

  bool has_timed() const { return std::any_of(entries_.begin(), entries_.end(), is_timed); }
  const std::vector<RawEntry>& entries() const { return entries_; }

 private:
  void add(const Lead& lead, int level) {
    RawEntry entry;
    entry.clock = lead.clock;
    entry.day = lead.day ? lead.day : day_;
    entry.weekday = weekday_;
    entry.text = one_line(lead.text);
    entry.is_bare = entry.text.empty();
    if (lead.until && !entry.is_bare && lead.until->of_day()) {
      const auto until = print_local_time({std::nullopt, lead.until->of_day()});
      entry.text += " (until " + until.substr(1, 5) + ")";
    }
    entry.level = level;
    if (lead.clock && lead.clock->day) turn_to(std::nullopt);
    entries_.push_back(std::move(entry));
  }

  void turn_to(const std::optional<WrittenDay>& day) {
    day_ = day;
    weekday_.reset();
  }

  void run(const Piece& piece, const std::vector<std::size_t>& starts) {
    const std::string_view text = piece.text;
    const std::string_view front = text.substr(0, starts.front());
    if (!entries_.empty()) append(entries_.back().more, front);
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : text.size();
      auto lead = read_lead(text.substr(starts[i], end - starts[i]));
      if (!lead || !lead->clock) continue;
      const std::size_t label = inner_label(lead->text);
      const std::string more = lead->text.substr(label);
      lead->text.resize(label);
      add(*lead, piece.level);
      append(entries_.back().more, more);
    }
  }

  void heading(const Piece& piece) {
    const auto lead = read_lead(piece.text);
    if (lead && lead->clock) return add(*lead, 0);
    if (!lead && piece.own.empty()) {
      // "Detection (2:00 PM)" as a heading in the timeline.
      if (const auto inside = read_time_inside(piece.text)) {
        add(*inside, 0);
        entries_.back().is_bare = true;
        return;
      }
    }
    const auto days = find_days(piece.text);
    if (!days.empty()) turn_to(days.front());
    if (const auto weekday = only_weekday(piece.text)) {
      turn_to(std::nullopt);
      weekday_ = weekday;
    }
  }

  void item(const Piece& piece, std::string_view text) {
    const bool below = !entries_.empty() && piece.level > entries_.back().level && piece.level > 1;
    if (!below) {
      if (const auto inside = read_time_inside(text)) return add(*inside, piece.level);
    }
    const bool step = !piece.roles.within(Role::timeline);  // read for what it is as well
    if (!entries_.empty() && (below || entries_.back().is_bare)) {
      RawEntry& entry = entries_.back();
      append(step && !entry.is_bare ? entry.more : entry.text, text);
      if (step) entry.is_bare = false;  // what it was is said; the next step is another one
      return;
    }
    RawEntry entry;
    entry.text = one_line(text);
    entry.level = piece.level;
    entry.day = day_;
    entry.weekday = weekday_;
    constexpr std::size_t few_words = 3;  // and no question
    entry.is_named = step && !piece.label.empty() && words_of(piece.label).size() <= few_words;
    entries_.push_back(std::move(entry));
  }

  void prose(const Piece& piece, std::string_view text) {
    if (!entries_.empty() && (entries_.back().is_bare || piece.level > 0)) {
      return append(entries_.back().text, text);
    }
    if (!entries_.empty() && find_clocks(text).empty()) {
      return append(entries_.back().more, text);
    }
    take_told(text);
  }

  bool sentence_with_time(std::string_view sentence) {
    if (const auto lead = read_lead(sentence); lead && lead->clock) {
      if (lead->text.empty() || tells_span(sentence, *lead)) return false;
      add(*lead, 0);
      return true;
    }
    const auto clocks = find_clocks(sentence);
    if (clocks.empty() || !clocks.front().of_day()) return false;
    if (clocks.size() == 2 && is_span(clocks, sentence)) return false;
    RawEntry entry;
    entry.clock = clocks.front();
    entry.day = day_;
    entry.weekday = weekday_;
    entry.text = one_line(sentence);
    entries_.push_back(std::move(entry));
    return true;
  }

  void row(const Piece& piece) {
    if (piece.is_head) {
      head_ = piece.cells;
      return;
    }
    Lead lead;
    std::string text;
    std::optional<WrittenDay> day;
    for (std::size_t i = 0; i < piece.cells.size(); ++i) {
      const std::string& cell = piece.cells[i];
      if (i == 0 && is_count(cell)) continue;
      const auto read = read_lead(cell);
      if (!lead.clock && read && read->clock) {
        lead.clock = read->clock;
        append(text, read->text);
      } else if (!day && read && read->day && text.empty() && is_no_clock(read->text)) {
        day = read->day;
      } else if (!is_zone_cell(i, cell)) {
        if (!text.empty() && !trim(cell).empty()) text += " –";
        append(text, cell);
      }
    }
    if (day) turn_to(day);
    if (!lead.clock && day && !text.empty() && !piece.is_head) {
      lead.text = text;
      return add(lead, 0);
    }
    if (!lead.clock) {
      if (!entries_.empty() || head_.empty()) head_ = piece.cells;
      if (!text.empty() && !entries_.empty()) append(entries_.back().more, text);
      return;
    }
    lead.text = text;
    add(lead, 0);
  }

  bool is_zone_cell(std::size_t column, std::string_view cell) const {
    const auto zone = read_zone(cell);
    return zone && zone->size() == trim(cell).size() && column > 0;
  }

  std::vector<RawEntry> entries_;
  std::vector<std::string> head_;
  std::optional<WrittenDay> day_;
  std::optional<unsigned> weekday_;
};

// "Detected: 9:00, …", "Escalation: …", "Resolution: …": steps of which one or two say when they
// were.
bool are_named_steps(const std::vector<RawEntry>& entries) {
  const auto named = std::count_if(entries.begin(), entries.end(), [](const RawEntry& entry) {
    return !entry.clock && !entry.day && entry.is_named;
  });
  const auto others = static_cast<std::ptrdiff_t>(entries.size()) - named;
  return named > others;
}

// Items without a time beside timed ones belong to the one above.
std::vector<RawEntry> joined(std::vector<RawEntry> entries) {
  const bool timed =
      std::any_of(entries.begin(), entries.end(), is_timed) && !are_named_steps(entries);
  std::vector<RawEntry> kept;
  for (RawEntry& entry : entries) {
    if (entry.text.empty()) std::swap(entry.text, entry.more);
    if (entry.text.empty()) continue;
    if (timed && !entry.clock && !entry.day) {
      if (!kept.empty()) append(kept.back().more, entry.text + ' ' + entry.more);
      continue;
    }
    kept.push_back(std::move(entry));
  }
  return kept;
}

// "Resolution (5:30 PM):" outside of the timeline.
void take_headings_with_time(const std::vector<Piece>& pieces, std::vector<RawEntry>& entries) {
  constexpr Roles kinds{Role::detection, Role::escalation, Role::resolution, Role::workaround,
                        Role::misleading};
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    if (piece.kind != Piece::Kind::heading || !piece.own.any_of(kinds)) continue;
    if (piece.roles.has(Role::timeline)) continue;
    const auto lead = read_time_inside(piece.text);
    if (!lead) continue;
    const bool known = std::any_of(entries.begin(), entries.end(), [&](const RawEntry& entry) {
      return entry.clock && entry.clock->of_day() == lead->clock->of_day();
    });
    if (known) continue;
    RawEntry entry;
    entry.clock = lead->clock;
    entry.text = one_line(lead->text);
    for (std::size_t next = i + 1; next < pieces.size(); ++next) {
      if (pieces[next].section != piece.section) break;
      append(entry.text, pieces[next].text);
    }
    entries.push_back(std::move(entry));
  }
}

// Without a timeline: marked lines anywhere, else what the tale says.
std::vector<RawEntry> scattered(const std::vector<Piece>& pieces) {
  // Clocks below each other, with nothing between them and the text.
  constexpr std::ptrdiff_t enough_for_column = 3;
  const bool column =
      std::count_if(pieces.begin(), pieces.end(), [](const Piece& piece) {
        if (piece.text.empty() || piece.text.front() < '0' || piece.text.front() > '9')
          return false;
        const auto lead = read_lead(piece.text);
        return piece.kind == Piece::Kind::text && lead && lead->clock && !lead->text.empty();
      }) >= enough_for_column;
  Collector lines;
  for (const Piece& piece : pieces) {
    if (piece.roles.any_of(k_never) || piece.kind == Piece::Kind::heading) continue;
    if (piece.roles.any_of({Role::duration, Role::start, Role::end})) continue;
    if (piece.kind == Piece::Kind::row) {
      const bool timed = std::any_of(piece.cells.begin(), piece.cells.end(), [](const auto& cell) {
        const auto lead = read_lead(cell);
        return lead && lead->clock;
      });
      const bool fact = !piece.cells.empty() && read_announcement(piece.cells.front()).exact;
      if (timed && !fact) lines.take(piece);
      continue;
    }
    const auto lead = read_lead(piece.text);
    const bool sure = column || (lead && (lead->marked || piece.kind == Piece::Kind::item));
    const bool entry = lead && lead->clock && sure && !lead->text.empty();
    if (entry && !tells_span(piece.text, *lead)) lines.take(piece);
  }
  constexpr std::size_t enough = 2;
  if (lines.entries().size() >= enough) return lines.finish();
  Collector told;
  for (const Piece& piece : pieces) {
    if (piece.roles.any_of(k_never) || piece.kind == Piece::Kind::heading) continue;
    if (piece.roles.any_of({Role::duration, Role::start, Role::end})) continue;
    if (piece.kind == Piece::Kind::text || piece.kind == Piece::Kind::item) {
      told.take_told(piece.text);
    }
  }
  return told.finish();
}

}  // namespace

std::vector<RawEntry> collect_entries(const std::vector<Piece>& pieces) {
  Collector collector;
  Collector with_code;
  for (const Piece& piece : pieces) {
    if (!piece.roles.has(Role::timeline)) continue;
    if (piece.kind != Piece::Kind::code) collector.take(piece);
    with_code.take(piece);
  }
  std::vector<RawEntry> entries;
  if (collector.has_timed()) {
    entries = joined(collector.finish());
  } else if (with_code.has_timed()) {
    entries = joined(with_code.finish());
  } else {
    entries = joined(scattered(pieces));
    if (std::none_of(entries.begin(), entries.end(), is_timed)) {
      entries = joined(collector.finish());
    }
  }
  take_headings_with_time(pieces, entries);
  return entries;
}

}  // namespace tocsin::imports
