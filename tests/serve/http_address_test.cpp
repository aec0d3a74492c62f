// Where the bot answers over HTTP, and that nobody else's machine reaches it without a token.

#include "bot/serve/web_side.h"

#include <doctest/doctest.h>

namespace http_address_test {

using namespace tocsin;

TEST_CASE("without a token only an address of this machine will do") {
  Config config;
  for (const char* address : {"127.0.0.1:8686", "localhost:8686", "[::1]:8686", "off"}) {
    CAPTURE(address);
    config.http_address = address;
    CHECK_FALSE(http_trouble(config).has_value());
  }
  for (const char* address : {"0.0.0.0:8686", "[::]:8686", "10.0.0.5:8686", "[2001:db8::1]:80"}) {
    CAPTURE(address);
    config.http_address = address;
    CHECK(http_trouble(config).has_value());
    config.http_token = "a long random text";
    CHECK_FALSE(http_trouble(config).has_value());
    config.http_token.clear();
  }
}

TEST_CASE("what is no address is said to be none") {
  Config config;
  config.http_token = "a long random text";
  for (const char* address : {"", "8686", ":8686", "127.0.0.1:", "127.0.0.1:65536", "[]:8686"}) {
    CAPTURE(address);
    config.http_address = address;
    CHECK(http_trouble(config).has_value());
  }
}

}  // namespace http_address_test
