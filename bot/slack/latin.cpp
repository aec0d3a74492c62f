#include "bot/slack/latin.h"

#include "bot/slack/utf8.h"

#include <array>

namespace tocsin::slack {

namespace {

constexpr char32_t k_first = 0xC0;    // À
constexpr char32_t k_behind = 0x180;  // behind the block Latin Extended-A

// One word per letter from U+00C0 on; "-" for signs.
constexpr std::array<std::string_view, k_behind - k_first> k_letters{
    "a", "a", "a",  "a",  "ae", "a", "ae", "c", "e", "e", "e", "e", "i",  "i", "i",  "i",   // C0
    "d", "n", "o",  "o",  "o",  "o", "oe", "-", "o", "u", "u", "u", "ue", "y", "th", "ss",  // D0
    "a", "a", "a",  "a",  "ae", "a", "ae", "c", "e", "e", "e", "e", "i",  "i", "i",  "i",   // E0
    "d", "n", "o",  "o",  "o",  "o", "oe", "-", "o", "u", "u", "u", "ue", "y", "th", "y",   // F0
    "a", "a", "a",  "a",  "a",  "a", "c",  "c", "c", "c", "c", "c", "c",  "c", "d",  "d",   // 100
    "d", "d", "e",  "e",  "e",  "e", "e",  "e", "e", "e", "e", "e", "g",  "g", "g",  "g",   // 110
    "g", "g", "g",  "g",  "h",  "h", "h",  "h", "i", "i", "i", "i", "i",  "i", "i",  "i",   // 120
    "i", "i", "ij", "ij", "j",  "j", "k",  "k", "k", "l", "l", "l", "l",  "l", "l",  "l",   // 130
    "l", "l", "l",  "n",  "n",  "n", "n",  "n", "n", "n", "n", "n", "o",  "o", "o",  "o",   // 140
    "o", "o", "oe", "oe", "r",  "r", "r",  "r", "r", "r", "s", "s", "s",  "s", "s",  "s",   // 150
    "s", "s", "t",  "t",  "t",  "t", "t",  "t", "u", "u", "u", "u", "u",  "u", "u",  "u",   // 160
    "u", "u", "u",  "u",  "w",  "w", "y",  "y", "y", "z", "z", "z", "z",  "z", "z",  "s"};  // 170

}  // namespace

std::string plain_latin(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = code_point_at(text, i);
    i += point.bytes;
    const char32_t c = point.value;
    if (c >= 'A' && c <= 'Z') {
      plain += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_') {
      plain += static_cast<char>(c);
    } else if (c >= k_first && c < k_behind) {
      plain += k_letters[c - k_first];
    } else if (c < 0x300 || c > 0x36F) {  // marks that stand behind their letter vanish
      plain += '-';
    }
  }
  return plain;
}

}  // namespace tocsin::slack
