#pragma once
// UTF-8 as Slack sees it: broken bytes become U+FFFD before anything is parsed, and lengths are
// counted in UTF-16 units, the stricter of the two ways in which Slack may count. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::slack {

// One code point and how many bytes it takes. Broken input gives U+FFFD and one byte.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool broken = false;
};

CodePoint code_point_at(std::string_view text, std::size_t position);
void append_code_point(std::string& text, char32_t code_point);

bool is_utf8(std::string_view text);
std::string repaired_utf8(std::string_view text);

// UTF-16 units of valid UTF-8.
std::size_t utf16_units(std::string_view text);

}  // namespace tocsin::slack
