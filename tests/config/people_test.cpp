// The configuration of who may do what, of roles and of reactions.

#include "tests/config/surroundings.h"

namespace people_test {

using namespace tocsin;

namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("everybody but guests may do everything, and nobody reads others' private incidents") {
  const Config config = ConfigWorld().must_read();
  CHECK_FALSE(config.guests_may);
  CHECK(config.may_declare.empty());
  CHECK(config.may_close.empty());
  CHECK(config.may_page.empty());
  CHECK(config.may_read_private.empty());
}

TEST_CASE("who may do what is set by lists of user ids") {
  ConfigWorld world;
  world.toml(R"(
[people]
guests_may = true
may_declare = ["U1", "W2"]
may_close = ["U3"]
may_page = ["U4"]
may_read_private = ["U5"]
)");
  const Config config = world.must_read();
  CHECK(config.guests_may);
  CHECK(config.may_declare == Names{"U1", "W2"});
  CHECK(config.may_close == Names{"U3"});
  CHECK(config.may_page == Names{"U4"});
  CHECK(config.may_read_private == Names{"U5"});
}

TEST_CASE("a name in the place of a user id is refused with where to find the id") {
  for (const char* id : {"@ana", "ana", "Uana", "C0123", "U", ""}) {
    ConfigWorld world;
    CAPTURE(id);
    const std::string trouble =
        world.trouble_with("[people]\nmay_close = [\"" + std::string(id) + "\"]\n");
    CHECK(has(trouble, "people.may_close"));
    CHECK(has(trouble, "member ID"));
  }
}

TEST_CASE("the three roles have a sentence each, and a line in the file adds or changes one") {
  ConfigWorld world;
  const auto standard = world.must_read().roles;
  CHECK(standard.size() == 3);
  for (const char* role : {"lead", "comms", "scribe"}) {
    REQUIRE(standard.contains(role));
    CHECK(standard.at(role).ends_with('.'));
  }
  world.toml("[roles]\nscribe = \"Write.\"\ncustomer-liaison = \"Talk to customers.\"\n");
  const auto roles = world.must_read().roles;
  CHECK(roles.size() == 4);
  CHECK(roles.at("scribe") == "Write.");
  CHECK(roles.at("customer-liaison") == "Talk to customers.");
  CHECK(roles.at("lead") == standard.at("lead"));
}

TEST_CASE("a role that could not be typed is refused with file, line and an example") {
  for (const char* name : {"Ops", "\"ops lead\"", "\"\"", "\"2nd\"", "\"@ana\""}) {
    ConfigWorld world;
    CAPTURE(name);
    const std::string trouble =
        world.trouble_with("[roles]\n" + std::string(name) + " = \"Does things.\"\n");
    CHECK(has(trouble, "tocsin.toml, line 2: "));
    CHECK(has(trouble, "customer-liaison"));
  }
  ConfigWorld world;
  CHECK(has(world.trouble_with("[roles]\nops = 7\n"), "line 2: roles.ops has to be a text"));
}

TEST_CASE("the reactions are named with or without colons, and an empty list switches one off") {
  ConfigWorld world;
  world.toml("[reactions]\nkeep = [\":memo:\", \"pushpin\"]\ntask = []\n");
  const Config config = world.must_read();
  CHECK(config.keep_emoji == Names{"memo", "pushpin"});
  CHECK(config.task_emoji.empty());
}

TEST_CASE("one reaction cannot mean two things, and none can be without a name") {
  ConfigWorld world;
  CHECK(has(world.trouble_with("[reactions]\ntask = [\"pushpin\"]\n"), "\"pushpin\" stands under"));
  CHECK(has(world.trouble_with("[reactions]\ntask = [\"::\"]\n"), "without a name"));
}

TEST_CASE("a mistyped key of these sections is refused with the one that was meant") {
  ConfigWorld world;
  CHECK(has(world.trouble_with("[people]\nmay_clsoe = []\n"), "Did you mean people.may_close?"));
  CHECK(has(world.trouble_with("[reaction]\nkeep = []\n"), "Did you mean reactions.keep?"));
  CHECK(has(world.trouble_with("[people]\nguests_may = 1\n"), "true or false"));
}

}  // namespace people_test
