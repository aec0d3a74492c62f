// Title and authors: what stands at the head of a document.

#include "bot/domain/zone_names.h"
#include "bot/import/entry_lead.h"
#include "bot/import/facts.h"
#include "bot/import/text.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

// Quotes around all of it are not part of a title.
std::string unquoted(std::string_view text) {
  text = trim(text);
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
  if (piece.kind == Piece::Kind::heading) return piece.own.empty();
  return false;
}

// A plain first line of a text without headings.
std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

bool may_be_title(const Piece& piece) {
  constexpr std::size_t longest = 120;
  constexpr std::size_t page_width = 64;
  const std::string_view text = first_line(piece.text);
  const bool kind = piece.kind == Piece::Kind::text || piece.kind == Piece::Kind::item;
  if (!kind || !piece.label.empty() || text.size() > longest) return false;
  if (text.size() < piece.text.size() && text.size() > page_width) return false;
  if ( text.ends_with('.') || text.ends_with(':')) return false;
  const auto lead = read_lead(text);
  return !lead || !lead->clock;
}

std::string labelled_title(const std::vector<Piece>& pieces) {
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::heading && piece.roles.has(Role::title)) {
      return unquoted(piece.text);
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

// "Ana Okafor and Bo Lindqvist", "Ana, Bo & Chi", "Ana <ana@example.org>".
std::vector<std::string> split_names(std::string_view text) {
  std::string list = one_line(text);
  for (const std::string_view end : {" on ", " - ", " – ", " (", "; R"}) {
    list = list.substr(0, list.find(end));
  }
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
    name = trim(name.substr(0, name.find_first_of("<([")));
    while (name.find('@') != std::string_view::npos) {  // an address
      const std::size_t last = name.rfind(' ');
      name = last == std::string_view::npos ? std::string_view() : trim(name.substr(0, last));
    }
    while (name.ends_with('.') || name.ends_with(':')) name.remove_suffix(1);
    constexpr std::size_t longest = 48;
    // "Bo Lindqvist, Infrastructure": the team is no author.
    const bool whole = name.find(' ') != std::string_view::npos;
    const bool team = !names.empty() && !whole && names.front().find(' ') != std::string::npos;
    while (name.ends_with('-') || name.ends_with(' ')) name.remove_suffix(1);
    const bool odd = name.find_first_of("0123456789:") != std::string_view::npos;
    if (!name.empty() && !team && !odd && name.size() <= longest) names.emplace_back(name);
  }
  return names;
}

}  // namespace

std::string title_of(const std::vector<Piece>& pieces) {
  std::string generic;
  constexpr std::size_t head_of_document = 12;
  const std::string labelled = labelled_title(pieces);
  bool heading_seen = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    const bool early = i < head_of_document;
    const bool heading = piece.kind == Piece::Kind::heading;
    const bool plain = early && !heading_seen && piece.roles.empty() && may_be_title(piece);
    heading_seen = heading_seen || heading;
    // "Incident Report" may look like the announcement of a section.
    const bool first = heading && early && generic.empty() && is_generic_title(piece.text) &&
                       !read_announcement(piece.text).roles.has(Role::summary);
    if (!is_title(piece) && !plain && !first) continue;
    std::string text = unquoted(plain ? first_line(piece.text) : piece.text);
    if (plain && is_generic_title(text) && text.size() < piece.text.size()) {
      if (generic.empty()) generic = text;
      text = unquoted(first_line(trim(std::string_view(piece.text).substr(text.size()))));
    }
    if (text.empty()) continue;
    if (!is_generic_title(text)) return labelled.empty() || i == 0 ? text : labelled;
    if (generic.empty()) generic = text;
    if (!early) break;
  }
  if (!labelled.empty()) return labelled;
  return generic;
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
    if (authors.empty() && piece.kind == Piece::Kind::text && piece.text.size() <= 60) {
      // "2023-07-18 by Dee Alvarez"
      const auto lead = read_lead(piece.text);
      if (lead && lead->day && lead->text.starts_with("by ")) add(lead->text.substr(3));
    }
    const std::string lower = lowered(piece.text);
    for (const std::string_view by : {"by ", "written by ", "author ", "posted by ", "published by "}) {
      if (!lower.starts_with(by) || piece.text.size() > 80 || !authors.empty()) continue;
      const std::string_view rest = trim(std::string_view(piece.text).substr(by.size()));
      const std::size_t space = rest.find(' ');
      const bool name = is_name_part(rest) && rest.front() != '"' &&
                        (space == std::string_view::npos || is_name_part(rest.substr(space + 1)));
      if (name && !rest.ends_with('.')) add(rest);
    }
  }
  return authors;
}

}  // namespace tocsin::imports
