#include "bot/import/outline.h"

#include "bot/import/entry_lead.h"
#include "bot/import/text.h"

#include <algorithm>

namespace tocsin::imports {
namespace {

// How tightly a heading holds: what holds tighter ends at what holds looser.
constexpr int k_rank_line = 7;   // a bold or plain line that is a heading
constexpr int k_rank_label = 8;  // "Impact: …" in front of a text
constexpr int k_rank_brief = 9;  // "Start: 14:30": holds for its own line
constexpr int k_rank_item = 10;  // and the depth of the item

struct Frame {
  int rank = 0;
  Roles roles;
  bool is_empty = true;  // nothing but headings below it yet
  bool adopts = false;   // headings of its own level are below it
};

Announcement announcement_of(std::string_view text) {
  Announcement announcement = read_announcement(without_brackets(text));
  if (is_question_of_form(text) && text.ends_with('?')) announcement.exact = true;
  return announcement;
}

constexpr Roles k_brief{Role::duration, Role::start, Role::end,    Role::date,
                        Role::zone,     Role::title, Role::authors, Role::other};
constexpr Roles k_lists{Role::measures, Role::tasks};

bool is_capitals(std::string_view text) {
  std::size_t letters = 0;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') return false;
    if (c >= 'A' && c <= 'Z') ++letters;
  }
  return letters >= 4;
}

class Outliner {
 public:
  explicit Outliner(const std::vector<Unit>& units) : units_(units) {}

  std::vector<Piece> run() {
    for (at_ = 0; at_ < units_.size(); ++at_) step(units_[at_]);
    return std::move(pieces_);
  }

 private:
  void step(const Unit& unit) {
    if (unit.kind == Unit::Kind::heading) return heading(unit);
    if (unit.kind == Unit::Kind::row && labelled_row(unit)) return;
    if (unit.kind == Unit::Kind::row || unit.kind == Unit::Kind::code) return plain(unit);
    if (is_assignment_text(unit.text) && !announcement_of(unit.text).exact) return;
    leave_items(unit);
    if (line_heading(unit) || item_heading(unit) || labelled(unit)) return;
    leave_brief(unit);
    plain(unit);
  }

  // "| **Resolution** | The job was stopped. |": a label and its text.
  bool labelled_row(const Unit& unit) {
    if (unit.cells.size() != 2 || in(Role::timeline) || in(k_lists)) return false;
    const Announcement announcement = announcement_of(unit.cells[0]);
    if (!announcement.exact || trim(unit.cells[1]).empty()) return false;
    push(k_rank_brief, announcement.roles);
    Unit text = unit;
    text.cells.clear();
    text.is_head = false;
    emit(Piece::Kind::text, text, unit.cells[1], unit.cells[0]);
    frames_.pop_back();
    ++section_;
    return true;
  }

  Roles current() const {
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
      if (!frame->roles.empty()) return frame->roles;
    }
    return {};
  }

  bool in(Roles roles) const { return current().any_of(roles); }

  void push(int rank, Roles roles) {
    while (!frames_.empty() && frames_.back().rank >= rank) frames_.pop_back();
    frames_.push_back({rank, roles, true, false});
    ++section_;
  }

  void leave_items(const Unit& unit) {
    const int rank = k_rank_item + (unit.kind == Unit::Kind::item ? unit.level : unit.level + 1);
    while (!frames_.empty() && frames_.back().rank >= rank) {
      frames_.pop_back();
      ++section_;
    }
  }

  void leave_brief(const Unit& unit) {
    if (unit.block == brief_block_ && unit.kind == Unit::Kind::item) return;
    while (!frames_.empty() && frames_.back().rank >= k_rank_brief) {
      if (frames_.back().rank >= k_rank_item) return;
      frames_.pop_back();
      ++section_;
    }
  }

  void emit(Piece::Kind kind, const Unit& unit, std::string text, std::string label = {}) {
    Piece piece;
    piece.kind = kind;
    piece.roles = current();
    if (kind != Piece::Kind::heading) {
      for (Frame& frame : frames_) frame.is_empty = false;
    }
    piece.level = unit.level;
    piece.section = section_;
    piece.text = std::move(text);
    piece.label = std::move(label);
    piece.cells = unit.cells;
    piece.is_head = unit.is_head;
    piece.is_strong = unit.strong >= unit.text.size();
    pieces_.push_back(std::move(piece));
  }

  void emit_heading(const Unit& unit, std::string text, Roles own) {
    emit(Piece::Kind::heading, unit, std::move(text));
    pieces_.back().own = own;
  }

  void heading(const Unit& unit) {
    const auto label = label_of(unit);
    if (label && !label->rest.empty()) {
      const Announcement announcement = announcement_of(label->text);
      if (announcement.exact && !is_generic_title(label->text)) {
        push(unit.level, announcement.roles);
        emit_heading(unit, label->text, announcement.roles);
        emit(Piece::Kind::text, unit, label->rest, label->text);
        return;
      }
    }
    const Announcement announcement = announcement_of(unit.text);
    const bool title = unit.level == 1 && !announcement.exact;
    const bool long_one = words_of(unit.text).size() > 9 && !announcement.exact;
    const Roles roles = title || long_one ? Roles{} : announcement.roles;
    if (roles.empty() && adopted(unit)) return emit_heading(unit, unit.text, roles);
    push(unit.level, roles);
    emit_heading(unit, unit.text, roles);
  }

  // "# Measures" with nothing below it but "# Better alerts", "# Fewer deploys": those are meant to
  // be below it.
  bool adopted(const Unit& unit) {
    while (!frames_.empty() && frames_.back().rank > unit.level) frames_.pop_back();
    if (frames_.empty() || frames_.back().rank != unit.level) return false;
    Frame& frame = frames_.back();
    if (!frame.roles.any_of({Role::measures, Role::tasks, Role::timeline})) return false;
    if (!frame.is_empty && !frame.adopts) return false;
    frame.adopts = true;
    ++section_;
    return true;
  }

  // Bold by itself, in capitals, or the plain words of a section.
  bool line_heading(const Unit& unit) {
    if (unit.kind != Unit::Kind::text || unit.level > 0) return false;
    constexpr std::size_t longest = 90;
    if (unit.text.size() > longest || unit.text.find('\n') != std::string::npos) return false;
    const Announcement announcement = announcement_of(unit.text);
    const bool strong = unit.strong >= unit.text.size();
    const bool capitals = is_capitals(unit.text) && words_of(unit.text).size() <= 8;
    const auto lead = read_lead(unit.text);
    if (lead && (lead->clock || !lead->text.empty())) return false;
    const bool sentence = unit.text.ends_with('.') && !unit.text.ends_with("..");
    if (sentence) return false;
    const char first = unit.text.front();
    const bool small = first >= 'a' && first <= 'z';
    const bool colon = unit.text.ends_with(':');
    const bool known = announcement.exact && (!small || colon || strong);
    if (!known && !strong && !capitals) return false;
    if (label_with_rest(unit)) return false;
    const bool title = pieces_.empty() && !announcement.exact;
    const bool long_one = words_of(unit.text).size() > 6 && !announcement.exact;
    const Roles roles = title || long_one ? Roles{} : announcement.roles;
    push(k_rank_line, roles);
    emit_heading(unit, unit.text, roles);
    return true;
  }

  static bool label_with_rest(const Unit& unit) {
    const auto label = label_of(unit);
    return label && !label->rest.empty() && announcement_of(label->text).exact;
  }

  bool next_is_deeper(const Unit& unit) const {
    if (at_ + 1 >= units_.size()) return false;
    const Unit& next = units_[at_ + 1];
    if (next.kind == Unit::Kind::item) return next.level > unit.level;
    return next.kind == Unit::Kind::text && next.level >= unit.level;
  }

  bool next_is_below_in_block(const Unit& unit) const {
    return at_ + 1 < units_.size() && units_[at_ + 1].block == unit.block;
  }

  // An item that only announces what is below it.
  bool item_heading(const Unit& unit) {
    if (unit.kind != Unit::Kind::item || unit.text.find('\n') != std::string::npos) return false;
    const Announcement announcement = announcement_of(unit.text);
    const bool strong = unit.strong >= unit.text.size();
    const bool capitals = is_capitals(unit.text);
    const bool alone = unit.text.ends_with(':') || unit.text.ends_with('?') || strong ||
                       capitals || next_is_below_in_block(unit);
    const bool below = next_is_deeper(unit);
    if (!announcement.exact || !(alone || below)) return false;
    const bool covers = below || next_is_below_in_block(unit);
    if (in(Role::timeline) && (read_time_inside(unit.text) || !covers)) return false;
    if (!covers && in(k_lists) && !announcement.roles.any_of(k_lists)) return false;
    const bool last = at_ + 1 >= units_.size();
    if (last) return false;
    push(below ? k_rank_item + unit.level : k_rank_line, announcement.roles);
    emit_heading(unit, unit.text, announcement.roles);
    return true;
  }

  bool may_turn_to(Roles roles, const Unit& unit) const {
    const bool item = unit.kind == Unit::Kind::item;
    if (in(Role::timeline)) {
      constexpr Roles entries{Role::detection,  Role::escalation, Role::resolution,
                              Role::workaround, Role::misleading, Role::actions,
                              Role::start,      Role::end,        Role::duration};
      constexpr Roles ends{Role::resolution, Role::cause, Role::measures, Role::tasks};
      const bool own_line = at_ > 0 && units_[at_ - 1].block == unit.block;
      if (item && own_line && roles.any_of(ends)) return true;  // after a list without a blank line
      if (item) return false;
      const bool same_block = at_ > 0 && units_[at_ - 1].block == unit.block;
      return !(roles.any_of(entries) &&
               (read_time_inside(unit.text) || (in_entries() && same_block)));
    }
    if (in(k_lists)) return roles.any_of(k_lists) && !item;
    return true;
  }

  // Whether the piece before is an entry of a timeline in bare lines.
  bool in_entries() const {
    return !pieces_.empty() && pieces_.back().kind == Piece::Kind::text &&
           pieces_.back().roles.has(Role::timeline);
  }

  bool labelled(const Unit& unit) {
    const auto label = label_of(unit);
    if (!label) return false;
    Announcement announcement = announcement_of(label->text);
    if (is_question_of_form(label->text)) announcement.exact = true;
    if (!announcement.exact || !may_turn_to(announcement.roles, unit)) return false;
    const bool item = unit.kind == Unit::Kind::item;
    const bool brief = announcement.roles.any_of(k_brief) && !label->rest.empty();
    const int rank = item ? k_rank_item + unit.level : brief ? k_rank_brief : k_rank_label;
    push(rank, announcement.roles);
    brief_block_ = unit.block;
    if (!label->rest.empty()) {
      emit(item ? Piece::Kind::item : Piece::Kind::text, unit, label->rest, label->text);
    } else {
      emit_heading(unit, label->text, announcement.roles);
    }
    return true;
  }

  void plain(const Unit& unit) {
    const auto kind = unit.kind == Unit::Kind::item   ? Piece::Kind::item
                      : unit.kind == Unit::Kind::row  ? Piece::Kind::row
                      : unit.kind == Unit::Kind::code ? Piece::Kind::code
                                                      : Piece::Kind::text;
    emit(kind, unit, unit.text);
  }

  const std::vector<Unit>& units_;
  std::vector<Piece> pieces_;
  std::vector<Frame> frames_;
  std::size_t at_ = 0;
  std::size_t brief_block_ = 0;
  int section_ = 0;
};

// Beside "What went well" the question "What went wrong" is for a lesson.
void settle_wrong(std::vector<Piece>& pieces) {
  const bool lessons = std::any_of(pieces.begin(), pieces.end(),
                                   [](const Piece& piece) { return piece.own.has(Role::lessons); });
  const Role meant = lessons ? Role::lessons : Role::cause;
  for (Piece& piece : pieces) {
    for (Roles* roles : {&piece.roles, &piece.own}) {
      if (!roles->has(Role::wrong)) continue;
      roles->remove(Role::wrong);
      roles->add(meant);
    }
  }
}

}  // namespace

std::vector<Piece> outline_of(const std::vector<Unit>& units) {
  std::vector<Piece> pieces = Outliner(units).run();
  settle_wrong(pieces);
  return pieces;
}

}  // namespace tocsin::imports
