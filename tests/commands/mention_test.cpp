#include "tests/commands/conversation.h"

namespace tocsin::mention_test {

TEST_CASE("a person who is mentioned in a text is stored by name and not by Slack's id") {
  Conversation talk;
  talk.knows(Person{.id = UserId{"UBEN"}, .name = "ben", .zone = "Europe/Berlin"});
  talk.type("declare sev2 Checkout is failing");
  const Said said = talk.type("INC-1 log <@UBEN> restarted it, <@UNOBODY> watched, a <@ b");
  REQUIRE(said.events.size() == 1);
  CHECK(body_of<event::Logged>(said.events.front()).text ==
        "@ben restarted it, <@UNOBODY> watched, a <@ b");
}

}  // namespace tocsin::mention_test
