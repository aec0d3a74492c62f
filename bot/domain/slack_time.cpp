#include "bot/domain/slack_time.h"

#include <charconv>
#include <cstdint>
#include <string_view>

namespace tocsin {

std::optional<Moment> moment_of(const MessageTs& ts) {
  std::int64_t seconds = 0;
  std::int64_t microseconds = 0;
  const std::string_view text = ts.value;
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view rest = dot == std::string_view::npos ? "0" : text.substr(dot + 1);
  const auto read = [](std::string_view digits, std::int64_t& number) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size();
  };
  if (!read(whole, seconds) || !read(rest, microseconds)) return std::nullopt;
  return from_stored(seconds * 1000 + microseconds / 1000);
}

}  // namespace tocsin
