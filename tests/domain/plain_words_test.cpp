#include "bot/domain/plain_words.h"

#include "bot/domain/common_words.h"

#include <doctest/doctest.h>

namespace plain_words_test {

using namespace tocsin;

namespace {

std::string words(std::string_view text) {
  std::string all;
  for (const std::string& word : plain_words(text)) all += (all.empty() ? "" : " ") + word;
  return all;
}

}  // namespace

TEST_CASE("words are lower case, without marks, and end at every sign") {
  CHECK(words("Checkout: 500s (eu-west_1)!") == "checkout 500s eu west 1");
  CHECK(words("Größe ÇA Łódź ŽIVOT") == "große ca łodz zivot");
  CHECK(words("Cafe\u0301 na\u00efve") == "cafe naive");
  CHECK(words("ΑΒΓ Привет Ёлка 決済") == "αβγ привет ёлка 決済");
  CHECK(words("“quoted” — …dots… 🔥") == "quoted dots");
  CHECK(words("a\xFF"
              "b \xC3") == "a b");
  CHECK(words("").empty());
}

TEST_CASE("each word knows where it begins") {
  const auto found = words_with_places("Über DNS");
  REQUIRE(found.size() == 2);
  CHECK(found[0] == PlainWord{"uber", 0});
  CHECK(found[1] == PlainWord{"dns", 6});
}

TEST_CASE("forms of a word have one stem") {
  for (const auto& [left, right] :
       {std::pair{"gateways", "gateway"}, std::pair{"queries", "query"},
        std::pair{"misconfigured", "misconfiguration"}, std::pair{"failed", "failing"},
        std::pair{"crashes", "crash"}, std::pair{"caches", "cache"},
        std::pair{"connections", "connected"}, std::pair{"declined", "decline"},
        std::pair{"payments", "paying"}}) {
    CAPTURE(left);
    CHECK(stem_of(left) == stem_of(right));
  }
  CHECK(stem_of("dns") == "dns");
  CHECK(stem_of("access") == "access");
  CHECK(stem_of("ring") == "ring");
  CHECK(stem_of("") == "");
  CHECK(spellings_of("gateway") == std::vector<std::string>{"gateway", "gateways"});
  CHECK(spellings_of("queries") == std::vector<std::string>{"queries", "query"});
  CHECK(spellings_of("access") == std::vector<std::string>{"access"});
}

TEST_CASE("what every incident says tells nothing, what systems are made of tells little") {
  for (const std::string_view word : {"the", "Outage", "errors", "services", "users", "failing",
                                      "slow", "down", "customers", "monitoring", "nicht"}) {
    CAPTURE(word);
    CHECK(commonness_of(stem_of(plain_words(word).front())) == Commonness::everywhere);
  }
  for (const std::string_view word : {"database", "timeouts", "pods", "gateway", "latency"}) {
    CAPTURE(word);
    CHECK(commonness_of(stem_of(word)) == Commonness::in_many);
  }
  for (const std::string_view word :
       {"dns", "checkout", "payment", "kafka", "certificate", "tls"}) {
    CAPTURE(word);
    CHECK(commonness_of(stem_of(word)) == Commonness::rare);
  }
}

TEST_CASE("a long text is cut between words") {
  CHECK(beginning_of("short  text\nof two lines", 100) == "short text of two lines");
  CHECK(beginning_of("one two three four", 12) == "one two…");
  CHECK(beginning_of("ääääääääää", 5) == "ää…");
  CHECK(excerpt_around("one two three four five six seven eight", 24, 16) == "…five six seven…");
  CHECK(excerpt_around("one two three", 8, 160) == "one two three");
  CHECK(excerpt_around("one two three four five six seven eight", 0, 16) == "one two three…");
}

}  // namespace plain_words_test
