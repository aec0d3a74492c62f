#include "bot/web/people.h"

#include "tests/web/world.h"

#include <doctest/doctest.h>

namespace people_test {

using namespace tocsin;
using namespace tocsin::test;

TEST_CASE("A person is named as Slack shows the name, or by the member ID") {
  const WebWorld world;
  CHECK(web::person_meant("@Ada", *world.store)->value == "U1");
  CHECK(web::person_meant("grace", *world.store)->value == "U2");
  CHECK(web::person_meant("@U0NEWHERE", *world.store)->value == "U0NEWHERE");
}

TEST_CASE("Nobody is guessed: an unknown name is refused with those that are near") {
  const WebWorld world;
  const auto refused = web::person_meant("@Adda", *world.store);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().find("@Ada") != std::string::npos);
  CHECK_FALSE(web::person_meant("", *world.store).has_value());
  CHECK_FALSE(web::person_meant("@", *world.store).has_value());
  CHECK_FALSE(web::person_meant("root", *world.store).has_value());
}

TEST_CASE("Of several people with one name none is taken") {
  WebWorld world;
  world.store->begin();
  world.store->put(Person{UserId{"U9"}, "ada", "", false, false, false});
  world.store->commit();
  const auto refused = web::person_meant("Ada", *world.store);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().find("U1") != std::string::npos);
  CHECK(refused.error().find("U9") != std::string::npos);
}

}  // namespace people_test
