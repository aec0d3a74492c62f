#include "bot/import/facts.h"

#include "bot/import/entry_kind.h"
#include "bot/import/percent.h"
#include "bot/import/text.h"
#include "bot/import/written_times.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace tocsin::imports {
namespace {

constexpr auto k_remedy = std::to_array<std::string_view>(
    {"resolv",         "fix",          "hotfix",    "rectif",   "patch",      "rolled back",
     "rolled it back", "rolling back", "rollback",  "revert",   "restor",     "mitigat",
     "workaround",     "remed",        "corrected", "solution", "repaired",   "replaced",
     "restarted",      "renewed",      "put back",  "to fix",   "resolution", "created again"});

// What a section about both can begin with when it begins with the repair.
constexpr auto k_sure_remedy = std::to_array<std::string_view>(
    {"resolv", "fix", "hotfix", "rectif", "restor", "solution", "resolution", "workaround",
     "mitigat", "to solve", "to address", "to remedy", "to correct"});

// Verbs that repair, or that broke it: they tell the remedy only behind the cause.
constexpr auto k_weak_remedy = std::to_array<std::string_view>(
    {"added",         "removed",    "switched off",  "switched on",  "stopped",    "deleted",
     "increased",     "doubled",    "taken out",     "taken back",   "put into",   "put the ",
     "put a ",        "set back",   "set to",        "set right",    "set as",     "was set",
     "were set",      "was closed", "was moved",     "we moved",     "went out",   "was given",
     "by giving",     "i gave",     "skipped",       "started it",   "changed to", "reconfigured",
     "shut down the", "cleared",    "renamed",       "reloaded",     "allowed",    "adjusted",
     "by removing",   "by adding",  "by changing",   "by disabling", "enlarged",   "purged",
     "cleaned",       "emptied",    "configured to", "made it",      "optimi",     "set by hand",
     "by setting",    "bought",     "turned off"});

// What a section about the cause says of the repair.
constexpr auto k_told_remedy = std::to_array<std::string_view>(
    {"was fixed",       "were fixed",       "is fixed",      "fixed by",      "fixed it",
     "fixed this",      "was resolved",     "were resolved", "resolved by",   "resolved this",
     "to fix",          "the fix",          "to resolve",    "was corrected", "was repaired",
     "was rolled back", "were rolled back", "we reverted",   "solution was",  "was solved",
     "solved by"});

// That something was hurt, and not only who or how many.
constexpr auto k_harm = std::to_array<std::string_view>(
    {"affect",    "unable",  "killed",  "could not", "couldn", "impact",    "inaccessib",
     "unavailab", "disrupt", "slow",    "fail",      "error",  "nobody",    "lost",
     "resulted",  "not ",    "refused", "cannot",    "down",   "unreachab", "offline",
     "experienc", "saw ",    "no ",     "degrad",    "loss",   "timed out", "timeout",
     "interrupt", "reject",  "wrong",   "delay",     "stuck",  "missing",   "stop",
     "complain",  "miss",    "charged", "were ",     "was ",   "had "});

constexpr auto k_cause = std::to_array<std::string_view>(
    {"caused by", "root cause", "the cause", "due to", "because of", "resulted from",
     "as a result of", "was traced", "stemmed from", "stems from", "triggered by", "originated",
     "because", "the reason was", "reason for this", "culprit", "turns out", "turned out"});

constexpr auto k_impact = std::to_array<std::string_view>(
    {"affect",        "unable",   "killed",    "could not", "couldn",      "impact",   "inaccessib",
     "unavailab",     "users",    "customers", "visitors",  "disrupt",     "slow",     "failed",
     "errors",        "nobody",   "lost",      "% of",      "no one",      "everyone", "traffic",
     "error",         "resulted", "not reach", "refused",   "cannot",      "not be ",  "could be",
     "not available", "was down", "were down", "went down", "unreachable", "offline",  "timed out",
     "timeout",       "stale",    "blank",     "rejected",  "silent",      "missing",  "degrad",
     "unresponsiv"});

// "(9:45 a.m.): second job removed" behind the label of a step: without the clock.
std::string_view without_clock(std::string_view text) {
  if (!text.starts_with('(')) return text;
  const std::size_t close = text.find(')');
  constexpr std::size_t longest = 60;
  if (close > longest || find_clocks(text.substr(0, close)).empty()) return text;
  std::string_view rest = trim(text.substr(close + 1));
  while (rest.starts_with(':') || rest.starts_with('-')) rest = trim(rest.substr(1));
  return rest.empty() ? text : rest;
}

std::string piece_text(const Piece& piece) {
  if (piece.kind != Piece::Kind::row) return one_line(without_clock(piece.text));
  std::string text;
  for (const std::string& cell : piece.cells) {
    if (trim(cell).empty()) continue;
    if (!text.empty()) text += ": ";
    text += one_line(cell);
  }
  return text;
}

// A text that grows by what it does not say yet: documents tell the same thing in several places.
class Telling {
 public:
  void add(std::string_view more, std::string_view joint) {
    bool is_new = false;
    for (const std::string_view sentence : sentences_of(more)) {
      is_new = said_.insert(one_line(sentence)).second || is_new;
    }
    if (!is_new) return;
    if (!text_.empty()) text_ += joint;
    text_ += more;
  }

  bool empty() const { return text_.empty(); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::unordered_set<std::string> said_;
};

// All that stands under headings and labels of this role.
void add_section(Telling& told, const std::vector<Piece>& pieces, Roles roles, Roles without = {}) {
  int section = -1;
  for (const Piece& piece : pieces) {
    if (!piece.roles.any_of(roles) || piece.roles.any_of(without)) continue;
    if (piece.kind == Piece::Kind::code || piece.is_head) continue;
    if (piece.kind == Piece::Kind::heading && !piece.own.empty()) continue;
    if (words_of(piece_text(piece)).empty()) continue;  // "???"
    told.add(piece_text(piece), piece.section == section ? "\n" : "\n\n");
    section = piece.section;
  }
}

std::optional<std::string> given(const Telling& told) {
  const std::string_view trimmed = trim(told.text());
  if (trimmed.empty()) return std::nullopt;
  return std::string(trimmed);
}

// "| Root cause | Two schedulers ran |" in a table of facts.
void add_rows(Telling& told, const std::vector<Piece>& pieces, Role role) {
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::row || piece.cells.size() < 2) continue;
    if (piece.roles.any_of({Role::timeline, Role::tasks, Role::measures})) continue;
    const Announcement announcement = read_announcement(piece.cells.front());
    if (!announcement.exact || !announcement.roles.has(role)) continue;
    told.add(one_line(piece.cells[1]), "\n");
  }
}

bool is_mixed(const Piece& piece) {
  return piece.roles.has(Role::cause) && piece.roles.any_of({Role::resolution, Role::workaround}) &&
         (piece.kind == Piece::Kind::text || piece.kind == Piece::Kind::item);
}

// Of a section about both that has no word of a repair: what it ends with.
std::string last_of_mixed(const std::vector<Piece>& pieces) {
  const auto count = std::count_if(pieces.begin(), pieces.end(), is_mixed);
  const auto last = std::find_if(pieces.rbegin(), pieces.rend(), is_mixed);
  if (count > 1) return one_line(last->text);
  const auto sentences = count == 1 ? sentences_of(last->text) : std::vector<std::string_view>();
  return sentences.size() > 1 ? one_line(sentences.back()) : std::string();
}

// A section about both: sentence by sentence, beginning with the cause.
void split_cause_and_remedy(const std::vector<Piece>& pieces, Telling& cause, Telling& remedy) {
  bool about_remedy = false;
  int section = -1;
  for (const Piece& piece : pieces) {
    if (!piece.roles.has(Role::cause) ||
        !piece.roles.any_of({Role::resolution, Role::workaround})) {
      continue;
    }
    if (piece.kind == Piece::Kind::heading || piece.kind == Piece::Kind::code) continue;
    if (piece.section != section) about_remedy = false;
    section = piece.section;
    for (const std::string_view raw : sentences_of(piece.text)) {
      const std::string sentence = one_line(raw);
      const std::string lower = lowered(sentence);
      // "They fixed it within an hour of finding the root cause" is about the former.
      const bool repairs_first =
          !cause.empty() && place_of(lower, k_sure_remedy) < place_of(lower, k_cause);
      const bool causal = has_stem(lower, k_cause) && !repairs_first;
      const bool weak = !cause.empty() && !causal && has_stem(lower, k_weak_remedy);
      const bool remedial = (has_stem(lower, k_remedy) || weak) && !contains(lower, "unresolv");
      const bool opens = cause.empty() && !has_stem(lower, k_sure_remedy);
      if (remedial && !causal && !opens) about_remedy = true;
      if (causal && !remedial) about_remedy = false;
      if (remedial && causal &&
          (lower.starts_with("to ") || lower.starts_with("the fix") ||
           lower.starts_with("the resolution"))) {
        about_remedy = true;
      }
      (about_remedy ? remedy : cause).add(sentence, " ");
    }
  }
  if (remedy.empty()) remedy.add(last_of_mixed(pieces), "");
}

template <class Stems>
void add_sentences(Telling& told, const std::vector<Piece>& pieces, Roles roles,
                   const Stems& stems) {
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::text && piece.kind != Piece::Kind::item) continue;
    const bool fits = roles.empty() ? piece.roles.empty() : piece.roles.any_of(roles);
    if (!fits) continue;
    for (const std::string_view sentence : sentences_of(piece.text)) {
      if (has_stem(lowered(sentence), stems)) told.add(one_line(sentence), " ");
    }
  }
}

// "This document describes …", "The root cause was …": the first sentence of a summary tells what
// happened unless it is one of these.
bool is_about_else(std::string_view sentence) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"root cause", "this document", "this report", "this postmortem", "this post-mortem",
       "this repository", "this page", "welcome", "duration"});
  return has_stem(lowered(sentence), stems);
}

// In the summary, and in what stands before the first heading.
void add_impact_told_first(Telling& told, const std::vector<Piece>& pieces,
                           std::string_view title) {
  bool before = true;
  std::string opening;  // the first sentence of the summary
  for (const Piece& piece : pieces) {
    const bool labelled = !piece.roles.empty() && !piece.roles.within({Role::authors, Role::date});
    before = before && !labelled;
    if (piece.kind != Piece::Kind::text && piece.kind != Piece::Kind::item) continue;
    if (!piece.roles.has(Role::summary) && !(before && piece.roles.empty())) continue;
    if (one_line(piece.text) == title) continue;
    for (const std::string_view sentence : sentences_of(piece.text)) {
      const bool summary = piece.roles == Roles(Role::summary);
      if (summary && opening.empty()) opening = one_line(sentence);
      if (!has_stem(lowered(sentence), k_impact)) continue;
      if (summary && told.empty() && !is_about_else(opening)) told.add(opening, " ");
      told.add(one_line(sentence), " ");
    }
  }
}

// "Customers affected: 1,204 of 9,630": the label says whom the share is of.
std::string labelled_impact(const std::vector<Piece>& pieces) {
  std::string text;
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::code || piece.kind == Piece::Kind::heading) continue;
    if (!piece.roles.has(Role::impact)) continue;
    if (!piece.label.empty()) text += one_line(piece.label) + ": ";
    text += piece_text(piece) + "\n\n";
  }
  return text;
}

// "1,204 of 9,630 (12.5%)" and "High" say how much, and not what happened.
bool is_only_amount(std::string_view text) {
  static constexpr auto empty = std::to_array<std::string_view>(
      {"the",           "incident", "outage", "issue",     "affected", "affecting", "affects",
       "impacted",      "users",    "user",   "customers", "customer", "our",       "all",
       "approximately", "about",    "were",   "was",       "percent",  "total",     "and",
       "this",          "roughly",  "around", "base"});
  constexpr std::ptrdiff_t enough = 4;
  constexpr std::ptrdiff_t enough_told = 2;
  const auto words = words_of(text);
  const auto is_word = [](const std::string& word) {
    return word.size() >= 3 && word.front() >= 'a';
  };
  const auto tells = [&](const std::string& word) {
    return is_word(word) && std::find(empty.begin(), empty.end(), word) == empty.end();
  };
  return std::count_if(words.begin(), words.end(), is_word) < enough ||
         std::count_if(words.begin(), words.end(), tells) < enough_told;
}

std::string opening_of_summary(const std::vector<Piece>& pieces) {
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::text || piece.roles != Roles(Role::summary)) continue;
    const auto sentences = sentences_of(piece.text);
    if (!sentences.empty() && !is_about_else(sentences.front())) return one_line(sentences.front());
  }
  return {};
}

// Whether every impact is told below the cause.
bool tells_cause_first(const std::vector<Piece>& pieces) {
  const auto first = std::find_if(pieces.begin(), pieces.end(), [](const Piece& piece) {
    return piece.own.any_of({Role::impact, Role::cause}) ||
           (piece.kind != Piece::Kind::heading && piece.roles.any_of({Role::impact, Role::cause}));
  });
  const bool any = std::any_of(pieces.begin(), pieces.end(),
                               [](const Piece& piece) { return piece.roles.has(Role::impact); });
  return any && first != pieces.end() && !first->own.has(Role::impact) &&
         (first->own.has(Role::cause) || !first->roles.has(Role::impact));
}

void read_impact(const std::vector<Piece>& pieces, ImportedDocument& document) {
  Telling impact;
  // "Impact" of one of several causes, and nothing before them: the summary tells what happened.
  if (tells_cause_first(pieces)) {
    add_impact_told_first(impact, pieces, document.title);
    if (impact.empty()) impact.add(opening_of_summary(pieces), " ");
  }
  add_section(impact, pieces, Role::impact);
  add_rows(impact, pieces, Role::impact);
  document.impact_percent = affected_percent(labelled_impact(pieces));
  if (!document.impact_percent) document.impact_percent = affected_percent(impact.text());
  constexpr std::size_t brief = 120;
  const std::string lower = lowered(impact.text());
  // A list of services does not, nor does "Who: users of the north (6%)".
  const bool tells = has_stem(lower, k_impact) && (lower.size() > brief || has_stem(lower, k_harm));
  if (!tells || is_only_amount(impact.text()))
    add_impact_told_first(impact, pieces, document.title);
  if (impact.empty()) add_sentences(impact, pieces, {}, k_impact);
  if (impact.empty()) add_section(impact, pieces, Role::summary);
  document.impact = given(impact);
  if (!document.impact_percent && document.impact) {
    document.impact_percent = affected_percent(*document.impact);
  }
  if (document.impact_percent) return;
  for (const Roles roles : {Roles(Role::summary), Roles(Role::duration), Roles()}) {
    for (const Piece& piece : pieces) {
      const bool fits = roles.empty() ? piece.roles.empty() : piece.roles.any_of(roles);
      if (!fits) continue;
      document.impact_percent = affected_percent(piece_text(piece));
      if (document.impact_percent) return;
    }
  }
}

// "All pods were cordoned. This caused an outage of forty minutes.": in a text that names no cause.
void add_what_caused(Telling& told, const std::vector<Piece>& pieces) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"caused ", "causing ", "led to ", "resulted in ", "resulting in "});
  static constexpr auto pointing =
      std::to_array<std::string_view>({"this ", "it ", "these ", "that "});
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::text) continue;
    if (!piece.roles.empty() && !piece.roles.has(Role::summary)) continue;
    std::string before;
    for (const std::string_view raw : sentences_of(piece.text)) {
      const std::string sentence = one_line(raw);
      const std::string lower = lowered(sentence);
      if (has_stem(lower, stems)) {
        const bool points =
            std::any_of(pointing.begin(), pointing.end(),
                        [&](std::string_view word) { return lower.starts_with(word); });
        if (points && !before.empty()) told.add(before, " ");
        told.add(sentence, " ");
      }
      before = sentence;
    }
  }
}

void read_cause_and_resolution(const std::vector<Piece>& pieces, ImportedDocument& document) {
  constexpr Roles remedies{Role::resolution, Role::workaround};
  Telling cause;
  Telling remedy;
  Telling mixed_cause;
  Telling mixed_remedy;
  add_section(cause, pieces, Role::cause, remedies);
  add_section(remedy, pieces, remedies, Role::cause);
  split_cause_and_remedy(pieces, mixed_cause, mixed_remedy);
  cause.add(mixed_cause.text(), "\n\n");
  remedy.add(mixed_remedy.text(), "\n\n");
  add_rows(cause, pieces, Role::cause);
  add_rows(remedy, pieces, Role::resolution);
  static constexpr auto named = std::to_array<std::string_view>({"root cause"});
  Telling named_cause;
  add_sentences(named_cause, pieces, Role::summary, named);
  cause.add(named_cause.text(), "\n\n");
  if (cause.empty()) add_sentences(cause, pieces, {Role::summary, Role::actions}, k_cause);
  if (cause.empty()) add_sentences(cause, pieces, {}, k_cause);
  if (cause.empty()) add_what_caused(cause, pieces);
  if (remedy.empty()) {
    for (const ImportedEntry& entry : document.timeline) {
      // "The issue was resolved by raising the limit" says how.
      const bool how = entry.kind == EntryKind::resolved && contains(entry.text, "ed by ");
      const bool repairs =
          entry.kind == EntryKind::fix || entry.kind == EntryKind::workaround || how;
      if (repairs) remedy.add(entry.text, "\n");
    }
    add_sentences(remedy, pieces, Role::cause, k_told_remedy);
    add_sentences(remedy, pieces, {Role::summary, Role::actions}, k_remedy);
  }
  if (remedy.empty()) add_sentences(remedy, pieces, {}, k_remedy);
  if (remedy.empty()) add_sentences(remedy, pieces, Role::actions, k_weak_remedy);
  if (remedy.empty()) {
    for (const ImportedEntry& entry : document.timeline) {
      if (entry.kind == EntryKind::resolved) remedy.add(entry.text, "\n");
    }
  }
  document.root_cause = given(cause);
  document.resolution = given(remedy);
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (text.empty()) return;
  constexpr std::size_t most = 64;  // told twice is told close by
  const std::size_t from = list.size() > most ? list.size() - most : 0;
  for (std::size_t i = from; i < list.size(); ++i) {
    if (contains(list[i], text) || contains(text, list[i])) return;
  }
  list.push_back(std::move(text));
}

void read_escalations(const std::vector<Piece>& pieces, ImportedDocument& document) {
  static constexpr auto stems = std::to_array<std::string_view>({"escalat"});
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::heading || piece.is_head) continue;
    if (piece.roles.has(Role::escalation)) add_once(document.escalations, piece_text(piece));
  }
  for (const ImportedEntry& entry : document.timeline) {
    const auto sentences = sentences_of(entry.text);
    if (entry.kind == EntryKind::escalate && sentences.size() == 1) {
      add_once(document.escalations, entry.text);
      continue;
    }
    Telling told;
    for (const std::string_view sentence : sentences) {
      const bool said = contains(lowered(sentence), "escalat");
      // "Rate limits did not help; network team called in": the second half.
      const std::string_view behind = sentence.substr(sentence.find(';') + 1);
      const bool called = kind_of_entry(trim(behind)) == EntryKind::escalate;
      if (said || called) told.add(sentence, " ");
    }
    if (told.empty() && entry.kind == EntryKind::escalate) told.add(entry.text, " ");
    add_once(document.escalations, told.text());
  }
  constexpr Roles tales{Role::actions,    Role::summary,    Role::detection, Role::cause,
                        Role::resolution, Role::misleading, Role::impact};
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::heading || piece.kind == Piece::Kind::code) continue;
    if (!piece.roles.empty() && !piece.roles.any_of(tales)) continue;
    for (const std::string_view sentence : sentences_of(piece.text)) {
      const std::string lower = lowered(sentence);
      // "Escalated: no" and "before they escalate" are no escalations.
      if (has_stem(lower, stems) &&
          (contains(lower, "escalated") || contains(lower, "escalation"))) {
        add_once(document.escalations, one_line(sentence));
      }
    }
  }
}

}  // namespace

void read_facts(const std::vector<Piece>& pieces, ImportedDocument& document) {
  read_impact(pieces, document);
  read_cause_and_resolution(pieces, document);
  read_escalations(pieces, document);
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::heading || !piece.roles.has(Role::misleading)) continue;
    add_once(document.false_leads, piece_text(piece));
  }
}

}  // namespace tocsin::imports
