#pragma once
// Reads a number that a person, a service or a stored text gives in digits.

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin {

// Digits and nothing else: no sign, no blank, no more than 64 bits hold.
std::optional<std::int64_t> whole_number(std::string_view text);

}  // namespace tocsin
