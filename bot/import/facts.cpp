#include "bot/import/facts.h"

#include "bot/import/percent.h"
#include "bot/import/text.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

constexpr auto k_remedy = std::to_array<std::string_view>(
    {"resolv", "resolution",   "fix",      "hotfix",   "rectif",    "patch",      "rolled back", "rolling back",
     "rollback", "revert",   "restor",   "mitigat",   "workaround", "remed",       "corrected",
     "solution", "repaired", "replaced", "restarted", "renewed",    "put back"});

constexpr auto k_cause = std::to_array<std::string_view>(
    {"caused by", "root cause", "the cause", "due to", "because of", "resulted from",
     "as a result of", "was traced", "stemmed from", "stems from", "triggered by", "originated",
     "because", "the reason", "at fault", "the culprit", "came from"});

constexpr auto k_impact = std::to_array<std::string_view>(
    {"affect", "unable",    "could not", "couldn",  "impact",   "inaccessib", "unavailab",
     "users",  "customers", "visitors",  "disrupt", "slow",     "failed",     "errors",
     "nobody", "lost",      "% of",      "no one",  "everyone", "traffic", "could be", "was down", "were down", "not available", "outage", "502", "503", "404", "500", "answered", "page"});

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

// A section about both: sentence by sentence, beginning with the cause.
void split_cause_and_remedy(const std::vector<Piece>& pieces, std::string& cause,
                            std::string& remedy) {
  bool about_remedy = false;
  int section = -1;
  std::vector<std::string> paragraphs;
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
      const bool remedial = has_stem(lower, k_remedy) && !contains(lower, "unresolv");
      const bool causal = has_stem(lower, k_cause);
      if (remedial && !causal) about_remedy = true;
      if (causal && !remedial) about_remedy = false;
      if (remedial && causal &&
          (lower.starts_with("to ") || lower.starts_with("the fix") ||
           lower.starts_with("the resolution"))) {
        about_remedy = true;
      }
      append(about_remedy ? remedy : cause, sentence, " ");
    }
    if (!about_remedy) paragraphs.push_back(one_line(piece.text));
  }
  // Told in other words: first what was wrong, last what was done.
  if (remedy.empty() && paragraphs.size() >= 2) remedy = paragraphs.back();
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

// Without a section of its own, the impact is what the summary says besides cause and remedy.
std::string told_impact(const std::vector<Piece>& pieces, Roles roles) {
  std::string text;
  bool told = false;
  for (const Piece& piece : pieces) {
    // Before the first section, when there is no summary.
    if (roles.empty() && piece.kind == Piece::Kind::heading && !piece.own.empty()) break;
    const bool fits = roles.empty() ? piece.roles.empty() : piece.roles.any_of(roles);
    const bool prose = piece.kind == Piece::Kind::text || piece.kind == Piece::Kind::item;
    if (!fits || !prose) continue;
    for (const std::string_view sentence : sentences_of(piece.text)) {
      const std::string lower = lowered(sentence);
      if (has_stem(lower, k_cause)) continue;
      told = told || has_stem(lower, k_impact);
      append(text, one_line(sentence), " ");
    }
  }
  return told ? text : std::string();
}

void read_impact(const std::vector<Piece>& pieces, ImportedDocument& document) {
  std::string impact = section_text(pieces, Role::impact);
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::row || piece.cells.size() < 2 || piece.is_head) continue;
    if (read_announcement(piece.cells.front()).roles == Roles(Role::impact)) {
      append(impact, one_line(piece.cells[1]), "\n");
    }
  }
  document.impact_percent = affected_percent(impact);
  if (impact.empty()) impact = told_impact(pieces, Role::summary);
  if (impact.empty()) impact = told_impact(pieces, {});
  if (impact.empty()) impact = sentences_telling(pieces, {}, k_impact);
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
    if (entry.kind == EntryKind::escalate || contains(lowered(entry.text), "escalat")) {
      add_once(document.escalations, entry.text);
    }
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
