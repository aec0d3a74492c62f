// The manifest against what Slack takes (reference: the schema's limits), and against what the bot
// really uses.

#include "bot/slack/manifest.h"

#include "bot/json.h"
#include "bot/slack/startup.h"
#include "bot/slack/wanted.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

namespace manifest_test {

using namespace tocsin;
using namespace tocsin::slack;

namespace {

Json manifest_of(const ManifestWishes& wishes) {
  const auto text = app_manifest(wishes, ManifestFormat::json);
  REQUIRE(text);
  const auto json = parse_json(*text);
  REQUIRE(json);
  return *json;
}

bool is_text_up_to(const Json& json, const char* key, std::size_t most) {
  return json.contains(key) && json[key].is_string() && !json[key].get<std::string>().empty() &&
         json[key].get<std::string>().size() <= most;
}

}  // namespace

TEST_CASE("the manifest keeps to the limits of Slack's schema") {
  const Json manifest = manifest_of({"/incident", "[declare|help]"});
  const Json& shown = manifest["display_information"];
  CHECK(is_text_up_to(shown, "name", 35));
  CHECK(is_text_up_to(shown, "description", 140));
  const Json& features = manifest["features"];
  CHECK(is_text_up_to(features["bot_user"], "display_name", 80));
  CHECK(features["shortcuts"].size() <= 10);
  for (const Json& shortcut : features["shortcuts"]) {
    CHECK(is_text_up_to(shortcut, "name", 24));
    CHECK(is_text_up_to(shortcut, "callback_id", 255));
    CHECK(is_text_up_to(shortcut, "description", 150));
  }
  REQUIRE(features["slash_commands"].size() == 1);
  const Json& command = features["slash_commands"][0];
  CHECK(is_text_up_to(command, "command", 32));
  CHECK(is_text_up_to(command, "description", 2000));
  CHECK(is_text_up_to(command, "usage_hint", 1000));
  CHECK(command["should_escape"] == true);
  CHECK_FALSE(command.contains("url"));  // with Socket Mode there is none
  CHECK(manifest["oauth_config"]["scopes"]["bot"].size() <= 255);
  const Json& settings = manifest["settings"];
  CHECK(settings["event_subscriptions"]["bot_events"].size() <= 100);
  CHECK(settings["socket_mode_enabled"] == true);
  CHECK(settings["interactivity"]["is_enabled"] == true);
  CHECK(settings["token_rotation_enabled"] == false);
  CHECK(features["app_home"]["home_tab_enabled"] == true);
  CHECK(features["app_home"]["messages_tab_read_only_enabled"] == false);
}

TEST_CASE("the manifest asks for what the start checks, and for the scope of every event") {
  const Json manifest = manifest_of({});
  std::set<std::string> asked;
  for (const Json& scope : manifest["oauth_config"]["scopes"]["bot"]) {
    CHECK(asked.insert(scope.get<std::string>()).second);
  }
  const auto wanted = wanted_scopes();
  CHECK(asked == std::set<std::string>(wanted.begin(), wanted.end()));
  std::set<std::string> events;
  for (const Json& event : manifest["settings"]["event_subscriptions"]["bot_events"]) {
    CHECK(events.insert(event.get<std::string>()).second);
  }
  CHECK(events.size() == wanted_events().size());
  for (const WantedEvent& event : wanted_events()) {
    CHECK(events.contains(std::string(event.event)));
    if (!event.scope.empty()) CHECK_MESSAGE(asked.contains(std::string(event.scope)), event.event);
  }
}

TEST_CASE("the manifest names the configured command") {
  CHECK(manifest_of({"/oops-2", ""})["features"]["slash_commands"][0]["command"] == "/oops-2");
  for (const char* bad : {"", "/", "incident", "/two words", "/Caps",
                          "/"
                          "a2345678901234567890123456789012"}) {
    const auto refused = app_manifest({bad, ""}, ManifestFormat::yaml);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().find("slack.command") != std::string::npos);
  }
}

TEST_CASE("as YAML the manifest reads like Slack's own examples") {
  const auto yaml = app_manifest({"/incident", "[declare|help]"}, ManifestFormat::yaml);
  REQUIRE(yaml);
  for (const char* part :
       {"display_information:\n  name: Tocsin\n",
        "  slash_commands:\n    - command: \"/incident\"\n",
        "      usage_hint: \"[declare|help]\"\n      should_escape: true\n",
        "  scopes:\n    bot:\n      - commands\n      - \"chat:write\"\n",
        "    bot_events:\n      - app_mention\n", "  socket_mode_enabled: true\n",
        "    - name: \"Declare an incident\"\n      type: global\n      callback_id: declare\n"}) {
    CHECK_MESSAGE(yaml->find(part) != std::string::npos, part << "\nis not in\n" << *yaml);
  }
}

}  // namespace manifest_test
