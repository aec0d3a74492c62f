#include "bot/domain/iso_time.h"

#include <doctest/doctest.h>

#include <chrono>

namespace iso_time_test {

using namespace tocsin;
using namespace std::chrono_literals;

TEST_CASE("what is printed for programs is read back as the same moment") {
  for (const Moment moment : {from_stored(0), from_stored(1'773'153'660'000),
                              from_stored(1'773'153'660'123), from_stored(951'782'400'001)}) {
    CHECK(read_iso(print_iso(moment)) == moment);
  }
}

TEST_CASE("a moment is read with its fraction and its offset, and nothing else is a moment") {
  const Moment wanted = from_stored(1'723'300'200'123);  // 2024-08-10 14:30:00.123 UTC
  for (const char* text : {"2024-08-10T14:30:00.123Z", "2024-08-10t14:30:00.123999z",
                           "2024-08-10 16:30:00.123+02:00", "2024-08-10T07:30:00.123-0700"}) {
    CAPTURE(text);
    CHECK(read_iso(text) == wanted);
  }
  for (const char* text : {"", "now", "2024-08-10", "2024-08-10T14:30Z", "2024-08-10T14:30:00",
                           "2024-02-30T14:30:00Z", "2024-08-10T24:00:00Z", "2024-08-10T14:30:00.Z",
                           "2024-08-10T14:30:00Z ", "0001-01-01T00:00:00Z"}) {
    CAPTURE(text);
    CHECK(!read_iso(text));
  }
}

}  // namespace iso_time_test
