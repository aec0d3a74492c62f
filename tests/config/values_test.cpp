// What `tocsin config` tells of the configuration: values, where they come from, and no secret.

#include "bot/config/config_values.h"
#include "tests/config/surroundings.h"

#include <algorithm>

namespace values_test {

using namespace tocsin;

namespace {

ShownValue value_of(const Config& config, const std::string& key) {
  const auto values = effective_values(config);
  const auto found = std::ranges::find(values, key, &ShownValue::key);
  REQUIRE_MESSAGE(found != values.end(), key);
  return *found;
}

}  // namespace

TEST_CASE("a value's origin is the default, a line of the file, or a variable, which wins") {
  ConfigWorld world;
  const std::string file = world.toml(
      "zone = \"Europe/Berlin\"\ndatabase = \"of-the-file.db\"\n\n[slack]\ncommand = \"/oops\"\n"
      "[people]\nmay_close = [\"U0A1\", \"U0B2\"]\n[roles]\nmedic = \"You heal.\"\n"
      "[delivery]\ntimeout_ms = 500\n");
  world.environment["TOCSIN_DB"] = "of-the-environment.db";
  const Config config = world.must_read();
  CHECK(value_of(config, "log").value == "info");
  CHECK(value_of(config, "log").origin == "default");
  CHECK(value_of(config, "zone").origin == file + ":1");
  CHECK(value_of(config, "database").value == "of-the-environment.db");
  CHECK(value_of(config, "database").origin == "environment TOCSIN_DB");
  CHECK(value_of(config, "slack.command").value == "/oops");
  CHECK(value_of(config, "slack.command").origin == file + ":5");
  CHECK(value_of(config, "people.may_close").value == "U0A1, U0B2");
  CHECK(value_of(config, "roles.medic").value == "You heal.");
  CHECK(value_of(config, "roles.medic").origin == file + ":9");
  CHECK(value_of(config, "roles.lead").origin == "default");
  CHECK(value_of(config, "delivery.timeout_ms").value == "500");
}

TEST_CASE("every key of the configuration is told once") {
  const Config config = ConfigWorld().must_read();
  const auto values = effective_values(config);
  std::set<std::string> keys;
  for (const ShownValue& value : values) CHECK_MESSAGE(keys.insert(value.key).second, value.key);
  // Sections in which every name is one of many, and of which there may be none.
  const std::set<std::string> open{"roles",  "teams",    "schedules",    "phones",
                                   "pagers", "trackers", "status_pages", "mail"};
  for (const std::string& key : config_keys()) {
    const bool is_open = open.contains(key) || key.starts_with("writeup.template") ||
                         key.starts_with("hooks.") || key.starts_with("alerts.");
    if (key.ends_with("_file") || is_open) continue;
    CHECK_MESSAGE(keys.contains(key), key);
  }
}

TEST_CASE("sections in which every name is one of many are told line by line") {
  ConfigWorld world;
  const std::string file = world.toml("[phones]\nU0ANA = \"+49 30 1234\"\n");
  const Config config = world.must_read();
  CHECK(value_of(config, "phones.U0ANA").value == "+49 30 1234");
  CHECK(value_of(config, "phones.U0ANA").origin == file + ":2");
}

TEST_CASE("a secret is never told, wherever it comes from, but its kind is") {
  ConfigWorld world;
  const std::string kept = world.file("bot_token", "xoxb-1-HUSH\n");
  const std::string file =
      world.toml("[slack]\napp_token = \"xapp-1-HUSH\"\nbot_token_file = \"" + kept + "\"\n");
  const Config config = world.must_read();
  CHECK(config.bot_token == "xoxb-1-HUSH");
  CHECK(config.secret_files == std::vector<std::string>{kept});
  CHECK(value_of(config, "slack.app_token").value == "xapp-… (hidden)");
  CHECK(value_of(config, "slack.app_token").origin == file + ":2");
  CHECK(value_of(config, "slack.bot_token").origin == file + ":3, from " + kept);
  CHECK(value_of(config, "slack.bot_token").is_secret);
  for (const ShownValue& value : effective_values(config)) {
    CHECK(value.value.find("HUSH") == std::string::npos);
    CHECK(value.origin.find("HUSH") == std::string::npos);
  }
}

TEST_CASE("every secret may be given as a file, in the file and in the environment") {
  for (const std::string& key : config_keys()) {
    if (!key.ends_with("_file")) continue;
    ConfigWorld world;
    const std::string kept = world.file("kept", "xoxb-1-HUSH-0123456789\n");
    const std::size_t dot = key.find('.');
    world.toml("[" + key.substr(0, dot) + "]\n" + key.substr(dot + 1) + " = \"" + kept + "\"\n");
    CHECK(world.must_read().secret_files == std::vector<std::string>{kept});
  }
  ConfigWorld world;
  world.environment["SLACK_APP_TOKEN_FILE"] = world.file("kept", "xapp-1-HUSH\n");
  const Config config = world.must_read();
  CHECK(config.app_token == "xapp-1-HUSH");
  CHECK(value_of(config, "slack.app_token").origin == "environment SLACK_APP_TOKEN_FILE");
}

TEST_CASE("a secret's file that is empty, and a secret given twice, are refused by name") {
  ConfigWorld world;
  const std::string hollow = world.file("hollow", "\n");
  CHECK(world.trouble_with("[slack]\nbot_token_file = \"" + hollow + "\"\n").find("is empty") !=
        std::string::npos);
  const std::string both =
      world.trouble_with("[slack]\nbot_token = \"xoxb-1\"\nbot_token_file = \"" +
                         world.file("kept", "xoxb-2") + "\"\n");
  CHECK(both.find("are both set") != std::string::npos);
  CHECK(both.find("line 3") != std::string::npos);
}

}  // namespace values_test
