#include "bot/domain/incident_name.h"

#include <doctest/doctest.h>

namespace incident_name_test {

using namespace tocsin;

TEST_CASE("an incident is named by its handle, by its number with a hash, or by its number") {
  for (const char* word : {"INC-7", "inc-7", "Inc-7", "#7", "7", "007"}) {
    CAPTURE(word);
    CHECK(read_incident_name(word) == IncidentNumber{7});
  }
  for (const char* word : {"", "INC", "INC-", "inc7", "#", "##7", "#INC-7", "INC-#7", "7a", "-7",
                           "+7", "0", "INC-0", "7 ", " 7", "99999999999999999999", "E7"}) {
    CAPTURE(word);
    CHECK(!read_incident_name(word));
  }
}

TEST_CASE("a bare number may be meant as something else, a handle may not") {
  CHECK(is_certain_incident_name("INC-7"));
  CHECK(is_certain_incident_name("#7"));
  CHECK(!is_certain_incident_name("7"));
  CHECK(!is_certain_incident_name("INC-x"));
}

}  // namespace incident_name_test
