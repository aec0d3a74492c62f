#pragma once
// Whether a type is one of a variant's. For the closed lists of event.h and delivery.h.

#include <type_traits>
#include <variant>

namespace tocsin {

template <class Kind, class Variant>
inline constexpr bool is_kind_of = false;
template <class Kind, class... Kinds>
inline constexpr bool is_kind_of<Kind, std::variant<Kinds...>> = (std::is_same_v<Kind, Kinds> ||
                                                                  ...);

}  // namespace tocsin
