#include "tests/import/corpus.h"

#include "bot/import/read_document.h"
#include "tests/import/fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace corpus_test {

using namespace tocsin;
using namespace tocsin::imports;

TEST_CASE("A postmortem in any of many layouts says to the reader what it says to a human") {
  const Json facts = read_facts("imports");
  REQUIRE(facts.contains("documents"));
  REQUIRE(facts.at("documents").size() > 130);
  for (const auto& [name, wanted] : facts.at("documents").items()) {
    CAPTURE(name);
    const auto document = read_document(read_fixture("imports/" + name));
    CHECK(document.has_value());
    if (!document) continue;
    std::string missing;
    for (const std::string& each : missing_facts(wanted, *document)) missing += "\n  " + each;
    CHECK(missing == "");
  }
}

TEST_CASE("What is no postmortem is refused with the reason, also when it speaks of incidents") {
  const Json facts = read_facts("imports");
  REQUIRE(facts.contains("refused"));
  for (const auto& [name, reason] : facts.at("refused").items()) {
    CAPTURE(name);
    const auto document = read_document(read_fixture("imports/" + name));
    CHECK_FALSE(document.has_value());
    if (document) continue;
    CHECK_FALSE(document.error().empty());
    CHECK(document.error().find(reason.get<std::string>()) != std::string::npos);
  }
}

}  // namespace corpus_test
