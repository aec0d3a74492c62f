// Who is on call elsewhere, as it is kept.

#include "bot/domain/read_shift.h"

#include <doctest/doctest.h>

namespace read_shift_test {

using namespace tocsin;

TEST_CASE("what a pager told comes back as it was, without what would break its lines") {
  ReadShift shift;
  shift.people = {{"Ana Lopez", "ana@example.org", "+49 30 1"}, {"", "", ""}, {"Bö", "", ""}};
  shift.read_at = from_stored(1'700'000'000'000);
  CHECK(read_shift_of(to_stored_text(shift)) == shift);
  shift.until = from_stored(1'700'000'100'000);
  shift.people = {};
  CHECK(read_shift_of(to_stored_text(shift)) == shift);
  shift.people = {{"A\tn\na", "", "1\r2"}};
  CHECK(read_shift_of(to_stored_text(shift))->people ==
        std::vector<ReadShift::One>{{"A n a", "", "1 2"}});
}

TEST_CASE("what cannot be read is nothing") {
  for (const char* text : {"", "\n", "12\n", "x 0\nAna\t\t\n", "12 x\n", "12 0 1\n"}) {
    CAPTURE(text);
    CHECK_FALSE(read_shift_of(text));
  }
  CHECK(read_shift_of("12 0")->people.empty());
}

}  // namespace read_shift_test
