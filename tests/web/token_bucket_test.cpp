#include "bot/web/token_bucket.h"

#include <doctest/doctest.h>

namespace tocsin::token_bucket_test {

TEST_CASE("A bucket gives a burst, then so many a second, and never more than the burst") {
  using std::chrono::milliseconds;
  web::TokenBucket bucket(3, 2);
  const milliseconds start{1'000'000};
  for (int i = 0; i < 3; ++i) CHECK(bucket.take(start));
  CHECK_FALSE(bucket.take(start));
  CHECK_FALSE(bucket.take(start + milliseconds{250}));
  CHECK(bucket.take(start + milliseconds{500}));
  CHECK_FALSE(bucket.take(start + milliseconds{500}));
  const milliseconds later = start + milliseconds{3'600'000};
  for (int i = 0; i < 3; ++i) CHECK(bucket.take(later));
  CHECK_FALSE(bucket.take(later));
}

}  // namespace tocsin::token_bucket_test
