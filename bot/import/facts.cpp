#include "bot/import/facts.h"

#include "bot/import/percent.h"
#include "bot/import/text.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

constexpr auto k_remedy = std::to_array<std::string_view>(
    {"resolv",         "fix",          "hotfix",    "rectif",   "patch",      "rolled back",
     "rolled it back", "rolling back", "rollback",  "revert",   "restor",     "mitigat",
     "workaround",     "remed",        "corrected", "solution", "repaired",   "replaced",
     "restarted",      "renewed",      "put back",  "to fix",   "resolution", "created again"});

// What a section about both can begin with when it begins with the repair.
constexpr auto k_sure_remedy =
    std::to_array<std::string_view>({"resolv", "fix", "hotfix", "rectif", "restor", "solution",
                                     "resolution", "workaround", "mitigat", "to solve"});

// Verbs that repair, or that broke it: they tell the remedy only behind the cause.
constexpr auto k_weak_remedy = std::to_array<std::string_view>(
    {"added",         "removed",    "switched off", "switched on",  "stopped",    "deleted",
     "increased",     "doubled",    "taken out",    "taken back",   "put into",   "put the ",
     "put a ",        "set back",   "set to",       "set right",    "set as",     "was set",
     "were set",      "was closed", "was moved",    "we moved",     "went out",   "was given",
     "by giving",     "i gave",     "skipped",      "started it",   "changed to", "reconfigured",
     "shut down the", "cleared",    "emptied",      "configured to"});

constexpr auto k_cause = std::to_array<std::string_view>(
    {"caused by", "root cause", "the cause", "due to", "because of", "resulted from",
     "as a result of", "was traced", "stemmed from", "stems from", "triggered by", "originated",
     "because", "the reason was", "reason for this"});

constexpr auto k_impact = std::to_array<std::string_view>(
    {"affect",   "unable",    "could not", "couldn",  "impact",   "inaccessib", "unavailab",
     "users",    "customers", "visitors",  "disrupt", "slow",     "failed",     "errors",
     "nobody",   "lost",      "% of",      "no one",  "everyone", "traffic",    "error",
     "resulted", "not reach", "refused",   "cannot",  "not be ",  "could be",   "not available",
     "was down", "were down", "went down"});

std::string piece_text(const Piece& piece) {
  if (piece.kind != Piece::Kind::row) return one_line(piece.text);
  std::string text;
  for (const std::string& cell : piece.cells) {
    if (trim(cell).empty()) continue;
    if (!text.empty()) text += ": ";
    text += one_line(cell);
  }
  return text;
}

void append(std::string& text, std::string_view more, std::string_view joint) {
  if (more.empty() || contains(text, more)) return;
  if (!text.empty()) text += joint;
  text += more;
}

// All that stands under headings and labels of this role.
std::string section_text(const std::vector<Piece>& pieces, Roles roles, Roles without = {}) {
  std::string text;
  int section = -1;
  for (const Piece& piece : pieces) {
    if (!piece.roles.any_of(roles) || piece.roles.any_of(without)) continue;
    if (piece.kind == Piece::Kind::code || piece.is_head) continue;
    if (piece.kind == Piece::Kind::heading && !piece.own.empty()) continue;
    append(text, piece_text(piece), piece.section == section ? "\n" : "\n\n");
    section = piece.section;
  }
  return text;
}

std::optional<std::string> given(std::string text) {
  const std::string_view trimmed = trim(text);
  if (trimmed.empty()) return std::nullopt;
  return std::string(trimmed);
}

// "| Root cause | Two schedulers ran |" in a table of facts.
std::string row_text(const std::vector<Piece>& pieces, Role role) {
  std::string text;
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::row || piece.cells.size() < 2) continue;
    if (piece.roles.any_of({Role::timeline, Role::tasks, Role::measures})) continue;
    const Announcement announcement = read_announcement(piece.cells.front());
    if (!announcement.exact || !announcement.roles.has(role)) continue;
    append(text, one_line(piece.cells[1]), "\n");
  }
  return text;
}

bool is_mixed(const Piece& piece) {
  return piece.roles.has(Role::cause) && piece.roles.any_of({Role::resolution, Role::workaround}) &&
         (piece.kind == Piece::Kind::text || piece.kind == Piece::Kind::item);
}

// Of a section about both that has no word of a repair: what it ends with.
std::string last_of_mixed(const std::vector<Piece>& pieces) {
  const auto count = std::count_if(pieces.begin(), pieces.end(), is_mixed);
  const auto last = std::find_if(pieces.rbegin(), pieces.rend(), is_mixed);
  return count > 1 ? one_line(last->text) : std::string();
}

// A section about both: sentence by sentence, beginning with the cause.
void split_cause_and_remedy(const std::vector<Piece>& pieces, std::string& cause,
                            std::string& remedy) {
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
      const bool causal = has_stem(lower, k_cause);
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
      append(about_remedy ? remedy : cause, sentence, " ");
    }
  }
  if (remedy.empty()) remedy = last_of_mixed(pieces);
}

template <class Stems>
std::string sentences_telling(const std::vector<Piece>& pieces, Roles roles, const Stems& stems) {
  std::string text;
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::text && piece.kind != Piece::Kind::item) continue;
    const bool fits = roles.empty() ? piece.roles.empty() : piece.roles.any_of(roles);
    if (!fits) continue;
    for (const std::string_view sentence : sentences_of(piece.text)) {
      if (has_stem(lowered(sentence), stems)) append(text, one_line(sentence), " ");
    }
  }
  return text;
}

// In the summary, and in what stands before the first heading.
std::string impact_told_first(const std::vector<Piece>& pieces) {
  std::string text;
  bool before = true;
  for (const Piece& piece : pieces) {
    const bool labelled = !piece.roles.empty() && !piece.roles.within({Role::authors, Role::date});
    before = before && !labelled;
    if (piece.kind != Piece::Kind::text && piece.kind != Piece::Kind::item) continue;
    if (!piece.roles.has(Role::summary) && !(before && piece.roles.empty())) continue;
    for (const std::string_view sentence : sentences_of(piece.text)) {
      if (has_stem(lowered(sentence), k_impact)) append(text, one_line(sentence), " ");
    }
  }
  return text;
}

void read_impact(const std::vector<Piece>& pieces, ImportedDocument& document) {
  std::string impact = section_text(pieces, Role::impact);
  append(impact, row_text(pieces, Role::impact), "\n");
  document.impact_percent = affected_percent(impact);
  if (impact.empty()) impact = impact_told_first(pieces);
  if (impact.empty()) impact = sentences_telling(pieces, {}, k_impact);
  if (impact.empty()) impact = section_text(pieces, Role::summary);
  document.impact = given(std::move(impact));
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

void read_cause_and_resolution(const std::vector<Piece>& pieces, ImportedDocument& document) {
  constexpr Roles remedies{Role::resolution, Role::workaround};
  std::string cause = section_text(pieces, Role::cause, remedies);
  std::string remedy = section_text(pieces, remedies, Role::cause);
  std::string mixed_cause;
  std::string mixed_remedy;
  split_cause_and_remedy(pieces, mixed_cause, mixed_remedy);
  append(cause, mixed_cause, "\n\n");
  append(remedy, mixed_remedy, "\n\n");
  append(cause, row_text(pieces, Role::cause), "\n\n");
  append(remedy, row_text(pieces, Role::resolution), "\n\n");
  static constexpr auto named = std::to_array<std::string_view>({"root cause"});
  append(cause, sentences_telling(pieces, Role::summary, named), "\n\n");
  if (cause.empty()) cause = sentences_telling(pieces, {Role::summary, Role::actions}, k_cause);
  if (cause.empty()) cause = sentences_telling(pieces, {}, k_cause);
  if (remedy.empty()) {
    for (const ImportedEntry& entry : document.timeline) {
      if (entry.kind == EntryKind::fix || entry.kind == EntryKind::workaround) {
        append(remedy, entry.text, "\n");
      }
    }
  }
  if (remedy.empty()) remedy = sentences_telling(pieces, {Role::summary, Role::actions}, k_remedy);
  if (remedy.empty()) remedy = sentences_telling(pieces, {}, k_remedy);
  if (remedy.empty()) remedy = sentences_telling(pieces, Role::actions, k_weak_remedy);
  document.root_cause = given(std::move(cause));
  document.resolution = given(std::move(remedy));
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (text.empty()) return;
  for (const std::string& known : list) {
    if (contains(known, text) || contains(text, known)) return;
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
    std::string told;
    for (const std::string_view sentence : sentences) {
      if (contains(lowered(sentence), "escalat")) append(told, sentence, " ");
    }
    if (told.empty() && entry.kind == EntryKind::escalate) told = entry.text;
    add_once(document.escalations, std::move(told));
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
