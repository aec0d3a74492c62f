#include "bot/domain/markdown.h"
#include "bot/domain/ascii.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace tocsin {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view k_line_break_mark = " ↵ ";

struct Character {
  char32_t code = 0;
  std::size_t length = 1;
  bool broken = false;
};

// The character at the front of `text`, which is not empty. Overlong forms, surrogates and cut
// sequences are broken, one byte at a time.
Character front_character(std::string_view text) {
  const auto byte_at = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte_at(0);
  if (first < 0x80) return {first, 1, false};
  std::size_t length = 0;
  char32_t code = 0;
  char32_t smallest = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2, code = first & 0x1FU, smallest = 0x80;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3, code = first & 0x0FU, smallest = 0x800;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4, code = first & 0x07U, smallest = 0x10000;
  }
  if (length == 0 || text.size() < length) return {0, 1, true};
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(i) & 0xC0U) != 0x80U) return {0, 1, true};
    code = (code << 6U) | (byte_at(i) & 0x3FU);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < smallest || surrogate || code > 0x10FFFF) return {0, 1, true};
  return {code, length, false};
}

bool is_line_break(char32_t code) {
  return code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029;
}

// Controls, and the marks that turn the direction of writing: with them a line can be made to read
// as something else than what it says.
bool must_be_shown_as_replacement(char32_t code) {
  if (code < 0x20) return true;
  if (code >= 0x7F && code <= 0x9F) return true;
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

// A character that means something to Markdown in the middle of a line. Entities for the three of
// HTML and not backslashes: they are also the way in which Slack wants them written.
void append_character(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '\\':
    case '`':
    case '*':
    case '_':
    case '[':
    case ']':
    case '#':
    case '|':
    case '~':
    case '$':  // formulas, where they are understood
      out += '\\';
      break;
    default:
      break;
  }
  out += c;
}

bool belongs_to_address(char c) {
  constexpr std::string_view k_marks = "-._~:/?#@!$&'()*+,=%";
  return is_letter(c) || is_digit(c) || k_marks.find(c) != std::string_view::npos;
}

// How many bytes at the front of `text` are an address that may be shown as a link to itself.
std::size_t address_length(std::string_view text) {
  std::size_t scheme = 0;
  if (text.starts_with("https://")) scheme = 8;
  if (text.starts_with("http://")) scheme = 7;
  if (scheme == 0) return 0;
  std::size_t end = scheme;
  bool has_opening = false;
  for (; end < text.size() && belongs_to_address(text[end]); ++end) {
    has_opening = has_opening || text[end] == '(';
  }
  // What closes the sentence around the address is not a part of it.
  const std::string_view closing = has_opening ? ".,:!?'*_~" : ".,:!?'*_~()";
  while (end > scheme && closing.find(text[end - 1]) != std::string_view::npos) --end;
  if (end == scheme || !(is_letter(text[scheme]) || is_digit(text[scheme]))) return 0;
  return end;
}

// At the start of a line some more characters mean a list, an underlined heading, a rule or a
// table. Returns how many bytes of `line` were written.
std::size_t append_line_start(std::string& out, std::string_view line) {
  if (line.empty()) return 0;
  constexpr std::string_view k_starters = "-+=:";
  if (k_starters.find(line[0]) != std::string_view::npos) {
    out += '\\';
    out += line[0];
    return 1;
  }
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  const bool numbered =
      digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
  if (!numbered) return 0;
  out += line.substr(0, digits);
  out += '\\';
  out += line[digits];
  return digits + 1;
}

// "ftp://" and "www." make a link of what follows, backslashes included, in some readers.
bool begins_bare_link(std::string_view rest, bool after_word) {
  return rest.starts_with("://") || (!after_word && rest.starts_with("www."));
}

// Characters that stand for themselves wherever they stand. Not so 'h' and 'w', which may begin an
// address.
constexpr bool is_plain(char c) {
  if (c == 'h' || c == 'w') return false;
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
         c == '.' || c == ',' || c == '-' || c == '/' || c == '(' || c == ')';
}

// Nearly all of what people type: how many bytes at the front of `text` are plain.
std::size_t plain_length(std::string_view text) {
  static constexpr auto k_plain = [] {
    std::array<bool, 256> plain{};
    for (int c = 0; c < 128; ++c)
      plain[static_cast<std::size_t>(c)] = is_plain(static_cast<char>(c));
    return plain;
  }();
  std::size_t length = 0;
  while (length < text.size() && k_plain[static_cast<std::uint8_t>(text[length])]) ++length;
  return length;
}

// One line, without its line break and without blanks around it.
void append_line(std::string& out, std::string_view line) {
  std::size_t at = append_line_start(out, line);
  bool after_word = at > 0 && is_digit(line[at - 1]);
  while (at < line.size()) {
    if (const std::size_t plain = plain_length(line.substr(at)); plain > 0) {
      out += line.substr(at, plain);
      at += plain;
      after_word = is_letter(line[at - 1]) || is_digit(line[at - 1]);
      continue;
    }
    const char c = line[at];
    if (c == 'h' && !after_word) {
      if (const std::size_t length = address_length(line.substr(at)); length > 0) {
        out += '<';
        out += line.substr(at, length);
        out += '>';
        at += length;
        after_word = true;
        continue;
      }
    }
    if (begins_bare_link(line.substr(at), after_word)) {
      const std::size_t harmless = c == ':' ? 0 : 3;
      out += line.substr(at, harmless);
      out += '\\';
      out += line[at + harmless];
      at += harmless + 1;
      after_word = false;
      continue;
    }
    after_word = is_letter(c) || is_digit(c);
    const Character character = front_character(line.substr(at));
    if (character.broken) {
      out += k_replacement;
    } else if (c == '\t') {
      out += ' ';
    } else if (must_be_shown_as_replacement(character.code)) {
      out += k_replacement;
    } else if (character.length == 1) {
      append_character(out, c);
    } else {
      out += line.substr(at, character.length);
    }
    at += character.length;
  }
}

// Takes the first line off `rest`: "\r\n" is one line break.
std::string_view take_line(std::string_view& rest) {
  std::size_t at = 0;
  while (at < rest.size()) {
    if (rest[at] >= ' ') {  // ASCII: no line break is among them
      ++at;
      continue;
    }
    const Character character = front_character(rest.substr(at));
    if (!character.broken && is_line_break(character.code)) {
      const std::string_view line = rest.substr(0, at);
      const bool pair = rest.substr(at).starts_with("\r\n");
      rest.remove_prefix(at + (pair ? 2 : character.length));
      return line;
    }
    at += character.length;
  }
  const std::string_view line = rest;
  rest = {};
  return line;
}

std::string_view trim(std::string_view line) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line;
}

// How many bytes at the front of a line mark it as an item of a list.
std::size_t list_mark_length(std::string_view line) {
  for (const std::string_view mark : {"- ", "* ", "• "}) {
    if (line.starts_with(mark)) return mark.size();
  }
  std::size_t digits = 0;
  while (digits < line.size() && digits < 3 && is_digit(line[digits])) ++digits;
  const bool is_numbered = digits > 0 && (line.substr(digits).starts_with(". ") ||
                                          line.substr(digits).starts_with(") "));
  return is_numbered ? digits + 2 : 0;
}

// "- " and "12. ", whatever was typed for it.
void append_list_mark(std::string& out, std::string_view mark) {
  out += is_digit(mark[0]) ? std::string(mark.substr(0, mark.size() - 2)) + ". " : "- ";
}

}  // namespace

std::string escape_markdown(std::string_view text, MarkdownPlace place) {
  std::string out;
  out.reserve(text.size() + text.size() / 8 + 8);
  bool blank_before = false;
  bool in_list = false;
  while (!text.empty()) {
    std::string_view line = trim(take_line(text));
    if (line.empty()) {
      blank_before = true;
      continue;
    }
    const std::size_t mark = place == MarkdownPlace::prose ? list_mark_length(line) : 0;
    if (!out.empty()) {
      const bool is_item_after_item = in_list && mark > 0;
      // A backslash before the line break keeps it a line break within the paragraph. A list needs
      // a blank line around it.
      std::string_view kept = blank_before || in_list != (mark > 0) ? "\n\n" : "\\\n";
      if (is_item_after_item) kept = "\n";
      out += place == MarkdownPlace::one_line ? k_line_break_mark : kept;
    }
    blank_before = false;
    in_list = mark > 0;
    if (in_list) append_list_mark(out, line.substr(0, mark));
    append_line(out, trim(line.substr(mark)));
  }
  return out;
}

std::string unescape_markdown(std::string_view line) {
  constexpr std::pair<std::string_view, char> k_entities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
  std::string out;
  while (!line.empty()) {
    std::size_t taken = 1;
    char c = line[0];
    if (c == '\\' && line.size() > 1) {
      c = line[1];
      taken = 2;
    }
    for (const auto& [entity, meant] : k_entities) {
      if (!line.starts_with(entity)) continue;
      c = meant;
      taken = entity.size();
    }
    out += c;
    line.remove_prefix(taken);
  }
  return out;
}

std::string on_one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  while (!text.empty()) {
    std::string_view line = trim(take_line(text));
    if (line.empty()) continue;
    if (!out.empty()) out += k_line_break_mark;
    while (!line.empty()) {
      const Character character = front_character(line);
      if (line.front() == '\t') {
        out += ' ';
      } else if (character.broken || must_be_shown_as_replacement(character.code)) {
        out += k_replacement;
      } else {
        out += line.substr(0, character.length);
      }
      line.remove_prefix(character.length);
    }
  }
  return out;
}

}  // namespace tocsin
