// The write-ups of whole incidents, byte for byte, against readable files.

#include "tests/domain/whole_incidents.h"

#include <doctest/doctest.h>

namespace postmortem_golden_test {

using namespace tocsin::test;

TEST_CASE("a rich incident reads as it always did") {
  check_fixture("rich.md", checkout_outage().render());
}

TEST_CASE("a response of several people reads as it always did") {
  check_fixture("team.md", team_response().render());
}

TEST_CASE("an incident of which only the declaration is known asks for everything else") {
  check_fixture("just-declared.md", just_declared().render());
}

}  // namespace postmortem_golden_test
