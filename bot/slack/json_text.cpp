#include "bot/slack/json_text.h"

#include "bot/slack/utf8.h"

namespace tocsin::slack {

namespace {

void append_escaped(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F) continue;
    out.append(text.substr(copied, i - copied));
    copied = i + 1;
    switch (byte) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        append_control(out, byte);
    }
  }
  out.append(text.substr(copied));
}

}  // namespace

void append_control(std::string& out, unsigned char byte) {
  constexpr const char* k_digits = "0123456789abcdef";
  out += "\\u00";
  out += k_digits[byte >> 4U];
  out += k_digits[byte & 0xFU];
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  if (is_utf8(text)) {
    append_escaped(out, text);
  } else {
    append_escaped(out, repaired_utf8(text));
  }
  out += '"';
}

}  // namespace tocsin::slack
