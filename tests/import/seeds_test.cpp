// The five seeds: real postmortems in five layouts, with what must be read from each.

#include "bot/import/read_document.h"
#include "tests/import/corpus.h"
#include "tests/import/fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace seeds_test {

using namespace tocsin;
using namespace tocsin::imports;

TEST_CASE("Every fact of the five seeds is read") {
  const Json facts = read_facts("seeds");
  CHECK(facts.size() == 5);
  for (const auto& [name, wanted] : facts.items()) {
    CAPTURE(name);
    const auto document = read_document(read_fixture("seeds/" + name));
    REQUIRE(document);
    std::string missing;
    for (const std::string& each : missing_facts(wanted, *document)) missing += "\n  " + each;
    CHECK(missing == "");
  }
}

}  // namespace seeds_test
