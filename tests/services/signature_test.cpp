#include "integrations/signature.h"

#include "integrations/base64.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace tocsin::signature_test {

TEST_CASE("a signature is the HMAC-SHA256 of the published test vectors") {
  // RFC 4231, cases 1, 2 and 6.
  CHECK(hmac_sha256_hex(std::string(20, '\x0b'), "Hi There") ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hmac_sha256_hex("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hmac_sha256_hex(std::string(131, '\xaa'),
                        "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("a webhook is signed over its time and its body") {
  CHECK(webhook_signature("Jefe", "1700000000", "{}") ==
        "v1=" + hmac_sha256_hex("Jefe", "1700000000.{}"));
}

TEST_CASE("secrets are the same only byte by byte") {
  CHECK(equal_in_constant_time("s3cret", "s3cret"));
  CHECK(equal_in_constant_time("", ""));
  CHECK(!equal_in_constant_time("s3cret", "s3creT"));
  CHECK(!equal_in_constant_time("s3cret", "s3cret2"));
  CHECK(!equal_in_constant_time("", "s3cret"));
}

TEST_CASE("base64 is read back as it was written, and what is none is refused") {
  // RFC 4648, section 10.
  const std::pair<std::string, std::string> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : cases) {
    CHECK(encode_base64(bytes) == text);
    CHECK(decode_base64(text) == bytes);
  }
  CHECK(decode_base64(encode_base64(std::string("\0\xff:\n", 4))) == std::string("\0\xff:\n", 4));
  for (const char* const broken : {"Zg=", "Zg==Zg==", "Z===", "====", "Zm9v!m9v", "Zm 9v"}) {
    CHECK(!decode_base64(broken));
  }
}

}  // namespace tocsin::signature_test
