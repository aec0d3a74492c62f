#pragma once
// How far two words are apart when one may be a mistyped other; for every "did you mean".

#include <cstddef>
#include <string_view>

namespace tocsin {

// Letters more, less and other, and swaps of neighbours (the commonest typing error), that turn one
// into the other.
std::size_t edit_distance(std::string_view from, std::string_view to);

}  // namespace tocsin
