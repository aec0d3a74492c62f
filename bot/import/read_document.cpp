#include "bot/import/read_document.h"

#include "bot/import/blocks.h"
#include "bot/import/calendar.h"
#include "bot/import/facts.h"
#include "bot/import/lists.h"
#include "bot/import/outline.h"
#include "bot/import/span.h"
#include "bot/import/text.h"
#include "bot/import/timeline.h"

#include <fmt/format.h>

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

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "11.20" as a clock: two digits on both sides and nothing that makes it a number or a version.
bool is_dotted_clock(std::string_view text, std::size_t at) {
  if (at + 5 > text.size() || text[at + 2] != '.') return false;
  if (!is_digit(text[at]) || !is_digit(text[at + 1]) || !is_digit(text[at + 3]) ||
      !is_digit(text[at + 4])) {
    return false;
  }
  const bool glued = at > 0 && text[at - 1] != ' ' && text[at - 1] != '\n' &&
                     text[at - 1] != '\t' && text[at - 1] != '(' && text[at - 1] != '-';
  const char behind = at + 5 < text.size() ? text[at + 5] : '\n';
  if (glued || is_digit(behind) || behind == '%' || (behind == '.' && at + 6 < text.size() &&
                                                     is_digit(text[at + 6]))) {
    return false;
  }
  return text.substr(at, 2) < "24" && text.substr(at + 3, 2) < "60";
}

// Where lines begin with "11.20", the author writes clocks with a dot; they get their colon.
void settle_dotted_clocks(std::string& text) {
  constexpr int enough = 3;
  int lines = 0;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    std::size_t start = at;
    while (start < text.size() && (text[start] == ' ' || text[start] == '-')) ++start;
    if (is_dotted_clock(text, start)) ++lines;
    if (text.find('\n', at) == std::string::npos) break;
  }
  if (lines < enough) return;
  for (std::size_t at = 0; at + 5 <= text.size(); ++at) {
    if (is_dotted_clock(text, at)) text[at + 2] = ':';
  }
}

// "h2. Timeline", as some wikis mark their headings.
void settle_wiki_headings(std::string& text) {
  for (std::size_t at = 0; at + 4 < text.size();) {
    const std::size_t next = text.find('\n', at);
    if (text[at] == 'h' && text[at + 1] >= '1' && text[at + 1] <= '6' && text[at + 2] == '.' &&
        text[at + 3] == ' ') {
      text.replace(at, 3, static_cast<std::size_t>(text[at + 1] - '0'), '#');
    }
    const std::size_t end = text.find('\n', at);
    if (next == std::string::npos || end == std::string::npos) break;
    at = end + 1;
  }
}

int incident_words(std::string_view text) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"postmortem", "post-mortem", "post mortem", "outage", "incident", "downtime", "root cause",
       "went down", "disruption", "after action", "escalat", "restored", "unavailab",
       "rolled back", "out of service", "error", "on-call", "sorry", "alert"});
  const std::string lower = lowered(text);
  int words = 0;
  for (const std::string_view stem : stems) {
    if (has_stem(lower, std::array{stem})) ++words;
  }
  return words;
}

// Whether enough of a postmortem is there: no part of it alone makes one.
bool is_postmortem(const ImportedDocument& document, const std::vector<Piece>& pieces,
                   std::string_view text) {
  const auto announced = [&](Role role) {
    return std::any_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
      return piece.own.has(role) || (!piece.label.empty() && piece.roles.has(role));
    });
  };
  const auto timed = std::count_if(document.timeline.begin(), document.timeline.end(),
                                   [](const ImportedEntry& entry) { return entry.time; });
  const bool lasted = document.stated_duration_minutes || document.duration_minutes;
  const bool dated = document.start && document.start->day;
  // A template and a course page have all the headings, and nothing happened in them.
  const bool whole = document.root_cause && document.resolution && document.impact &&
                     incident_words(document.title) > 0;
  const bool happened = timed >= 2 || lasted || dated || document.impact_percent || whole;
  const bool titled = incident_words(document.title) > 0;
  constexpr int told_enough = 3;
  const bool told = timed >= told_enough && incident_words(text) >= told_enough;
  const bool core = announced(Role::cause) || announced(Role::impact) ||
                    announced(Role::resolution) || document.root_cause || told;
  if (!happened || !core) return false;
  int weight = 0;
  if (announced(Role::cause)) weight += 2;
  if (announced(Role::impact)) weight += 1;
  if (announced(Role::resolution)) weight += 1;
  if (announced(Role::timeline)) weight += 1;
  if (announced(Role::measures)) weight += 1;
  if (timed >= 2) weight += 1;
  if (lasted) weight += 1;
  if (dated) weight += 1;
  if (document.root_cause) weight += 1;
  if (titled) weight += 1;
  if (told) weight += 1;
  if (incident_words(text) > 0) weight += 1;
  constexpr int enough = 4;
  return weight >= enough;
}

}  // namespace

Result<ImportedDocument, std::string> read_document(std::string_view text) {
  if (std::string trouble = trouble_with_bytes(text); !trouble.empty()) return failure(trouble);
  std::string tidy = tidied(text);
  settle_dotted_clocks(tidy);
  settle_wiki_headings(tidy);
  if (trim(tidy).empty()) return failure(std::string("it is empty"));
  const std::vector<Piece> pieces = outline_of(units_of(read_blocks(tidy)));
  const Calendar calendar(pieces);
  ImportedDocument document;
  document.title = title_of(pieces);
  document.authors = authors_of(pieces);
  const std::vector<RawEntry> entries = collect_entries(pieces);
  read_span(pieces, entries, document.title, calendar, document);
  date_entries(entries, calendar, document);
  complete_span(document);
  read_facts(pieces, document);
  read_lists(pieces, document);
  if (!is_postmortem(document, pieces, tidy)) {
    return failure(std::string(
        "it is no postmortem: neither cause nor timeline nor duration of an incident was found"));
  }
  return document;
}

}  // namespace tocsin::imports
