#include "bot/import/read_document.h"

#include "bot/import/blocks.h"
#include "bot/import/calendar.h"
#include "bot/import/facts.h"
#include "bot/import/lists.h"
#include "bot/import/notations.h"
#include "bot/import/outline.h"
#include "bot/import/span.h"
#include "bot/import/text.h"
#include "bot/import/timeline.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace tocsin::imports {
namespace {

// Why it is no text at all; empty when it is.
std::string trouble_with_bytes(std::string_view text) {
  if (text.size() > k_longest_document) {
    return fmt::format("it has {} MB; a postmortem of more than {} MB is not read",
                       text.size() >> 20U, k_longest_document >> 20U);
  }
  if (text.find('\0') != std::string_view::npos) return "it is not a text file";
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    bool sound = lead < 0x80 || (lead >= 0xC2 && lead <= 0xF4);
    sound = sound && at + bytes <= text.size();
    for (std::size_t i = 1; sound && i < bytes; ++i) {
      sound = (static_cast<unsigned char>(text[at + i]) & 0xC0U) == 0x80U;
    }
    if (!sound) {
      const auto line =
          1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      return fmt::format("it is not UTF-8 (line {}); save it as UTF-8 and import it again", line);
    }
    at += bytes;
  }
  return {};
}

// One kind of line end, no byte order mark, no invisible characters; tabs and blanks as they are.
std::string tidied(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string tidy;
  tidy.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r') {
      if (i + 1 >= text.size() || text[i + 1] != '\n') tidy += '\n';
      continue;
    }
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\u00a0") || rest.starts_with("\u200b")) {
      if (rest.starts_with("\u00a0")) tidy += ' ';
      i += rest.starts_with("\u00a0") ? 1 : 2;
      continue;
    }
    if (rest.starts_with("\u202f") || rest.starts_with("\u2009") || rest.starts_with("\u2028")) {
      tidy += rest.starts_with("\u2028") ? '\n' : ' ';
      i += 2;
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') continue;
    tidy += c;
  }
  tidy += '\n';
  return tidy;
}

bool speaks_of_an_incident(std::string_view text) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"postmortem", "post-mortem", "post mortem", "outage", "incident", "downtime", "root cause",
       "went down", "disruption", "after action", "rca", "on-call", "escalat", "debugging",
       "service event"});
  return has_stem(lowered(text), stems);
}

// Whether something is told that happened; instructions and templates tell nothing.
bool tells_past(const std::optional<std::string>& text) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"was ",     "were ",   "had ",    "did ",    "could ",    "been ",  "got ",     "went ",
       "failed",   "stopped", "crashed", "showed",  "returned",  "caused", "saw ",     "sent ",
       "happened", "found ",  "led to",  "made ",   "gave ",     "came ",  "answered", "began",
       "changed",  "used ",   "ran ",    "dropped", "overwrote", "lost",   "took ",    "became"});
  return text && has_stem(lowered(*text) + ' ', stems);
}

// The sections that only postmortems have together.
bool is_laid_out_as_one(const std::vector<Piece>& pieces) {
  const auto announces = [&](Roles roles) {
    return std::any_of(pieces.begin(), pieces.end(),
                       [&](const Piece& piece) { return piece.own.any_of(roles); });
  };
  return announces(Role::timeline) && announces({Role::tasks, Role::measures}) &&
         announces({Role::summary, Role::impact});
}

// What an incident leaves in a document: when it was, and what was wrong. A recipe has times, a
// template has headings, minutes have both.
bool is_postmortem(const ImportedDocument& document, const std::vector<Piece>& pieces,
                   std::string_view text) {
  const bool names_cause = std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
    return piece.roles.has(Role::cause) && piece.kind != Piece::Kind::heading;
  });
  const auto timed = std::count_if(document.timeline.begin(), document.timeline.end(),
                                   [](const ImportedEntry& entry) { return entry.time; });
  const bool cause = document.root_cause.has_value();
  const int told = (cause ? 1 : 0) + (document.impact ? 1 : 0) + (document.resolution ? 1 : 0);
  const int past = (tells_past(document.root_cause) ? 1 : 0) +
                   (tells_past(document.impact) ? 1 : 0) +
                   (tells_past(document.resolution) ? 1 : 0);
  const bool lasted = document.duration_minutes || document.stated_duration_minutes;
  if ((timed >= 2 || lasted) && names_cause && cause && told >= 2) return true;
  if (!speaks_of_an_incident(text) && !is_laid_out_as_one(pieces)) return false;
  // Minutes have a length as well, and speak of causes that others have.
  if ((timed >= 2 || lasted) && cause && told >= 2 && (names_cause || past >= 1)) return true;
  if (timed >= 3 && lasted && (past >= 1 || timed >= 6)) return true;
  return cause && told >= 2 && past >= 2 && (names_cause || document.start);
}

}  // namespace

Result<ImportedDocument, std::string> read_document(std::string_view text) {
  if (std::string trouble = trouble_with_bytes(text); !trouble.empty()) return failure(trouble);
  const std::string tidy = tidied(text);
  if (trim(tidy).empty()) return failure(std::string("it is empty"));
  const std::vector<Piece> pieces = outline_of(units_of(read_blocks(notation_to_markdown(tidy))));
  const Calendar calendar(pieces);
  ImportedDocument document;
  document.title = title_of(pieces);
  document.authors = authors_of(pieces);
  const std::vector<RawEntry> entries = collect_entries(pieces);
  read_span(pieces, entries, document.title, calendar, document);
  date_entries(entries, calendar, document);
  settle_beginning(document);
  complete_span(pieces, document);
  settle_ending(document);
  read_facts(pieces, document);
  read_lists(pieces, document);
  if (!is_postmortem(document, pieces, tidy)) {
    return failure(std::string(
        "it is no postmortem: neither cause nor timeline nor duration of an incident was found"));
  }
  return document;
}

}  // namespace tocsin::imports
