#include "bot/log.h"

#include <doctest/doctest.h>

#include <string>

namespace redact_test {

using namespace tocsin;

TEST_CASE("text without secrets is left as it is") {
  CHECK(redact("").empty());
  CHECK(redact("INC-7 closed, 3 entries, 12 ms") == "INC-7 closed, 3 entries, 12 ms");
  CHECK(redact("ünïcode ✓ stays") == "ünïcode ✓ stays");
}

TEST_CASE("every kind of token is blanked out, and what kind it was stays readable") {
  for (const std::string mark : {"xoxb-", "xoxp-", "xoxa-", "xoxe-", "xoxe.", "xapp-", "xwfp-"}) {
    CAPTURE(mark);
    CHECK(redact(mark + "1-A0B1-Secret9") == mark + "[secret]");
    CHECK(redact("token " + mark + "1-A0B1-Secret9 refused") ==
          "token " + mark + "[secret] refused");
  }
}

TEST_CASE("the ticket in a socket address is blanked out, and the rest of the address is kept") {
  CHECK(redact("wss://wss-primary.slack.com/link/?ticket=1aB-%2F9&app_id=A1 refused") ==
        "wss://wss-primary.slack.com/link/?ticket=[secret]&app_id=A1 refused");
}

TEST_CASE("the path of a response address is blanked out") {
  CHECK(redact("POST https://hooks.slack.com/commands/T1/22/aBcD: 404") ==
        "POST https://hooks.slack.com/[secret]: 404");
  CHECK(redact("https://hooks.slack.com/services/T0/B0/x_y-Z") ==
        "https://hooks.slack.com/[secret]");
}

TEST_CASE("a rotated token with two marks is blanked out whole") {
  CHECK(redact("xoxe.xoxb-1-Mi0yLTE") == "xoxe.[secret]");
}

TEST_CASE("several secrets in one line are blanked out each") {
  CHECK(redact("app=xapp-1-A bot=xoxb-2-B; app again xapp-3-C") ==
        "app=xapp-[secret] bot=xoxb-[secret]; app again xapp-[secret]");
  CHECK(redact("xoxb-1,xoxb-2,xoxp-3") == "xoxb-[secret],xoxb-[secret],xoxp-[secret]");
}

TEST_CASE("a secret ends at a quote, a bracket or a blank") {
  CHECK(redact("{\"token\":\"xoxb-1-a\",\"ok\":false}") ==
        "{\"token\":\"xoxb-[secret]\",\"ok\":false}");
  CHECK(redact("(xoxb-1-a) next") == "(xoxb-[secret]) next");
  CHECK(redact("xoxb-1-a\nnext line") == "xoxb-[secret]\nnext line");
}

TEST_CASE("a secret at either end of the line is found") {
  CHECK(redact("xoxb-abc") == "xoxb-[secret]");
  CHECK(redact("is xoxb-abc") == "is xoxb-[secret]");
}

TEST_CASE("a secret glued to other text is found") {
  CHECK(redact("Bearer:xoxb-abc") == "Bearer:xoxb-[secret]");
  CHECK(redact("keyxoxb-abc") == "keyxoxb-[secret]");
}

TEST_CASE("the name of a kind of token alone is not a secret") {
  CHECK(redact("the bot token begins with xoxb-, the app token with xapp-") ==
        "the bot token begins with xoxb-, the app token with xapp-");
}

TEST_CASE("nothing of the secret is left") {
  const std::string safe = redact("a xoxb-123-SECRETPART b ticket=SECRETPART c");
  CHECK(safe.find("SECRETPART") == std::string::npos);
  CHECK(safe.find("123") == std::string::npos);
}

TEST_CASE("what is redacted twice stays the same") {
  const std::string once = redact("bot=xoxb-2-B and https://hooks.slack.com/commands/T1/2/x");
  CHECK(redact(once) == once);
}

}  // namespace redact_test
