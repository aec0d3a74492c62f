#include "bot/domain/entry_links.h"

#include "bot/domain/ascii.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace tocsin {

namespace {

bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

// A line of the timeline: "- 14:05 UTC **log** what was said — Ada (E12)". The bold word tells it
// from what people write themselves: their stars come escaped.
std::optional<std::int64_t> entry_at_the_end_of(std::string_view line) {
  const auto is_digit_at = [line](std::size_t at) {
    return at < line.size() && is_digit(line[at]);
  };
  const bool has_clock = line.starts_with("- ") && is_digit_at(2) && is_digit_at(3) &&
                         line.substr(4).starts_with(":") && is_digit_at(5) && is_digit_at(6);
  if (!has_clock || !line.ends_with(')') || line.find(" **") == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t open = line.rfind("(E");
  if (open == std::string_view::npos) return std::nullopt;
  std::int64_t entry = 0;
  const char* const last = line.data() + line.size() - 1;
  const auto [end, error] = std::from_chars(line.data() + open + 2, last, entry);
  return error == std::errc() && end == last && entry > 0 ? std::optional(entry) : std::nullopt;
}

// Takes the first line off, without its line break.
std::string_view take_line_off(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

// How many bytes at the front of `text` stand for themselves: an escaped character, code, an
// address or HTML in angle brackets, a link of a template.
std::size_t untouched_length(std::string_view text) {
  const auto up_to = [](std::size_t end, std::size_t length) {
    return end == std::string_view::npos ? 1 : end + length;
  };
  switch (text.front()) {
    case '\\':
      return std::min<std::size_t>(2, text.size());
    case '`': {
      const std::size_t ticks = std::min(text.find_first_not_of('`'), text.size());
      const std::size_t end = text.find(text.substr(0, ticks), ticks);
      return end == std::string_view::npos ? ticks : end + ticks;
    }
    case '<':
      return up_to(text.find('>'), 1);
    case '[': {
      const std::size_t address = text.find("](");
      return address == std::string_view::npos ? 1 : up_to(text.find(')', address), 1);
    }
    default:
      return 0;
  }
}

class Linker {
 public:
  explicit Linker(const std::set<std::int64_t>& places) : places_(places) {}

  // What is no code, no address and so on has its entries linked.
  void append(std::string& out, std::string_view text) const {
    while (!text.empty()) {
      const std::size_t plain = std::min(text.find_first_of("\\`<["), text.size());
      append_plain(out, text.substr(0, plain));
      text.remove_prefix(plain);
      if (text.empty()) return;
      const std::size_t untouched = untouched_length(text);
      out += text.substr(0, untouched);
      text.remove_prefix(untouched);
    }
  }

 private:
  void append_plain(std::string& out, std::string_view text) const {
    std::size_t at = 0;
    while (const auto mention = find_entry_mention(text, at, places_)) {
      out += text.substr(at, mention->begin - at);
      const std::string_view name = text.substr(mention->begin, mention->end - mention->begin);
      // Behind "\_" it is no word of its own, and "!" would make a picture of it.
      const char before = out.empty() ? ' ' : out.back();
      if (before == '!' || is_word(before)) {
        out += name;
      } else {
        out += fmt::format("[{}](#e{})", name, name.substr(1));
      }
      at = mention->end;
    }
    out += text.substr(at);
  }

  const std::set<std::int64_t>& places_;
};

std::set<std::int64_t> entries_of_timeline(std::string_view markdown) {
  std::set<std::int64_t> entries;
  while (!markdown.empty()) {
    if (const auto entry = entry_at_the_end_of(take_line_off(markdown))) {
      entries.insert(entries.end(), *entry);
    }
  }
  return entries;
}

bool is_fence(std::string_view line) { return line.starts_with("```") || line.starts_with("~~~"); }

}  // namespace

std::optional<EntryMention> find_entry_mention(std::string_view text, std::size_t from,
                                               const std::set<std::int64_t>& entries) {
  for (std::size_t at = text.find('E', from); at != std::string_view::npos;
       at = text.find('E', at + 1)) {
    if (at > 0 && is_word(text[at - 1])) continue;
    std::int64_t number = 0;
    const char* const first = text.data() + at + 1;
    const auto [last, error] = std::from_chars(first, text.data() + text.size(), number);
    const std::size_t end = at + 1 + static_cast<std::size_t>(last - first);
    if (error != std::errc() || *first == '-' || (end < text.size() && is_word(text[end])))
      continue;
    if (entries.contains(number)) return EntryMention{at, end};
  }
  return std::nullopt;
}

std::string with_entry_links(std::string_view markdown) {
  const std::set<std::int64_t> places = entries_of_timeline(markdown);
  if (places.empty()) return std::string(markdown);
  const Linker linker(places);
  std::set<std::int64_t> placed;
  std::string out;
  out.reserve(markdown.size() * 5 / 4);
  bool in_fence = false;
  while (!markdown.empty()) {
    const bool is_last = markdown.find('\n') == std::string_view::npos;
    std::string_view line = take_line_off(markdown);
    if (is_fence(line)) in_fence = !in_fence;
    const auto entry = in_fence ? std::nullopt : entry_at_the_end_of(line);
    if (entry && placed.insert(*entry).second) {
      const std::size_t open = line.rfind("(E");
      linker.append(out, line.substr(0, open));
      out += fmt::format("(<a id=\"e{0}\"></a>E{0})", *entry);
    } else if (in_fence || line.starts_with('#') || line.starts_with('<')) {
      out += line;
    } else {
      linker.append(out, line);
    }
    if (!is_last) out += '\n';
  }
  return out;
}

}  // namespace tocsin
