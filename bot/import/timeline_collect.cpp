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

class Collector {
 public:
  void take(const Piece& piece) {
    if (piece.kind == Piece::Kind::heading) return heading(piece);
    if (piece.kind == Piece::Kind::row) return row(piece);
    const std::string text = piece.label.empty() ? piece.text : piece.label + ": " + piece.text;
    if (const auto lead = read_lead(text)) {
      if (lead->clock) return add_all(*lead, piece.level);
      if (lead->text.empty()) {
        day_ = lead->day;
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
        append(entries_.back().text, sentence);
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
    entry.text = one_line(lead.text);
    entry.is_bare = entry.text.empty();
    if (lead.until && !entry.is_bare && lead.until->of_day()) {
      const auto until = print_local_time({std::nullopt, lead.until->of_day()});
      entry.text += " (until " + until.substr(1, 5) + ")";
    }
    entry.level = level;
    entry.weekday = weekday_;
    if (lead.clock && lead.clock->day) day_.reset();
    entries_.push_back(std::move(entry));
  }

  // "6:55 AM: Deployment begins 7:00 AM: Outage begins": several entries on one line.
  void add_all(const Lead& lead, int level) {
    Lead first = lead;
    std::vector<std::size_t> cuts;
    for (const WrittenClock& clock : find_clocks(lead.text)) {
      const std::size_t begin = clock.place.begin;
      const std::string_view behind = std::string_view(lead.text).substr(clock.place.end);
      const bool marked = behind.starts_with(": ") || behind.starts_with(" - ") ||
                          behind.starts_with(" – ") || behind.starts_with(" — ");
      if (marked && begin > 0 && lead.text[begin - 1] == ' ') cuts.push_back(begin);
    }
    if (cuts.size() < 2) return add(lead, level);
    cuts.push_back(lead.text.size());
    first.text = lead.text.substr(0, cuts.front());
    add(first, level);
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      const auto next = read_lead(lead.text.substr(cuts[i], cuts[i + 1] - cuts[i]));
      if (next && next->clock) add(*next, level);
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
    if (!days.empty()) day_ = days.front();
    Scanner scanner{piece.text};
    if (days.empty()) weekday_ = scan_weekday(scanner);
  }

  void item(const Piece& piece, std::string_view text) {
    const bool below = !entries_.empty() && piece.level > entries_.back().level && piece.level > 1;
    if (!below) {
      if (const auto inside = read_time_inside(text)) return add(*inside, piece.level);
    }
    if (!entries_.empty() && (below || entries_.back().is_bare)) {
      return append(entries_.back().text, text);
    }
    RawEntry entry;
    entry.text = one_line(text);
    entry.level = piece.level;
    entry.day = day_;
    entries_.push_back(std::move(entry));
  }

  void prose(const Piece& piece, std::string_view text) {
    if (!entries_.empty() && (entries_.back().is_bare || piece.level > 0)) {
      return append(entries_.back().text, text);
    }
    take_told(text);
  }

  bool sentence_with_time(std::string_view sentence) {
    if (const auto lead = read_lead(sentence);
        lead && lead->clock && !lead->until && !lead->text.empty()) {
      add(*lead, 0);
      return true;
    }
    const auto clocks = find_clocks(sentence);
    if (clocks.empty() || !clocks.front().of_day()) return false;
    const std::string lower = lowered(sentence);
    const bool begins = contains(lower, "began") || contains(lower, "started");
    const bool ends = contains(lower, "was over") || contains(lower, "ended") ||
                      contains(lower, "resolved") || contains(lower, "restored");
    const bool whole = clocks.size() == 2 && begins && ends;
    if (whole || !spans_among(clocks, sentence).empty()) return false;  // the whole incident
    RawEntry entry;
    entry.clock = clocks.front();
    entry.day = day_;
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
      const auto read = read_lead(cell);
      if (!lead.clock && read && read->clock) {
        lead.clock = read->clock;
        append(text, read->text);
      } else if (!day && read && read->day && read->text.empty() && text.empty()) {
        day = read->day;
      } else if (!is_zone_cell(i, cell)) {
        if (!text.empty() && !trim(cell).empty()) text += " –";
        append(text, cell);
      }
    }
    if (day) day_ = day;
    if (!lead.clock) {
      if (!entries_.empty() || head_.empty()) head_ = piece.cells;
      if (!text.empty() && !entries_.empty()) append(entries_.back().text, text);
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

// Items without a time beside timed ones belong to the one above.
std::vector<RawEntry> joined(std::vector<RawEntry> entries) {
  const bool timed = std::any_of(entries.begin(), entries.end(), is_timed);
  std::vector<RawEntry> kept;
  for (RawEntry& entry : entries) {
    if (entry.text.empty()) continue;
    if (timed && !entry.clock && !entry.day) {
      if (!kept.empty()) append(kept.back().text, entry.text);
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
  Collector lines;
  for (const Piece& piece : pieces) {
    if (piece.roles.any_of(k_never) || piece.kind == Piece::Kind::heading) continue;
    if (piece.roles.any_of({Role::duration, Role::start, Role::end})) continue;
    if (piece.kind == Piece::Kind::row) {
      const bool timed = std::any_of(piece.cells.begin(), piece.cells.end(), [](const auto& cell) {
        const auto lead = read_lead(cell);
        return lead && lead->clock;
      });
      if (timed) lines.take(piece);
      continue;
    }
    const auto lead = read_lead(piece.text);
    if (lead && lead->clock && (lead->marked || piece.kind == Piece::Kind::item)) {
      lines.take(piece);
    }
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
