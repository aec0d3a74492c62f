#include "bot/slack/mrkdwn.h"

#include "bot/slack/slack_id.h"
#include "bot/slack/utf8.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <type_traits>

namespace tocsin::slack {

namespace {

constexpr std::string_view k_break = "\u200B";  // zero-width space: stops markup, is not seen
constexpr std::string_view k_ellipsis = "…";

// A token cannot be cut, so none may come near the length of a section.
constexpr std::size_t k_longest_token = 1'800;
constexpr std::size_t k_longest_token_label = 200;

bool is_direction_override(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

// What is shown in place of what was typed: nothing that moves the cursor, rings, hides or turns
// the direction of the text after it. Line ends become one kind.
std::string harmless(std::string_view typed) {
  std::string shown;
  shown.reserve(typed.size());
  for (std::size_t i = 0; i < typed.size();) {
    const CodePoint point = code_point_at(typed, i);
    i += point.bytes;
    if (point.value == '\r') {
      if (i < typed.size() && typed[i] == '\n') ++i;
      shown += '\n';
    } else if (point.value == '\n') {
      shown += '\n';
    } else if (point.value == '\t' || point.value == 0x2028 || point.value == 0x2029) {
      shown += ' ';
    } else if (is_control(point.value)) {
      append_code_point(shown, 0xFFFD);
    } else if (!is_direction_override(point.value)) {
      append_code_point(shown, point.value);
    }
  }
  return shown;
}

void append_entity(std::string& out, char c) {
  if (c == '&') {
    out += "&amp;";
  } else if (c == '<') {
    out += "&lt;";
  } else if (c == '>') {
    out += "&gt;";
  } else {
    out += c;
  }
}

std::string entities(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (const char c : text) append_entity(out, c);
  return out;
}

bool ends_address(char c) {
  constexpr std::string_view k_enders = "<>|\"`\\^{}";
  return static_cast<unsigned char>(c) <= 0x20 || k_enders.find(c) != std::string_view::npos;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The length of the http(s) address that begins here; 0 when none does. Punctuation at its end
// belongs to the sentence around it.
std::size_t address_at(std::string_view text, std::size_t position) {
  if (position > 0 && is_word(text[position - 1])) return 0;
  const std::string_view rest = text.substr(position);
  const std::size_t scheme = rest.starts_with("https://") ? 8 : rest.starts_with("http://") ? 7 : 0;
  if (scheme == 0) return 0;
  std::size_t end = scheme;
  while (end < rest.size() && end <= k_longest_token && !ends_address(rest[end])) ++end;
  if (end > k_longest_token) return 0;
  constexpr std::string_view k_sentence_marks = ".,;:!?')]*_~";
  while (end > scheme && k_sentence_marks.find(rest[end - 1]) != std::string_view::npos) --end;
  return end > scheme ? end : 0;
}

// Three backticks swallow all that follows, up to the end of the message; so does a line that
// begins with ">>>". Both are parted by a character that is not seen.
bool swallows(std::string_view text, std::size_t position) {
  const bool at_line_start = position == 0 || text[position - 1] == '\n';
  if (at_line_start && text.substr(position).starts_with(">>>")) return true;
  return position > 0 && text[position] == '`' && text[position - 1] == '`';
}

std::string without(std::string_view text, std::string_view characters, std::string_view instead) {
  std::string out;
  for (const char c : text) {
    if (characters.find(c) == std::string_view::npos) {
      out += c;
    } else {
      out += instead;
    }
  }
  return out;
}

std::string marked(std::string_view typed, char mark, std::string_view instead) {
  std::string text = without(one_line(typed), std::string_view(&mark, 1), instead);
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return text;
  const std::size_t last = text.find_last_not_of(' ');
  // Slack takes the marks for markup only when they touch the text.
  return text.substr(0, first) + mark + entities(text.substr(first, last - first + 1)) + mark +
         text.substr(last + 1);
}

std::string link_of(const span::Link& link) {
  const bool known_scheme = link.url.starts_with("https://") || link.url.starts_with("http://") ||
                            link.url.starts_with("mailto:");
  const bool whole = std::none_of(link.url.begin(), link.url.end(), ends_address);
  const bool short_enough = link.url.size() <= k_longest_token;
  const std::string label = entities(one_line(link.text));
  if (!known_scheme || !whole || !short_enough) {
    return link.text.empty() ? escaped(link.url) : label + " (" + escaped(link.url) + ")";
  }
  const std::string url = entities(harmless(link.url));
  if (label.empty()) return "<" + url + ">";
  return "<" + url + "|" + shorten(without(label, "|", "/"), k_longest_token_label) + ">";
}

std::string of_span(const span::Plain& plain) { return escaped(plain.text); }
std::string of_span(const span::Bold& bold) { return marked(bold.text, '*', "∗"); }
std::string of_span(const span::Italic& italic) { return marked(italic.text, '_', "_"); }
std::string of_span(const span::Code& code) { return marked(code.text, '`', "ˋ"); }
std::string of_span(const span::User& user) {
  return is_id(user.user.value) ? "<@" + user.user.value + ">" : "@" + escaped(user.user.value);
}
std::string of_span(const span::Group& group) {
  if (is_id(group.group)) return "<!subteam^" + group.group + ">";
  return escaped(group.name.empty() ? "@" + group.group : group.name);
}
std::string of_span(const span::Everyone& everyone) {
  return "<!" + std::string(name_of(everyone.ping)) + ">";
}
std::string of_span(const span::Channel& channel) {
  const std::string name = one_line(channel.name);
  if (!is_id(channel.channel.value)) return "#" + entities(name);
  if (name.empty()) return "<#" + channel.channel.value + ">";
  return "<#" + channel.channel.value + "|" +
         shorten(without(entities(name), "|", "-"), k_longest_token_label) + ">";
}
std::string of_span(const span::Instant& instant) {
  const bool with_date = instant.show == span::Instant::Show::date_and_clock;
  return date_token(instant.moment, with_date ? "{date_short_pretty} {time}" : "{time}",
                    instant.otherwise);
}
std::string of_span(const span::Link& link) { return link_of(link); }

// The next piece that must stay whole: an entity, a token, or one character.
std::size_t atom_at(std::string_view text, std::size_t position) {
  if (text[position] == '<') {
    const std::size_t end = text.find('>', position);
    if (end != std::string_view::npos) return end - position + 1;
  }
  if (text[position] == '&') {
    for (const std::string_view entity : {"&amp;", "&lt;", "&gt;"}) {
      if (text.substr(position).starts_with(entity)) return entity.size();
    }
  }
  return code_point_at(text, position).bytes;
}

// Bytes of the longest beginning that has at most `units`, made of whole atoms.
std::size_t fitting_bytes(std::string_view text, std::size_t units) {
  std::size_t end = 0;
  std::size_t used = 0;
  while (end < text.size()) {
    const std::size_t atom = atom_at(text, end);
    used += utf16_units(text.substr(end, atom));
    if (used > units) break;
    end += atom;
  }
  return end;
}

// The start of the last line end (or blank) outside of tokens in the fitting part; 0 when none.
std::size_t last_gap(std::string_view fitting, char gap) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < fitting.size(); i += atom_at(fitting, i)) {
    if (fitting[i] == gap) found = i;
  }
  return found;
}

}  // namespace

std::string escaped(std::string_view typed) {
  const std::string text = harmless(typed);
  std::string out;
  out.reserve(text.size() + text.size() / 16 + 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const std::size_t address = address_at(text, i); address != 0) {
      out += '<';
      out += entities(std::string_view(text).substr(i, address));
      out += '>';
      i += address - 1;
      continue;
    }
    if (swallows(text, i)) out += k_break;
    append_entity(out, text[i]);
  }
  return out;
}

std::string one_line(std::string_view typed) {
  std::string text = harmless(typed);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string escaped_line(std::string_view typed) { return entities(one_line(typed)); }

std::string unmarked(std::string_view typed) {
  constexpr std::string_view k_openers = "!@#";
  const std::string text = one_line(typed);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '<' && i + 1 < text.size() &&
        k_openers.find(text[i + 1]) != std::string_view::npos) {
      out += k_break;
    }
  }
  return out;
}

std::string to_mrkdwn(const RichText& text) {
  std::string out;
  for (const Span& each : text.spans) {
    out += std::visit([](const auto& part) { return of_span(part); }, each);
  }
  return out;
}

std::string date_token(Moment moment, std::string_view format, std::string_view fallback) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
  // '^' and '|' part the token's fields.
  std::string otherwise =
      shorten(without(entities(one_line(fallback)), "^|", " "), k_longest_token_label);
  if (otherwise.empty()) otherwise = fmt::format("{} s", seconds);
  return fmt::format("<!date^{}^{}|{}>", seconds, format, otherwise);
}

std::size_t slack_length(std::string_view mrkdwn) { return utf16_units(mrkdwn); }

std::string shorten(std::string_view mrkdwn, std::size_t units) {
  if (slack_length(mrkdwn) <= units) return std::string(mrkdwn);
  if (units == 0) return "";
  return std::string(mrkdwn.substr(0, fitting_bytes(mrkdwn, units - 1))) + std::string(k_ellipsis);
}

std::vector<std::string> split_text(std::string_view mrkdwn, std::size_t units) {
  std::vector<std::string> pieces;
  while (slack_length(mrkdwn) > units) {
    std::size_t end = fitting_bytes(mrkdwn, units);
    std::size_t skip = 0;
    if (end == 0) {
      end = atom_at(mrkdwn, 0);  // one token longer than a piece: it stays whole
    } else if (const std::size_t line = last_gap(mrkdwn.substr(0, end), '\n'); line > 0) {
      end = line;
      skip = 1;
    } else if (const std::size_t blank = last_gap(mrkdwn.substr(0, end), ' '); blank > 0) {
      end = blank;
      skip = 1;
    }
    pieces.emplace_back(mrkdwn.substr(0, end));
    mrkdwn.remove_prefix(end + skip);
  }
  if (!mrkdwn.empty() || pieces.empty()) pieces.emplace_back(mrkdwn);
  return pieces;
}

}  // namespace tocsin::slack
