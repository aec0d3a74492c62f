#include "bot/domain/slack_time.h"

#include "bot/domain/whole_number.h"

#include <cstdint>
#include <string_view>

namespace tocsin {

std::optional<Moment> moment_of(const MessageTs& ts) {
  const std::string_view text = ts.value;
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view rest = dot == std::string_view::npos ? "0" : text.substr(dot + 1);
  const auto seconds = whole_number(whole);
  const auto microseconds = whole_number(rest);
  if (!seconds || !microseconds || *seconds > k_latest_second) return std::nullopt;
  return from_stored(*seconds * 1000 + *microseconds / 1000);
}

}  // namespace tocsin
