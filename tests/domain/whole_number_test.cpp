#include "bot/domain/whole_number.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>

namespace whole_number_test {

using namespace tocsin;

TEST_CASE("a whole number is its digits") {
  CHECK(whole_number("0") == 0);
  CHECK(whole_number("007") == 7);
  constexpr auto k_largest = std::numeric_limits<std::int64_t>::max();
  CHECK(whole_number(std::to_string(k_largest)) == k_largest);
}

TEST_CASE("anything else is none") {
  for (const char* text : {"", "-1", "-0", "+1", " 1", "1 ", "1.0", "0x10", "one", "1\n",
                           "9223372036854775808", "99999999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(whole_number(text).has_value());
  }
}

}  // namespace whole_number_test
