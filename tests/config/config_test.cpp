// The configuration: every key, who wins, and how wrong ones are refused.

#include "tests/config/surroundings.h"

#include <algorithm>
#include <sstream>

namespace config_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("without file and environment the defaults hold") {
  const Config config = ConfigWorld().must_read();
  CHECK(config.app_token.empty());
  CHECK(config.bot_token.empty());
  CHECK(config.api_url == "https://slack.com/api/");
  CHECK(config.command == "/incident");
  CHECK(config.announcement_channel == "incidents");
  CHECK(config.invite.empty());
  CHECK(config.zone == "UTC");
  CHECK(config.database == "tocsin.db");
  CHECK(config.log == "info");
  CHECK(config.grace > config.http_timeout);
}

TEST_CASE("every key of the file sets what it is named after") {
  ConfigWorld world;
  world.toml(R"(
zone = "Europe/Berlin"
database = "/var/lib/tocsin/tocsin.db"
log = "warn"

[slack]
app_token = "xapp-1"
bot_token = "xoxb-1"
api_url = "http://127.0.0.1:9/api"
command = "/outage"
announcement_channel = "#outages"
invite = ["U1", "U2"]
invite_groups = ["S1"]

[delivery]
timeout_ms = 5000
grace_ms = 20000
)");
  const Config config = world.must_read();
  CHECK(config.zone == "Europe/Berlin");
  CHECK(config.database == "/var/lib/tocsin/tocsin.db");
  CHECK(config.log == "warn");
  CHECK(config.app_token == "xapp-1");
  CHECK(config.bot_token == "xoxb-1");
  CHECK(config.api_url == "http://127.0.0.1:9/api/");
  CHECK(config.command == "/outage");
  CHECK(config.announcement_channel == "outages");
  CHECK(config.invite == std::vector<std::string>{"U1", "U2"});
  CHECK(config.invite_groups == std::vector<std::string>{"S1"});
  CHECK(config.http_timeout == 5s);
  CHECK(config.grace == 20s);
}

TEST_CASE("the keys that are listed are exactly the keys that are taken") {
  const std::vector<std::string> keys = config_keys();
  CHECK(std::set<std::string>(keys.begin(), keys.end()).size() == keys.size());
  for (const std::string& key : keys) {
    CAPTURE(key);
    ConfigWorld world;
    // Of the wrong type on purpose: a key that is known is refused for its type and not its name.
    const std::string trouble = world.trouble_with(key + " = 7.5\n");
    CHECK(has(trouble, key + " has to be"));
    CHECK_FALSE(has(trouble, "there is no key"));
  }
}

TEST_CASE("the environment wins over the file") {
  ConfigWorld world;
  world.toml(R"(
database = "file.db"
log = "warn"
[slack]
app_token = "xapp-file"
bot_token = "xoxb-file"
api_url = "http://127.0.0.1:1/"
)");
  world.environment["TOCSIN_DB"] = "environment.db";
  world.environment["TOCSIN_LOG"] = "debug";
  world.environment["SLACK_APP_TOKEN"] = "xapp-environment";
  world.environment["SLACK_BOT_TOKEN"] = "xoxb-environment";
  world.environment["SLACK_API_URL"] = "http://127.0.0.1:2/";
  const Config config = world.must_read();
  CHECK(config.database == "environment.db");
  CHECK(config.log == "debug");
  CHECK(config.app_token == "xapp-environment");
  CHECK(config.bot_token == "xoxb-environment");
  CHECK(config.api_url == "http://127.0.0.1:2/");
}

TEST_CASE("what the environment does not say stays as the file has it") {
  ConfigWorld world;
  world.toml("log = \"warn\"\n[slack]\nbot_token = \"xoxb-file\"\n");
  world.environment["SLACK_APP_TOKEN"] = "xapp-environment";
  const Config config = world.must_read();
  CHECK(config.log == "warn");
  CHECK(config.bot_token == "xoxb-file");
}

TEST_CASE("no configuration file is named by an empty variable") {
  ConfigWorld world;
  world.environment["TOCSIN_CONFIG"] = "";
  CHECK(world.must_read().command == "/incident");
}

// ---- secrets

TEST_CASE("each secret may stand in a file of its own, named in the file or in the environment") {
  ConfigWorld world;
  const std::string app = world.file("app", "xapp-from-file\n");
  const std::string bot = world.file("bot", "xoxb-from-file \n\n");
  world.toml("[slack]\napp_token_file = \"" + app + "\"\nbot_token_file = \"" + bot + "\"\n");
  CHECK(world.must_read().app_token == "xapp-from-file");
  CHECK(world.must_read().bot_token == "xoxb-from-file");

  ConfigWorld other;
  other.environment["SLACK_APP_TOKEN_FILE"] = other.file("app", "xapp-2");
  other.environment["SLACK_BOT_TOKEN_FILE"] = other.file("bot", "xoxb-2\r\n");
  CHECK(other.must_read().app_token == "xapp-2");
  CHECK(other.must_read().bot_token == "xoxb-2");
}

TEST_CASE("a secret of the environment wins over a file that the configuration names") {
  ConfigWorld world;
  const std::string app = world.file("app", "xapp-from-file\n");
  world.toml("[slack]\napp_token_file = \"" + app + "\"\n");
  world.environment["SLACK_APP_TOKEN"] = "xapp-environment";
  CHECK(world.must_read().app_token == "xapp-environment");
}

TEST_CASE("a secret's file that cannot be read is refused with its name and who named it") {
  ConfigWorld world;
  const std::string missing = world.path("missing");
  const std::string trouble = world.trouble_with("[slack]\nbot_token_file = \"" + missing + "\"\n");
  CHECK(has(trouble, "tocsin.toml, line 2: slack.bot_token_file"));
  CHECK(has(trouble, missing));
  CHECK(has(trouble, "cannot be read"));

  ConfigWorld other;
  other.environment["SLACK_APP_TOKEN_FILE"] = missing;
  CHECK(other.trouble() == "SLACK_APP_TOKEN_FILE names " + missing + ", which cannot be read.");
}

TEST_CASE("no refusal repeats a secret") {
  ConfigWorld world;
  world.toml("[slack]\napp_token = \"xapp-secret\"\nbot_tokn = \"xoxb-secret\"\n");
  CHECK_FALSE(has(world.trouble(), "secret"));
  world.toml("[slack]\nbot_token = \"xoxb-secret\nlog = 1\n");
  CHECK_FALSE(has(world.trouble(), "secret"));
}

// ---- what is refused

TEST_CASE("an unknown key is refused with file, line and the key that was meant") {
  struct Case {
    const char* text;
    const char* line;
    const char* unknown;
    const char* meant;
  };
  const Case cases[] = {
      {"[slack]\ncomand = \"/x\"\n", "line 2", "slack.comand", "slack.command"},
      {"zone = \"UTC\"\nlogs = \"info\"\n", "line 2", "logs", "log"},
      {"data_base = \"x\"\n", "line 1", "data_base", "database"},
      {"\n\n[slack]\nbot_token_fil = \"x\"\n", "line 4", "slack.bot_token_fil",
       "slack.bot_token_file"},
      {"[delivery]\ngrace = 1\n", "line 2", "delivery.grace", "delivery.grace_ms"},
      {"[slak]\ncommand = \"/x\"\n", "line 2", "slak.command", "slack.command"},
      {"slack.invites = []\n", "line 1", "slack.invites", "slack.invite"},
      {"[slack]\n[slack.command]\nname = \"/x\"\n", "line 2", "slack.command", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    ConfigWorld world;
    const std::string trouble = world.trouble_with(one.text);
    CAPTURE(trouble);
    CHECK(has(trouble, world.path("tocsin.toml")));
    CHECK(has(trouble, one.line));
    CHECK(has(trouble, one.unknown));
    const std::string meant = std::string("Did you mean ") + one.meant + "?";
    if (*one.meant != '\0') CHECK(has(trouble, meant));
  }
}

TEST_CASE("a section that does not exist is refused even when it is empty") {
  ConfigWorld world;
  CHECK(has(world.trouble_with("[slak]\n"), "line 1: there is no key slak"));
  CHECK(world.trouble_with("[slack]\n").empty());
}

TEST_CASE("a value of the wrong type is refused with file, line and what it has to be") {
  struct Case {
    const char* text;
    const char* why;
  };
  const Case cases[] = {
      {"zone = 3\n", "line 1: zone has to be a text in quotes"},
      {"[slack]\ncommand = [\"/x\"]\n", "line 2: slack.command has to be a text in quotes"},
      {"[slack]\ninvite = \"U1\"\n", "line 2: slack.invite has to be a list of texts"},
      {"[slack]\ninvite = [\"U1\", 2]\n", "slack.invite has to be a text in quotes"},
      {"[delivery]\ntimeout_ms = \"5s\"\n", "delivery.timeout_ms has to be a number"},
      {"[delivery]\ntimeout_ms = 2.5\n", "delivery.timeout_ms has to be a number"},
      {"[delivery]\ntimeout_ms = 0\n", "delivery.timeout_ms has to be a number"},
      {"[delivery]\ngrace_ms = -1\n", "delivery.grace_ms has to be a number"},
      {"[writeup]\nreview_days_sev1 = 0\n", "writeup.review_days_sev1 has to be a number of days"},
      {"[writeup]\nreview_days_sev2 = \"5\"\n", "writeup.review_days_sev2 has to be a number"},
      {"[writeup]\nreview_days_others = 366\n", "from 1 to 365"},
      {"slack = \"x\"\n", "line 1: there is no key slack"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    ConfigWorld world;
    const std::string trouble = world.trouble_with(one.text);
    CAPTURE(trouble);
    CHECK(has(trouble, one.why));
  }
}

TEST_CASE("a file that is no TOML is refused with file and line") {
  ConfigWorld world;
  const std::string trouble = world.trouble_with("zone = \"UTC\"\nlog = \n");
  CHECK(has(trouble, world.path("tocsin.toml") + ", line 2: "));
}

TEST_CASE("a configuration file that is not there is refused by name") {
  ConfigWorld world;
  world.environment["TOCSIN_CONFIG"] = world.path("nowhere.toml");
  const std::string trouble = world.trouble();
  CHECK(has(trouble, world.path("nowhere.toml")));
  CHECK_FALSE(has(trouble, "line"));
}

TEST_CASE("a grace period that is not longer than the timeout is refused with the reason") {
  ConfigWorld world;
  for (const std::string_view values :
       {"timeout_ms = 30000\ngrace_ms = 30000\n", "timeout_ms = 30001\n", "grace_ms = 9999\n"}) {
    CAPTURE(values);
    const std::string trouble = world.trouble_with("[delivery]\n" + std::string(values));
    CHECK(has(trouble, "delivery.grace_ms has to be longer than delivery.timeout_ms"));
    CHECK(has(trouble, "posted twice"));
  }
  CHECK(world.trouble_with("[delivery]\ntimeout_ms = 29999\ngrace_ms = 30000\n").empty());
}

TEST_CASE("an unknown zone is refused with one that is near") {
  ConfigWorld world;
  CHECK(world.trouble_with("zone = \"Europe/Berln\"\n") ==
        "zone \"Europe/Berln\" is unknown. Did you mean Europe/Berlin?");
  for (const std::string_view zone : {"EST", "+02:00", "utc", "europe/berlin"}) {
    CAPTURE(zone);
    CHECK(world.trouble_with("zone = \"" + std::string(zone) + "\"\n").empty());
  }
}

TEST_CASE("values that cannot work are refused in words") {
  ConfigWorld world;
  CHECK(has(world.trouble_with("log = \"loud\"\n"), "Take debug, info, warn, error or off."));
  CHECK(has(world.trouble_with("[slack]\ncommand = \"incident\"\n"), "has to begin with '/'"));
  CHECK(has(world.trouble_with("[slack]\napi_url = \"\"\n"), "SLACK_API_URL is empty"));
}

// Found by reading: SQLite takes an empty name for a file that is gone at the end.
TEST_CASE("an empty name of the database is refused") {
  ConfigWorld world;
  CHECK(has(world.trouble_with("database = \"\"\n"), "TOCSIN_DB"));
  ConfigWorld other;
  other.environment["TOCSIN_DB"] = "";
  CHECK(has(other.trouble(), "TOCSIN_DB"));
}

}  // namespace config_test
