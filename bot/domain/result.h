#pragma once
// The one way in which the pure parts of the program return "this, or the reason why not".
// (tl::expected stands in for std::expected, which the compiler floor does not have.)

#include <tl/expected.hpp>

#include <utility>

namespace tocsin {

template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
auto failure(E&& error) {
  return tl::make_unexpected(std::forward<E>(error));
}

}  // namespace tocsin
