#include "bot/serve/shared_answers.h"

#include <doctest/doctest.h>

#include <string>

namespace tocsin::shared_answers_test {

namespace {

net::HttpResponse with_body(const std::string& body, int status = 200) {
  net::HttpResponse answer;
  answer.status = status;
  answer.body = body;
  return answer;
}

// Notes what it is given.
class Asker {
 public:
  SharedAnswers::Give give() {
    return [this](const net::HttpResponse& answer) { given += "[" + answer.body + "]"; };
  }
  std::string given;
};

}  // namespace

TEST_CASE("what many ask for is read once and given to all of them") {
  SharedAnswers shared;
  Asker one;
  Asker two;
  Asker late;
  Asker other;
  const auto key = shared.ask("/a", one.give());
  REQUIRE(key);
  CHECK(!shared.ask("/a", two.give()));
  CHECK(shared.ask("/b", other.give()));
  shared.answered(*key, with_body("A"));
  CHECK(one.given == "[A]");
  CHECK(two.given == "[A]");
  CHECK(other.given.empty());
  CHECK(!shared.ask("/a", late.give()));
  CHECK(late.given == "[A]");
}

TEST_CASE("after a change it is read again, and who asked before it gets what was read for them") {
  SharedAnswers shared;
  Asker before;
  Asker after;
  const auto old_key = shared.ask("/a", before.give());
  shared.forget();
  const auto new_key = shared.ask("/a", after.give());
  REQUIRE(old_key);
  REQUIRE(new_key);
  shared.answered(*old_key, with_body("old"));
  CHECK(before.given == "[old]");
  CHECK(after.given.empty());
  shared.answered(*new_key, with_body("new"));
  CHECK(after.given == "[new]");
  shared.forget();
  CHECK(shared.ask("/a", after.give()));
}

TEST_CASE("a refusal is not kept: the next one may be answered") {
  SharedAnswers shared;
  Asker asker;
  const auto key = shared.ask("/a", asker.give());
  shared.answered(*key, with_body("busy", 503));
  CHECK(asker.given == "[busy]");
  CHECK(shared.ask("/a", asker.give()));
}

TEST_CASE("however much is asked for, little is kept") {
  SharedAnswers shared;
  Asker asker;
  for (int i = 0; i < 100; ++i) {
    const auto key = shared.ask("/" + std::to_string(i), asker.give());
    REQUIRE(key);
    shared.answered(*key, with_body("x"));
  }
  int read_again = 0;
  for (int i = 0; i < 100; ++i) {
    if (shared.ask("/" + std::to_string(i), asker.give())) ++read_again;
  }
  CHECK(read_again >= 80);
}

}  // namespace tocsin::shared_answers_test
