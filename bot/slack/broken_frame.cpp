#include "bot/slack/broken_frame.h"

#include "bot/slack/json_text.h"

#include <cstddef>
#include <optional>

namespace tocsin::slack {

namespace {

constexpr std::size_t k_unit_escape = 6;  // \uXXXX

// The UTF-16 unit of an escape \uXXXX that stands here.
std::optional<unsigned> unit_at(std::string_view text, std::size_t position) {
  if (position + k_unit_escape > text.size() || text[position] != '\\' ||
      text[position + 1] != 'u') {
    return std::nullopt;
  }
  unsigned unit = 0;
  for (const char c : text.substr(position + 2, 4)) {
    unit *= 16;
    if (c >= '0' && c <= '9') {
      unit += static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      unit += static_cast<unsigned>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      unit += static_cast<unsigned>(c - 'A') + 10;
    } else {
      return std::nullopt;
    }
  }
  return unit;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// Takes the escape that begins at `i` and returns how many bytes it took.
std::size_t mend_escape(std::string_view text, std::size_t i, std::string& mended) {
  const std::optional<unsigned> unit = unit_at(text, i);
  if (!unit) {
    mended += text.substr(i, 2);
    return 2;
  }
  const std::optional<unsigned> next = unit_at(text, i + k_unit_escape);
  if (is_high(*unit) && next && is_low(*next)) {
    mended += text.substr(i, 2 * k_unit_escape);
    return 2 * k_unit_escape;
  }
  if (is_high(*unit) || is_low(*unit)) {
    mended += "\\ufffd";
  } else {
    mended += text.substr(i, k_unit_escape);
  }
  return k_unit_escape;
}

// The position behind the string whose opening quote is at `quote`; the size when it has no end.
std::size_t behind_string(std::string_view text, std::size_t quote) {
  std::size_t i = quote + 1;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
  return i < text.size() ? i + 1 : text.size();
}

std::size_t behind_blanks(std::string_view text, std::size_t i) {
  while (i < text.size() &&
         (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r')) {
    ++i;
  }
  return i;
}

bool is_plain_id(std::string_view id) {
  if (id.empty() || id.size() > k_longest_envelope_id) return false;
  for (const char c : id) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_' || c == '.' || c == ':';
    if (!fine) return false;
  }
  return true;
}

}  // namespace

std::string mended_json(std::string_view text) {
  std::string mended;
  mended.reserve(text.size() + 16);
  bool in_string = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (in_string && byte == '\\') {
      i += mend_escape(text, i, mended);
      continue;
    }
    if (byte == '"') in_string = !in_string;
    if (in_string && byte < 0x20) {
      append_control(mended, byte);
    } else {
      mended += text[i];
    }
    ++i;
  }
  return mended;
}

std::string envelope_id_in(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth > 0) --depth;
    } else if (c == '"') {
      const std::size_t end = behind_string(text, i);
      const std::string_view key = text.substr(i, end - i);
      const std::size_t colon = behind_blanks(text, end);
      i = end;
      if (depth != 1 || key != "\"envelope_id\"") continue;
      if (colon >= text.size() || text[colon] != ':') continue;
      const std::size_t quote = behind_blanks(text, colon + 1);
      if (quote >= text.size() || text[quote] != '"') continue;
      const std::size_t close = behind_string(text, quote);
      if (close < quote + 2 || text[close - 1] != '"') return "";
      const std::string_view id = text.substr(quote + 1, close - quote - 2);
      return is_plain_id(id) ? std::string(id) : "";
    }
    if (c != '"') ++i;
  }
  return "";
}

}  // namespace tocsin::slack
