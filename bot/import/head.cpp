// Title and authors: what stands at the head of a document.

#include "bot/domain/zone_names.h"
#include "bot/import/entry_lead.h"
#include "bot/import/facts.h"
#include "bot/import/text.h"
#include "bot/import/written_times.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

// Quotes around all of it are not part of a title.
std::string unquoted(std::string_view text) {
  text = trim(text);
  while (text.starts_with('#')) text = trim(text.substr(1));
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"\"", "\""},
                                    {"“", "”"},
                                    {"'", "'"},
                                    {"‘", "’"},
                                    {"*", "*"}}) {
    if (text.size() > open.size() + close.size() && text.starts_with(open) &&
        text.ends_with(close)) {
      text = trim(text.substr(open.size(), text.size() - open.size() - close.size()));
    }
  }
  return one_line(text);
}

bool is_title(const Piece& piece) {
  return piece.kind == Piece::Kind::heading && piece.own.empty() &&
         !piece.roles.has(Role::timeline) &&
         !(is_closing_sentence(piece.text) && piece.text.ends_with('.'));
}

bool may_be_title_line(std::string_view text) {
  constexpr std::size_t longest = 120;
  if (text.empty() || text.size() > longest) return false;
  if (text.ends_with('.') || text.ends_with(':') || text.ends_with(',')) return false;
  const auto lead = read_lead(text);
  return !lead || !lead->clock;
}

bool tells_incident(std::string_view title) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"postmortem", "post-mortem", "post mortem", "outage",  "incident", "down",     "error",
       "fail",       "crash",       "unavail",     "disrupt", "issue",    "degrad",   "slow",
       "latenc",     "leak",        "attack",      "unreach", "broken",   "lost",     "meltdown",
       "loss",       "interrupt",   "bug",         "problem", "expire",   "overload", "stop"});
  return has_stem(lowered(title), stems);
}

// A plain first line of a text without headings.
bool may_be_title(const Piece& piece, bool is_first) {
  const bool plain = piece.kind == Piece::Kind::text || piece.kind == Piece::Kind::item;
  if (!plain || !piece.label.empty() || !piece.roles.empty()) return false;
  std::string_view text = piece.text;
  text = text.substr(0, text.find('\n'));
  // "Web server down." alone on the first line.
  constexpr std::size_t few_words = 8;
  const bool said = is_first && text.ends_with('.') && sentences_of(text).size() == 1 &&
                    words_of(text).size() <= few_words && tells_incident(text);
  return said ? may_be_title_line(text.substr(0, text.size() - 1)) : may_be_title_line(text);
}

// Whether the author broke the line although the next word would have fitted.
bool is_meant_break(std::string_view line, std::string_view next, std::size_t widest) {
  const std::size_t word = std::min(next.find(' '), next.size());
  return line.size() + 1 + word <= widest;
}

// The lines of a piece that can be titles by themselves.
std::vector<std::string> lines_for_title(const Piece& piece) {
  std::vector<std::string_view> lines;
  for (std::string_view rest = piece.text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    lines.push_back(trim(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  constexpr std::string_view label = "incident: ";
  if (piece.kind == Piece::Kind::text && lowered(piece.text).starts_with(label)) {
    lines.front() = trim(lines.front().substr(label.size()));
  }
  if (piece.kind == Piece::Kind::heading) return {unquoted(piece.text)};
  if (lines.size() < 2) return {unquoted(lines.empty() ? "" : lines.front())};
  std::size_t widest = 70;
  for (const std::string_view line : lines) widest = std::max(widest, line.size());
  std::vector<std::string> titles;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool last = i + 1 == lines.size();
    if (!may_be_title_line(lines[i])) break;
    if (!last && !is_meant_break(lines[i], lines[i + 1], widest)) break;
    titles.push_back(unquoted(lines[i]));
  }
  return titles;
}

// "alx-system_engineering-devops" stands above the document and is not its title.
bool is_repository(std::string_view title) {
  return title.find(' ') == std::string_view::npos &&
         title.find_first_of("-_") != std::string_view::npos;
}

// "Postmortem: Web Stack Outage" below a "Postmortem" that says nothing else.
bool says_more(std::string_view title, std::string_view generic) {
  return title.size() > generic.size() + 1 && title[generic.size()] == ':' &&
         lowered(title).starts_with(lowered(generic));
}

std::string labelled_title(const std::vector<Piece>& pieces) {
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::heading && piece.roles.has(Role::title)) {
      return unquoted(std::string_view(piece.text).substr(0, piece.text.find('\n')));
    }
    if (piece.kind == Piece::Kind::row && piece.cells.size() == 2 &&
        read_announcement(piece.cells[0]).roles == Roles(Role::title)) {
      return unquoted(piece.cells[1]);
    }
  }
  return {};
}

bool is_name_part(std::string_view word) {
  if (word.empty()) return false;
  const auto first = static_cast<unsigned char>(word.front());
  return (first >= 'A' && first <= 'Z') || first >= 0x80 || word == "de" || word == "van" ||
         word == "von" || word == "da" || word == "bin" || word == "el" || word == "al";
}

// "[Your name]": nobody filled it in.
bool is_placeholder(std::string_view name) {
  const std::string lower = lowered(name);
  return contains(lower, "your name") || lower == "name" || lower == "names" || lower == "author";
}

// "Ana Okafor, Senior DevOps Engineer": what somebody is, and not another one.
bool names_job(std::string_view name) {
  static constexpr auto jobs = std::to_array<std::string_view>(
      {"engineer", "developer", "manager", "administrator", "architect", "director", "officer",
       "analyst", "consultant", "intern", "student", "specialist", "head of", "lead"});
  return has_stem(lowered(name), jobs);
}

// "Ana Okafor and Bo Lindqvist", "Ana, Bo & Chi", "Ana <ana@example.org>".
std::vector<std::string> split_names(std::string_view text) {
  std::string list = one_line(text);
  for (const std::string_view joint : {" and ", " & ", ";", "/", " with ", "\n", "|"}) {
    for (std::size_t at = list.find(joint); at != std::string::npos; at = list.find(joint, at)) {
      list.replace(at, joint.size(), ",");
    }
  }
  std::vector<std::string> names;
  std::string_view rest = list;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view name = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (name.starts_with('[') && name.ends_with(']')) name = trim(name.substr(1, name.size() - 2));
    if (is_placeholder(name)) continue;
    name = trim(name.substr(0, name.find_first_of("<(@[")));
    for (const std::string_view dash : {" -", " –", " —", " ·", " |", " for "}) {
      name = trim(name.substr(0, name.find(dash)));
    }
    while (name.ends_with('.') || name.ends_with(':')) name.remove_suffix(1);
    constexpr std::size_t longest = 48;
    const bool no_name = name.starts_with("the ") || name.starts_with("for ") ||
                         name.starts_with("a ") || contains(name, ":");
    const bool job = !names.empty() && names_job(name);
    if (!name.empty() && name.size() <= longest && !no_name && !job) names.emplace_back(name);
  }
  // "Bo Lindqvist, Infrastructure": what he belongs to is nobody's name.
  const bool full = !names.empty() && contains(names.front(), " ");
  if (full) std::erase_if(names, [](const std::string& name) { return !contains(name, " "); });
  return names;
}

bool begins_with_deed(std::string_view lower) {
  static constexpr auto deeds =
      std::to_array<std::string_view>({"posted", "written", "created", "published", "prepared",
                                       "submitted", "authored", "compiled"});
  return std::any_of(deeds.begin(), deeds.end(),
                     [&](std::string_view deed) { return lower.starts_with(deed); });
}

// "2023-07-18 by Dee Alvarez", "Posted by Bo Lindqvist on November 10, 2023".
std::string name_behind_by(std::string_view text) {
  constexpr std::size_t longest = 80;
  const std::string lower = lowered(text);
  const std::size_t by = lower.find("by ");
  const bool word = by != std::string::npos && begins_word(lower, by);
  if (!word || text.size() > longest || text.ends_with('.') || contains(text, "\n")) return {};
  const bool posted = by == 0 || begins_with_deed(lower) || !find_days(text.substr(0, by)).empty();
  if (!posted) return {};
  std::string name;
  std::string_view rest = text.substr(by + 3);
  // "By the person on call: Ana Okafor"
  const std::size_t colon = rest.find(": ");
  if (rest.starts_with("the ") && colon != rest.npos) rest = trim(rest.substr(colon + 2));
  for (int words = 0; words < 4 && !rest.empty(); ++words) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view next = rest.substr(0, end);
    if (!is_name_part(next)) break;
    name += (name.empty() ? "" : " ") + std::string(next);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (next.ends_with(',')) break;
  }
  return name;
}

}  // namespace

std::string title_of(const std::vector<Piece>& pieces) {
  const std::string labelled = labelled_title(pieces);
  std::string generic;
  std::string second_best;
  constexpr std::size_t head_of_document = 12;
  bool headings = false;  // below the first one, a plain line is no title
  bool told = false;      // the incident, so that what comes now is no title of it
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    const bool early = i < head_of_document;
    told = told || piece.own.any_of({Role::timeline, Role::measures});
    const bool high = early || (!told && piece.level <= 2 && tells_incident(piece.text));
    // "## How it went:" below the top opens a section.
    const bool opens = i > 0 && piece.level > 1 && piece.text.ends_with(':');
    const bool real = is_title(piece) && !opens && piece.level > 0 && high;
    const bool line = is_title(piece) && piece.level == 0 && early;
    const bool plain = early && (!headings || (!told && begins_like_title(piece.text)));
    if (!real && !line && !(plain && may_be_title(piece, i == 0))) {
      // "Root Cause Analysis" or "Postmortem: Web Stack Debugging" above all of it.
      const bool first = i == 0 && piece.kind == Piece::Kind::heading &&
                         ((piece.level == 1 && piece.own == Roles(Role::cause)) ||
                          lowered(piece.text).starts_with("postmortem"));
      if (first && is_generic_title(piece.text)) generic = unquoted(piece.text);
      headings = headings || piece.kind == Piece::Kind::heading;
      continue;
    }
    headings = headings || is_title(piece);
    for (const std::string& text : lines_for_title(piece)) {
      if (is_generic_title(text) || is_repository(text)) {
        if (generic.empty() || says_more(text, generic)) generic = text;
        continue;
      }
      if (generic.empty()) return labelled.empty() || i == 0 ? text : labelled;
      if (tells_incident(text) && labelled.empty()) return text;
      if (second_best.empty() && early && words_of(text).size() >= (real ? 2 : 4)) {
        second_best = text;
      }
    }
  }
  if (!labelled.empty()) return labelled;
  return second_best.empty() ? generic : second_best;
}

std::vector<std::string> authors_of(const std::vector<Piece>& pieces) {
  std::vector<std::string> authors;
  const auto add = [&](std::string_view text) {
    for (std::string& name : split_names(text)) {
      if (std::find(authors.begin(), authors.end(), name) == authors.end()) {
        authors.push_back(std::move(name));
      }
    }
  };
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::row) {
      if (piece.cells.size() == 2 &&
          read_announcement(piece.cells[0]).roles == Roles(Role::authors)) {
        add(piece.cells[1]);
      }
      continue;
    }
    if (piece.roles.has(Role::authors) && piece.kind != Piece::Kind::heading) add(piece.text);
    const std::string lower = lowered(piece.text);
    for (const std::string_view by : {"by ", "written by ", "author ", "from: "}) {
      if (!lower.starts_with(by) || piece.text.size() > 80 || !authors.empty()) continue;
      const std::string_view rest = trim(std::string_view(piece.text).substr(by.size()));
      const std::size_t space = rest.find(' ');
      const bool name = is_name_part(rest) && rest.front() != '"' &&
                        (space == std::string_view::npos || is_name_part(rest.substr(space + 1)));
      if (name && !rest.ends_with('.')) add(rest);
    }
    const bool early = &piece - pieces.data() < 8;
    for (std::string_view rest = piece.text; early && authors.empty() && !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      add(name_behind_by(trim(rest.substr(0, end))));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return authors;
}

}  // namespace tocsin::imports
