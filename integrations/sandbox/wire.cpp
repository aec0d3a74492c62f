#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tocsin::sandbox {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Length of the valid UTF-8 sequence at `at`, 0 when it is broken there.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return 1;
  std::size_t length = 0;
  std::uint32_t point = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
    point = first & 0x1FU;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    point = first & 0x0FU;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    point = first & 0x07U;
  } else {
    return 0;
  }
  if (at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return 0;
    point = (point << 6) | (byte(at + i) & 0x3FU);
  }
  if (length == 3 && (point < 0x800 || (point >= 0xD800 && point <= 0xDFFF))) return 0;
  if (length == 4 && (point < 0x10000 || point > 0x10FFFF)) return 0;
  return length;
}

constexpr std::string_view k_base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The token between < and >, when it has one of the forms that Slack knows.
bool is_token(std::string_view inner) {
  if (inner.size() < 2) return false;
  if (inner.find_first_of("<\n") != std::string_view::npos) return false;
  if (inner[0] == '@' || inner[0] == '#' || inner[0] == '!') return true;
  for (const std::string_view scheme : {"http://", "https://", "mailto:", "tel:", "slack://"}) {
    if (inner.substr(0, scheme.size()) == scheme) return true;
  }
  return false;
}

bool pings_everybody(std::string_view inner) {
  for (const std::string_view name : {"!channel", "!here", "!everyone", "!group"}) {
    if (inner.substr(0, name.size()) != name) continue;
    if (inner.size() == name.size() || inner[name.size()] == '|') return true;
  }
  return false;
}

}  // namespace

std::optional<std::map<std::string, std::string>> parse_form(std::string_view text) {
  std::map<std::string, std::string> fields;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto key = percent_decoded(pair.substr(0, equals));
    const auto value =
        percent_decoded(equals < pair.size() ? pair.substr(equals + 1) : std::string_view{});
    if (!key || !value || !is_utf8(*key) || !is_utf8(*value)) return std::nullopt;
    fields[*key] = *value;
  }
  return fields;
}

Target split_target(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos && scheme < url.find_first_of("/?")) {
    const std::size_t slash = url.find('/', scheme + 3);
    url = slash == std::string_view::npos ? std::string_view{"/"} : url.substr(slash);
  }
  const std::size_t question = url.find('?');
  if (question == std::string_view::npos) return {std::string(url), ""};
  return {std::string(url.substr(0, question)), std::string(url.substr(question + 1))};
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = std::max<std::size_t>(1, sequence_length(text, i));
    units += length == 4 ? 2 : 1;
    i += length;
  }
  return units;
}

std::string cut_to_utf16(std::string_view text, std::size_t units) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t length = std::max<std::size_t>(1, sequence_length(text, i));
    const std::size_t cost = length == 4 ? 2 : 1;
    if (cost > units) break;
    units -= cost;
    i += length;
  }
  return std::string(text.substr(0, i));
}

std::string base64(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group <<= 8;
      if (i + j < bytes.size()) group |= static_cast<unsigned char>(bytes[i + j]);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      const bool padding = i + j > bytes.size();
      out += padding ? '=' : k_base64[(group >> (18 - 6 * j)) & 63U];
    }
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out;
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '=') break;
    const std::size_t place = k_base64.find(c);
    if (place == std::string_view::npos) return std::nullopt;
    group = (group << 6) | static_cast<std::uint32_t>(place);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>((group >> bits) & 0xFFU);
    }
  }
  return out;
}

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", byte);
      out += escape.data();
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string ts_text(std::int64_t micros) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%lld.%06lld", static_cast<long long>(micros / 1'000'000),
                static_cast<long long>(micros % 1'000'000));
  return text.data();
}

std::optional<std::int64_t> ts_micros(std::string_view ts) {
  const std::size_t dot = ts.find('.');
  if (dot == std::string_view::npos || ts.size() != dot + 7) return std::nullopt;
  return loose_ts_micros(ts);
}

std::optional<std::int64_t> loose_ts_micros(std::string_view ts) {
  const std::size_t dot = std::min(ts.find('.'), ts.size());
  const std::string_view seconds = ts.substr(0, dot);
  const std::string_view rest = dot < ts.size() ? ts.substr(dot + 1) : std::string_view{"0"};
  if (!all_digits(seconds) || !all_digits(rest)) return std::nullopt;
  if (seconds.size() > 11 || rest.size() > 6) return std::nullopt;
  std::int64_t micros = 0;
  for (const char c : seconds) micros = micros * 10 + (c - '0');
  for (std::size_t i = 0; i < 6; ++i) micros = micros * 10 + (i < rest.size() ? rest[i] - '0' : 0);
  return micros;
}

bool has_control_characters(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F) return true;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return true;  // C1 controls, U+0080 to U+009F
    }
  }
  return false;
}

std::vector<std::string> hostile_marks(std::string_view mrkdwn) {
  std::vector<std::string> marks;
  if (has_control_characters(mrkdwn)) marks.push_back("a control character");
  if (!is_utf8(mrkdwn)) marks.push_back("broken UTF-8");
  for (std::size_t i = 0; i < mrkdwn.size(); ++i) {
    if (mrkdwn[i] == '&') {
      const std::string_view rest = mrkdwn.substr(i);
      const bool entity = rest.substr(0, 5) == "&amp;" || rest.substr(0, 4) == "&lt;" ||
                          rest.substr(0, 4) == "&gt;";
      if (!entity) marks.push_back("a bare &");
    } else if (mrkdwn[i] == '<') {
      const std::size_t end = mrkdwn.find('>', i);
      const std::string_view inner =
          end == std::string_view::npos ? std::string_view{} : mrkdwn.substr(i + 1, end - i - 1);
      if (!is_token(inner)) {
        marks.push_back("a bare <");
        continue;
      }
      if (pings_everybody(inner)) marks.push_back("an active <" + std::string(inner) + ">");
      i = end;
    }
  }
  return marks;
}

std::string escape_typed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
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
  return out;
}

std::string unescape_wire(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.substr(0, 4) == "&lt;") {
      out += '<';
      i += 3;
    } else if (rest.substr(0, 4) == "&gt;") {
      out += '>';
      i += 3;
    } else if (rest.substr(0, 5) == "&amp;") {
      out += '&';
      i += 4;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace tocsin::sandbox
