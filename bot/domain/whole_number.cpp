#include "bot/domain/whole_number.h"

#include <charconv>

namespace tocsin {

std::optional<std::int64_t> whole_number(std::string_view text) {
  if (text.starts_with('-')) return std::nullopt;
  std::int64_t number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  if (error != std::errc{} || end != last) return std::nullopt;
  return number;
}

}  // namespace tocsin
