// [hooks.…] and [alerts].

#include "bot/config/config_values.h"
#include "tests/config/surroundings.h"

#include <algorithm>

namespace hooks_test {

using namespace tocsin;

namespace {

const std::string k_secret = "a1b2c3d4e5f6a7b8c9d0";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a hook is off until it has a token or a secret") {
  ConfigWorld world;
  CHECK(world.must_read().hooks.empty());
  world.toml("[hooks.alertmanager]\n[hooks.generic.fields]\ntitle = \"name\"\n");
  CHECK(world.must_read().hooks.empty());
  world.toml("[hooks.alertmanager]\ntoken = \"" + k_secret + "\"\n[hooks.pagerduty]\nsecret = \"" +
             k_secret + "x\"\n");
  const Config config = world.must_read();
  REQUIRE(config.hooks.size() == 2);
  CHECK(config.hooks.at("alertmanager").token == k_secret);
  CHECK(config.hooks.at("pagerduty").secret == k_secret + "x");
}

TEST_CASE("a hook's secret may stand in a file of its own") {
  ConfigWorld world;
  const std::string path = world.file("token", k_secret + "\n");
  world.toml("[hooks.grafana]\ntoken_file = \"" + path + "\"\n");
  const Config config = world.must_read();
  CHECK(config.hooks.at("grafana").token == k_secret);
  CHECK(std::ranges::find(config.secret_files, path) != config.secret_files.end());
}

TEST_CASE("the fields of the generic hook are where the configuration says") {
  ConfigWorld world;
  world.toml("[hooks.generic]\ntoken = \"" + k_secret +
             "\"\n[hooks.generic.fields]\nalerts = \"items\"\nfingerprint = \"alert.id\"\n"
             "ended = [\"OK\"]\n");
  const HookFields fields = world.must_read().hooks.at("generic").fields;
  CHECK(fields.alerts == "items");
  CHECK(fields.fingerprint == "alert.id");
  CHECK(fields.title == "title");
  CHECK(fields.ended == std::vector<std::string>{"OK"});
}

TEST_CASE("rules are read in their order") {
  ConfigWorld world;
  world.toml(
      "[alerts]\nchannel = \"#monitoring\"\n"
      "[[alerts.rules]]\nmatch = { severity = \"critical\", team = \"payments\" }\n"
      "declare = \"sev1\"\n"
      "[[alerts.rules]]\nmatch = { instance = \"~web-\" }\ndeclare = \"unset\"\nprivate = true\n");
  const AlertSettings alerts = world.must_read().alerts;
  CHECK(alerts.channel == "monitoring");
  REQUIRE(alerts.rules.size() == 2);
  CHECK(alerts.rules[0] ==
        AlertRule{{{"severity", "critical"}, {"team", "payments"}}, Severity::sev1, false});
  CHECK(alerts.rules[1] == AlertRule{{{"instance", "~web-"}}, std::nullopt, true});
}

TEST_CASE("what is wrong with hooks and rules is said with its line and never with the secret") {
  struct Case {
    std::string text;
    std::string said;
  };
  const std::string token = "token = \"" + k_secret + "\"\n";
  const Case cases[] = {
      {"[hooks.alertmanager]\ntocken = \"" + k_secret + "\"\n",
       "line 2: there is no key hooks.alertmanager.tocken. Did you mean hooks.alertmanager.token?"},
      {"[hooks.alertmanger]\n" + token, "Did you mean hooks.alertmanager.token?"},
      {"[hooks.pagerduty]\n" + token, "there is no key hooks.pagerduty.token"},
      {"[hooks.grafana]\ntoken = \"short\"\n", "line 2: hooks.grafana.token is too short"},
      {"[hooks.grafana]\ntoken = 5\n", "hooks.grafana.token has to be a text in quotes"},
      {"[hooks.grafana]\n" + token + "token_file = \"/nowhere\"\n", "given twice"},
      {"[hooks.grafana]\ntoken_file = \"/nowhere/token\"\n", "which cannot be read"},
      {"[hooks.generic.fields]\nended = \"ok\"\n", "has to be a list of texts"},
      {"[hooks.generic.fields]\ntitel = \"x\"\n", "Did you mean hooks.generic.fields.title?"},
      {"[alerts]\nchannel = \"\"\n", "line 2: alerts.channel is empty"},
      {"[alerts]\nrules = 7\n", "has to be sections"},
      {"[alerts]\nrules = [7]\n", "a rule has to look like"},
      {"[[alerts.rules]]\ndeclare = \"sev1\"\n", "a rule needs match"},
      {"[[alerts.rules]]\nmatch = {}\ndeclare = \"sev1\"\n", "a rule needs match"},
      {"[[alerts.rules]]\nmatch = { a = \"b\" }\n", "a rule needs declare"},
      {"[[alerts.rules]]\nmatch = { a = \"b\" }\ndeclare = \"1\"\n", "is no severity"},
      {"[[alerts.rules]]\nmatch = { a = \"~\" }\ndeclare = \"sev1\"\n", "fits everything"},
      {"[[alerts.rules]]\nmatch = { a = 1 }\ndeclare = \"sev1\"\n", "match.a has to be a text"},
      {"[[alerts.rules]]\nmatsch = { a = \"b\" }\n", "Did you mean match?"},
      {"[[alerts.rules]]\nmatch = { a = \"b\" }\ndeclare = \"sev1\"\nprivate = \"no\"\n",
       "private has to be true or false"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    ConfigWorld world;
    const std::string trouble = world.trouble_with(one.text);
    CHECK_MESSAGE(has(trouble, one.said), trouble);
    CHECK_FALSE(has(trouble, k_secret));
  }
}

TEST_CASE("the secrets of hooks are masked where the configuration is shown") {
  ConfigWorld world;
  world.toml("[hooks.alertmanager]\ntoken = \"" + k_secret + "\"\n[hooks.pagerduty]\nsecret = \"" +
             k_secret + "\"\n[alerts]\nchannel = \"alarms\"\n");
  bool shows_channel = false;
  for (const ShownValue& value : effective_values(world.must_read())) {
    CHECK_FALSE(has(value.value, k_secret));
    if (value.key == "alerts.channel") shows_channel = value.value == "alarms";
  }
  CHECK(shows_channel);
}

}  // namespace hooks_test
