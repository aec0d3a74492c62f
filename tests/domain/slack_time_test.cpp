#include "bot/domain/slack_time.h"

#include <doctest/doctest.h>

namespace slack_time_test {

using namespace tocsin;

TEST_CASE("the time of a message is its identifier") {
  CHECK(moment_of(MessageTs{"1700000000.123456"}) == from_stored(1'700'000'000'123));
  CHECK(moment_of(MessageTs{"1700000000"}) == from_stored(1'700'000'000'000));
}

TEST_CASE("what is no identifier, or of no time there is, has no time") {
  for (const char* text : {"", ".", "1700000000.", ".5", "a.b", "-1.0", "1700000000.-1", "1.2.3",
                           "253402300800.000000", "9223372036854775807.0"}) {
    CAPTURE(text);
    CHECK_FALSE(moment_of(MessageTs{text}).has_value());
  }
}

}  // namespace slack_time_test
