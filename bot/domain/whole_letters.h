#pragma once
// Shortening UTF-8 text by bytes, for whoever has to keep within a length.

#include <cstddef>
#include <string_view>

namespace tocsin {

// The longest beginning of at most so many bytes that ends with a whole letter.
std::string_view whole_letters(std::string_view text, std::size_t most_bytes);

}  // namespace tocsin
