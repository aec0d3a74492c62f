#include "bot/import/outline.h"

#include "bot/import/entry_lead.h"
#include "bot/import/text.h"
#include "bot/import/written_times.h"

#include <algorithm>

namespace tocsin::imports {
namespace {

// How tightly a heading holds: what holds tighter ends at what holds looser.
constexpr int k_rank_line = 7;   // a bold or plain line that is a heading
constexpr int k_rank_label = 8;  // "Impact: …" in front of a text
constexpr int k_rank_brief = 9;  // "Start: 14:30": holds for its own line
constexpr int k_rank_item = 10;  // and the depth of the item

// What came below the last heading of measures or tasks.
struct ListSoFar {
  std::size_t headings = 0;
  std::size_t texts = 0;
  std::size_t rows_and_items = 0;
};

struct Frame {
  int rank = 0;
  Roles roles;
};

constexpr Roles k_brief{Role::duration, Role::start, Role::end,    Role::date,
                        Role::zone,     Role::title, Role::authors};
// What is said about one moment only, so that the line may end there.
constexpr Roles k_briefest{Role::start, Role::end,   Role::date,
                           Role::zone,  Role::title, Role::authors};
constexpr Roles k_lists{Role::measures, Role::tasks};
// Labels of single steps: in a timeline they are about an entry and end nothing.
constexpr Roles k_steps{Role::detection,  Role::escalation, Role::resolution,
                        Role::workaround, Role::misleading, Role::actions,
                        Role::start,      Role::end,        Role::duration};

// Sections that no step of a timeline is called like.
constexpr Roles k_ends{Role::cause, Role::measures, Role::tasks};

// "Time (EAT)" above the entries is the head of a column.
constexpr Roles k_columns{Role::duration, Role::date, Role::zone};

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
    if (unit.kind == Unit::Kind::row || unit.kind == Unit::Kind::code) return plain(unit);
    if (is_assignment_text(unit.text) && !is_answered(unit) && !asks_for_list(unit)) return;
    leave_items(unit);
    if (line_heading(unit) || item_heading(unit) || labelled(unit)) return;
    leave_brief(unit);
    plain(unit);
  }

  // "How many % of the users were affected? 40%": the question is the assignment's.
  static bool is_answered(const Unit& unit) {
    const auto label = label_of(unit);
    return label && !label->rest.empty() && !is_assignment_text(label->rest);
  }

  // "What are the things that can be improved:" above a list that answers.
  bool asks_for_list(const Unit& unit) const {
    const bool open = unit.text.ends_with(':') || unit.text.ends_with('?');
    return open && at_ + 1 < units_.size() && !is_assignment_text(units_[at_ + 1].text) &&
           read_heading(unit.text).exact;
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
    frames_.push_back({rank, roles});
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
    piece.level = unit.level;
    piece.section = section_;
    piece.text = std::move(text);
    piece.label = std::move(label);
    piece.cells = unit.cells;
    piece.is_head = unit.is_head;
    piece.is_strong = unit.strong >= unit.text.size();
    piece.block = unit.block;
    const auto breaks = std::count(piece.text.begin(), piece.text.end(), '\n');
    count(kind, 1 + static_cast<std::size_t>(breaks));
    pieces_.push_back(std::move(piece));
  }

  void count(Piece::Kind kind, std::size_t lines) {
    if (kind == Piece::Kind::heading) {
      ++list_.headings;
    } else if (kind == Piece::Kind::text) {
      list_.texts += lines;
    } else {
      ++list_.rows_and_items;
    }
  }

  void emit_heading(const Unit& unit, std::string text, Roles own) {
    emit(Piece::Kind::heading, unit, std::move(text));
    pieces_.back().own = own;
  }

  void heading(const Unit& unit) {
    const auto label = label_of(unit);
    if (label && !label->rest.empty()) {
      const Announcement announcement = read_heading(label->text);
      // "Root Cause Analysis: DNS failure" is a title, "Root cause: a certificate expired." is not.
      const bool told = !is_generic_title(label->text) || trim(label->rest).ends_with('.');
      if (announcement.exact && told) {
        // Right below "## Timeline" also of the same level: the first step of it.
        const bool step = announcement.roles.within(k_steps) && !pieces_.empty() &&
                          pieces_.back().own == Roles(Role::timeline);
        push(unit.level, step ? announcement.roles.and_also(Role::timeline) : announcement.roles);
        emit_heading(unit, label->text, announcement.roles);
        emit(Piece::Kind::text, unit, label->rest, label->text);
        return;
      }
    }
    const Announcement announcement = read_heading(unit.text);
    if (is_item_of_list(unit, announcement) || is_entry_of_timeline(unit) ||
        is_part_of_telling(unit, announcement)) {
      push(unit.level, frames_.back().roles);
      emit_heading(unit, unit.text, {});
      return;
    }
    const bool first = unit.level == 1 && !announcement.exact && !in_sections_;
    const bool title = first || begins_like_title(without_brackets(unit.text));
    const bool long_one = words_of(unit.text).size() > 9 && !announcement.exact;
    Roles roles = title || long_one ? Roles{} : announcement.roles;
    in_sections_ = in_sections_ || (unit.level == 1 && !roles.empty());
    if (!roles.empty() && announcement.exact && roles.within(k_steps) && below_timeline(unit)) {
      roles.add(Role::timeline);
    }
    push(unit.level, roles);
    emit_heading(unit, unit.text, roles);
    if (roles.any_of(k_lists)) list_ = {};
  }

  // "# Resolution" and below it "# The code:" of the same level.
  bool is_part_of_telling(const Unit& unit, const Announcement& announcement) const {
    constexpr Roles tellings{Role::cause, Role::resolution};
    if (!announcement.roles.within(Role::title) || frames_.empty()) return false;
    const Frame& frame = frames_.back();
    return unit.text.ends_with(':') && frame.rank == unit.level && !frame.roles.empty() &&
           frame.roles.within(tellings);
  }

  // "# Timeline" and below it "# 10:00 AM: the alert fires" of the same level.
  bool is_entry_of_timeline(const Unit& unit) const {
    if (frames_.empty() || frames_.back().rank != unit.level) return false;
    if (!frames_.back().roles.has(Role::timeline)) return false;
    const auto lead = read_lead(unit.text);
    return lead && lead->clock;
  }

  // "### Detection" under "## Timeline": its lines are entries as well.
  bool below_timeline(const Unit& unit) const {
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
      if (frame->rank >= unit.level || frame->roles.empty()) continue;
      return frame->roles == Roles(Role::timeline);
    }
    return false;
  }

  // "# Corrective measures" and below it "# Better logging:" of the same level: the latter are
  // items, as long as the list has none of another kind.
  bool is_item_of_list(const Unit& unit, const Announcement& announcement) const {
    if (!announcement.roles.empty() || frames_.empty()) return false;
    const Frame& frame = frames_.back();
    // Also below a plain "Tasks:" that stands under such a heading.
    const bool plain = frame.rank == k_rank_line && frames_.size() > 1 &&
                       frames_[frames_.size() - 2].rank == unit.level && unit.text.ends_with(':');
    if ((frame.rank != unit.level && !plain) || !frame.roles.any_of(k_lists)) return false;
    if (list_.rows_and_items > 0) return false;
    return list_.headings > 0 || list_.texts <= 1;
  }

  // Bold by itself, in capitals, or the plain words of a section.
  bool line_heading(const Unit& unit) {
    if (unit.kind != Unit::Kind::text) return false;
    // A heading in capitals that Markdown takes for the text of an item.
    if (unit.level > 0 && !(is_capitals(unit.text) && read_heading(unit.text).exact)) return false;
    constexpr std::size_t longest = 110;
    if (unit.text.size() > longest || unit.text.find('\n') != std::string::npos) return false;
    Announcement announcement = read_heading(unit.text);
    if (begins_like_title(without_brackets(unit.text))) {
      announcement = {};
      // A second telling below the tasks of the first one.
      if (in(k_lists) && unit.level == 0 && !unit.text.ends_with('.')) {
        push(k_rank_line, {});
        emit_heading(unit, unit.text, {});
        return true;
      }
    }
    const bool strong = unit.strong >= unit.text.size();
    const bool capitals = is_capitals(unit.text) && words_of(unit.text).size() <= 8;
    const auto lead = read_lead(unit.text);
    if (lead && (lead->clock || !lead->text.empty())) return false;
    const bool sentence =
        unit.text.ends_with('.') && !unit.text.ends_with("..") && !is_dotted_heading(unit.text);
    if (sentence || (in(Role::duration) && !find_amounts(unit.text).empty())) return false;
    const char first = unit.text.front();
    const bool small = first >= 'a' && first <= 'z';
    const bool colon = unit.text.ends_with(':');
    if (in(Role::timeline) && announcement.exact && announcement.roles.within(k_columns))
      return true;
    if (opens_tasks(unit)) {
      push(k_rank_line, Role::tasks);
      emit_heading(unit, unit.text, Role::tasks);
      return true;
    }
    if (asks_something_else(unit, announcement)) {
      push(k_rank_line, Role::other);
      emit_heading(unit, unit.text, Role::other);
      return true;
    }
    // "Timezone:" where "Timeline:" was meant.
    if (announcement.exact && announcement.roles.within(k_columns) && entries_below()) {
      announcement.roles = Role::timeline;
    }
    const bool known = announcement.exact && (!small || colon || strong);
    if (known && repeats_heading(unit)) return true;
    if (!known && !strong && !capitals) return false;
    if (label_with_rest(unit)) return false;
    const bool team = announcement.roles == Roles(Role::other) && begins_what_was_done(unit);
    if (team || (known && colon && tells_deeds_of_resolution(announcement.roles))) {
      push(k_rank_label, current());
      emit_heading(unit, unit.text, current());
      return true;
    }
    // "Resolved" alone is the headline of an update, "Resolved:" is followed by its time.
    if (!colon && known && announcement.roles.within({Role::start, Role::end})) {
      announcement.roles = Role::other;
    }
    // "Escalation and resolution:" among the entries, with clocks below it or below the one before.
    const bool in_steps = in(Role::timeline) && !(current() == Roles(Role::timeline));
    const bool step = in(Role::timeline) && known && announcement.roles.within(k_steps) &&
                      (in_steps || next_has_clock());
    Roles roles = strong || capitals || known ? announcement.roles : Roles{};
    if (step) roles.add(Role::timeline);
    push(step ? k_rank_label : k_rank_line, roles);
    emit_heading(unit, unit.text, announcement.roles);
    return true;
  }

  // Below it come lines that begin with a clock and tell something.
  bool entries_below() const {
    constexpr std::size_t enough = 3;
    if (at_ + enough >= units_.size()) return false;
    return std::all_of(units_.begin() + static_cast<std::ptrdiff_t>(at_ + 1),
                       units_.begin() + static_cast<std::ptrdiff_t>(at_ + 1 + enough),
                       [](const Unit& unit) {
                         const auto lead = read_lead(unit.text);
                         return lead && lead->clock && !lead->until && !lead->text.empty();
                       });
  }

  bool next_has_clock() const {
    if (at_ + 1 >= units_.size()) return false;
    const auto lead = read_lead(units_[at_ + 1].text);
    return lead && lead->clock;
  }

  // The words of the heading right above it once more.
  bool repeats_heading(const Unit& unit) const {
    return !pieces_.empty() && pieces_.back().kind == Piece::Kind::heading &&
           words_of(pieces_.back().text) == words_of(unit.text);
  }

  // Among measures, "To get there the following tasks are planned:".
  bool opens_tasks(const Unit& unit) const {
    if (!in(k_lists) || !unit.text.ends_with(':')) return false;
    const auto words = words_of(unit.text);
    return std::any_of(words.begin(), words.end(),
                       [](const std::string& word) { return word == "tasks" || word == "todos"; });
  }

  // "How was this outage reported?" alone between paragraphs ends what was before it.
  static bool asks_something_else(const Unit& unit, const Announcement& announcement) {
    constexpr std::size_t most_words = 10;
    const char first = unit.text.front();
    return unit.text.ends_with('?') && announcement.roles.empty() && first >= 'A' && first <= 'Z' &&
           words_of(unit.text).size() <= most_words;
  }

  static bool label_with_rest(const Unit& unit) {
    const auto label = label_of(unit);
    return label && !label->rest.empty() && read_heading(label->text).exact;
  }

  bool next_is_deeper(const Unit& unit) const {
    if (at_ + 1 >= units_.size()) return false;
    const Unit& next = units_[at_ + 1];
    if (next.kind == Unit::Kind::item) return next.level > unit.level;
    return next.kind == Unit::Kind::text && next.level >= unit.level;
  }

  // An item that only announces what is below it.
  bool item_heading(const Unit& unit) {
    if (unit.kind != Unit::Kind::item || unit.text.find('\n') != std::string::npos) return false;
    const Announcement announcement = read_heading(unit.text);
    const bool strong = unit.strong >= unit.text.size();
    const bool alone = unit.text.ends_with(':') || strong;
    const bool below = next_is_deeper(unit);
    if (!announcement.exact || !(alone || below)) return false;
    // "- Root cause and resolution:" among the entries, which are over there.
    const bool over = unit.text.ends_with(':') && announcement.roles.any_of(k_ends);
    if (in(Role::timeline) && (read_time_inside(unit.text) || (!below && !over))) return false;
    if (!below && in(k_lists) && !announcement.roles.any_of(k_lists)) return false;
    const bool last = at_ + 1 >= units_.size();
    if (last) return false;
    const bool step = in(Role::timeline) && announcement.roles.within(k_steps);
    const Roles roles = step ? announcement.roles.and_also(Role::timeline) : announcement.roles;
    push(below ? k_rank_item + unit.level : k_rank_line, roles);
    emit_heading(unit, unit.text, announcement.roles);
    return true;
  }

  bool may_turn_to(Roles roles, const Unit& unit) const {
    const bool item = unit.kind == Unit::Kind::item;
    if (in(Role::timeline)) return !item;
    const bool opens = unit.text.ends_with(':') && next_is_deeper(unit);
    if (in(k_lists)) return roles.any_of(k_lists) && (!item || opens);
    return true;
  }

  // "The team:" in a section about the resolution, above what it did.
  bool begins_what_was_done(const Unit& unit) const {
    return in({Role::resolution, Role::cause}) && unit.text.ends_with(':') &&
           lowered(unit.text).starts_with("the ");
  }

  // "Immediate actions:" in a section about the resolution, and below it "Corrected the limit":
  // what was done, and nothing that is left to do.
  bool tells_deeds_of_resolution(Roles roles) const {
    if (!in(Role::resolution) || in(k_lists) || !roles.within(Role::tasks)) return false;
    if (at_ + 1 >= units_.size()) return false;
    const std::string_view below = units_[at_ + 1].text;
    const std::string_view first = below.substr(0, below.find(' '));
    constexpr std::size_t shortest = 5;
    return first.size() >= shortest && first.ends_with("ed");
  }

  bool labelled(const Unit& unit) {
    const auto label = label_of(unit);
    if (!label) return false;
    Announcement announcement = read_heading(label->text);
    if (!announcement.exact) return false;
    // "Problem: …" below "1. The address of the feed" among the causes tells that cause.
    const bool of_cause = in(Role::cause) && announcement.roles == Roles(Role::summary);
    if (of_cause) announcement.roles = Role::cause;
    const auto lead = in(Role::timeline) ? read_lead(unit.text) : std::nullopt;
    if (lead && lead->clock) return false;
    if (in(Role::timeline) && announcement.roles.within(k_steps)) {
      return step_of_timeline(unit, *label, announcement.roles);
    }
    const bool item = unit.kind == Unit::Kind::item;
    if (in(Role::impact) && item && announcement.roles.within(Role::duration)) {
      emit(Piece::Kind::item, unit, unit.text);
      pieces_.back().roles.add(Role::duration);
      return true;
    }
    if (!may_turn_to(announcement.roles, unit)) return false;
    const bool brief = announcement.roles.any_of(k_brief) && !label->rest.empty();
    const int rank = item ? k_rank_item + unit.level : brief ? k_rank_brief : k_rank_label;
    push(rank, announcement.roles);
    brief_block_ = unit.block;
    if (label->rest.empty()) {
      emit_heading(unit, label->text, announcement.roles);
    } else if (announcement.roles.within(k_briefest)) {
      brief_and_more(unit, *label);
    } else {
      emit(item ? Piece::Kind::item : Piece::Kind::text, unit, label->rest, label->text);
    }
    return true;
  }

  // "Start: 14:30 UTC, end: 16:15 UTC. Nobody could log in."
  void brief_and_more(const Unit& unit, const Label& label) {
    const bool item = unit.kind == Unit::Kind::item;
    const std::string_view first = sentences_of(label.rest).front();
    emit(item ? Piece::Kind::item : Piece::Kind::text, unit, std::string(first), label.text);
    const std::size_t end = label.rest.find(first) + first.size();
    const std::string_view more = trim(std::string_view(label.rest).substr(end));
    if (more.empty()) return;
    frames_.pop_back();
    ++section_;
    emit(Piece::Kind::text, unit, std::string(more));
  }

  // "Escalation: the network team was called" among entries, or alone above lines about it: part
  // of the timeline, and read for what it is as well.
  bool step_of_timeline(const Unit& unit, const Label& label, Roles roles) {
    const bool item = unit.kind == Unit::Kind::item;
    if (label.rest.empty()) {
      if (item) return false;
      push(k_rank_label, roles.and_also(Role::timeline));
      emit_heading(unit, label.text, roles);
      return true;
    }
    const auto kind = item ? Piece::Kind::item : Piece::Kind::text;
    emit(kind, unit, label.rest, label.text);
    pieces_.back().roles = roles.and_also(Role::timeline);
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
  ListSoFar list_;
  int section_ = 0;
  bool in_sections_ = false;  // a heading of the first level announced one
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
