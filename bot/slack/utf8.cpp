#include "bot/slack/utf8.h"

#include <cstdint>
#include <cstring>

namespace tocsin::slack {

namespace {

constexpr char32_t k_replacement = 0xFFFD;

std::size_t announced_bytes(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;  // a continuation byte, an overlong lead, or beyond U+10FFFF
}

bool is_real(char32_t value, std::size_t bytes) {
  if (bytes == 3) return value >= 0x800 && (value < 0xD800 || value > 0xDFFF);
  if (bytes == 4) return value >= 0x10000 && value <= 0x10FFFF;
  return true;
}

// How many of the bytes from `position` are ASCII. Most of what people type is, so this comes
// first, eight bytes at a time.
std::size_t ascii_run(std::string_view text, std::size_t position) {
  constexpr std::uint64_t k_high_bits = 0x8080808080808080U;
  std::size_t end = position;
  while (end + sizeof(std::uint64_t) <= text.size()) {
    std::uint64_t chunk = 0;
    std::memcpy(&chunk, text.data() + end, sizeof chunk);
    if ((chunk & k_high_bits) != 0) break;
    end += sizeof chunk;
  }
  while (end < text.size() && static_cast<unsigned char>(text[end]) < 0x80) ++end;
  return end - position;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t position) {
  const CodePoint broken{k_replacement, 1, true};
  const auto lead = static_cast<unsigned char>(text[position]);
  const std::size_t bytes = announced_bytes(lead);
  if (bytes == 1) return {lead, 1, false};
  if (bytes == 0 || position + bytes > text.size()) return broken;
  char32_t value = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[position + i]);
    if ((next & 0xC0U) != 0x80U) return broken;
    value = (value << 6U) | (next & 0x3FU);
  }
  if (!is_real(value, bytes)) return broken;
  return {value, bytes, false};
}

void append_code_point(std::string& text, char32_t code_point) {
  const auto tail = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
  };
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += static_cast<char>(0xC0U | (code_point >> 6U));
    tail(0);
  } else if (code_point < 0x10000) {
    text += static_cast<char>(0xE0U | (code_point >> 12U));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | (code_point >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    i += ascii_run(text, i);
    if (i == text.size()) break;
    const CodePoint point = code_point_at(text, i);
    if (point.broken) return false;
    i += point.bytes;
  }
  return true;
}

std::string repaired_utf8(std::string_view text) {
  std::string repaired;
  repaired.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t ascii = ascii_run(text, i);
    repaired.append(text.substr(i, ascii));
    i += ascii;
    if (i == text.size()) break;
    const CodePoint point = code_point_at(text, i);
    append_code_point(repaired, point.value);
    i += point.bytes;
  }
  return repaired;
}

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) ++units;  // one per character …
    if (byte >= 0xF0U) ++units;            // … and two for those beyond U+FFFF
  }
  return units;
}

}  // namespace tocsin::slack
