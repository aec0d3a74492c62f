// What the operator sees when the bot cannot start, or starts with something missing: one sentence
// that says what to do.

#include "tests/e2e/typing.h"
#include "tests/support/file_content.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace tocsin::e2e::startup_test {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_prefix = "tocsin: ";

// Runs a bot that has to refuse to run, and gives its sentence.
std::string refusal(const Stage& stage, const Variables& variables) {
  BotProcess bot({"serve"}, variables, stage.folder().path());
  const auto status = bot.wait();
  const std::string said = bot.said();
  CHECK_MESSAGE(status.has_value(), "it runs on; it said: " << said);
  if (status) CHECK_MESSAGE((*status > 0 && *status < 126), *status << ": " << said);
  const std::size_t at = said.rfind(k_prefix);
  REQUIRE_MESSAGE(at != std::string::npos, said);
  std::string sentence = said.substr(at + k_prefix.size());
  CHECK_MESSAGE((sentence.ends_with(".\n") || sentence.ends_with("?\n")), sentence);
  CHECK_MESSAGE(std::ranges::count(sentence, '\n') == 1, sentence);
  return sentence;
}

Variables without(Variables variables, const std::string& name) {
  variables.erase(name);
  return variables;
}

Variables with(Variables variables, const std::string& name, const std::string& value) {
  variables[name] = value;
  return variables;
}

void check_says(const std::string& sentence, const std::vector<std::string>& words) {
  for (const std::string& word : words) CHECK_MESSAGE(contains(sentence, word), sentence);
}

sandbox::WorkspaceSetup workspace_without(const std::set<std::string>& scopes) {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  for (const std::string& scope : sandbox::all_scopes()) {
    if (!scopes.contains(scope)) setup.scopes.push_back(scope);
  }
  return setup;
}

// What a newer release would have left in the header of the file.
void pretend_newer_version(const std::string& database) {
  constexpr std::streamoff k_user_version = 60;  // SQLite's file format; big endian
  std::fstream file(database, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(k_user_version);
  file.write("\x00\x00\x03\xe7", 4);
}

}  // namespace

TEST_CASE("Without tokens, or with the wrong ones, the bot says which token it wants from where") {
  const Stage stage;
  const Variables all = stage.variables();
  const sandbox::WorkspaceSetup setup;
  check_says(refusal(stage, without(all, "SLACK_APP_TOKEN")),
             {"SLACK_APP_TOKEN", "not set", "connections:write"});
  check_says(refusal(stage, without(all, "SLACK_BOT_TOKEN")),
             {"SLACK_BOT_TOKEN", "not set", "OAuth & Permissions"});
  check_says(refusal(stage, without(without(all, "SLACK_BOT_TOKEN"), "SLACK_APP_TOKEN")),
             {"SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "not set"});
  const Variables swapped =
      with(with(all, "SLACK_APP_TOKEN", setup.bot_token), "SLACK_BOT_TOKEN", setup.app_token);
  const std::string sentence = refusal(stage, swapped);
  check_says(sentence, {"swapped", "xapp-", "xoxb-"});
  CHECK_FALSE(contains(sentence, setup.bot_token));
  check_says(refusal(stage, with(all, "SLACK_BOT_TOKEN", "xoxp-1-person")), {"a user token"});
  CHECK_FALSE(fs::exists(stage.database()));  // who has no token yet finds no database afterwards
}

TEST_CASE("A token that Slack refuses ends the start, and is named without being shown") {
  const Stage stage;
  const Variables all = stage.variables();
  const std::string app = refusal(stage, with(all, "SLACK_APP_TOKEN", "xapp-1-A0-1-stale"));
  check_says(app, {"SLACK_APP_TOKEN", "invalid_auth"});
  CHECK_FALSE(contains(app, "stale"));
  const std::string bot = refusal(stage, with(all, "SLACK_BOT_TOKEN", "xoxb-1-stale"));
  check_says(bot, {"SLACK_BOT_TOKEN", "invalid_auth", "OAuth & Permissions"});
  CHECK_FALSE(contains(bot, "stale"));
}

TEST_CASE("A scope without which nothing works ends the start and is named") {
  const Stage mute(workspace_without({"chat:write", "chat:write.public"}));
  check_says(refusal(mute, mute.variables()), {"chat:write", "install the app again"});
  const Stage deaf(workspace_without({"commands"}));
  check_says(refusal(deaf, deaf.variables()), {"commands", "install the app again"});
}

TEST_CASE("A database that cannot be used is left as it is, and the way out is told") {
  const Stage stage;
  const Variables all = stage.variables();
  const auto refused_database = [&](const std::string& path) {
    return refusal(stage, with(all, "TOCSIN_DB", path));
  };
  check_says(refused_database(stage.folder().file("missing/tocsin.db")), {"missing", "mkdir -p"});
  check_says(refused_database(stage.folder().path().string()), {"is a folder", "TOCSIN_DB"});

  const std::string letter = stage.folder().file("letter.txt");
  const std::string words(4'000, 'x');
  std::ofstream(letter, std::ios::binary) << words;
  check_says(refused_database(letter), {"not an SQLite database", "TOCSIN_DB"});
  CHECK(file_content(letter) == words);

  const std::string newer = stage.folder().file("newer.db");
  SqliteStore::open(newer, {});
  pretend_newer_version(newer);
  check_says(refused_database(newer), {"newer tocsin", "999"});
}

TEST_CASE("An address without TLS is taken for this machine only") {
  const Stage stage;
  const auto sentence =
      refusal(stage, with(stage.variables(), "SLACK_API_URL", "http://slack.example.com/api/"));
  check_says(sentence, {"SLACK_API_URL", "https://"});
  check_says(refusal(stage, with(stage.variables(), "SLACK_API_URL", "slack.com")),
             {"SLACK_API_URL"});
}

TEST_CASE("An unknown key of the configuration is refused with its line and the key meant") {
  Stage stage;
  stage.configure("# ours\nzone = \"Europe/Berlin\"\n[slack]\nannouncement_chanel = \"ops\"\n");
  check_says(refusal(stage, stage.variables()),
             {"tocsin.toml", "line 4", "Did you mean slack.announcement_channel?"});
  stage.configure("zone = \"Europe/Berln\"\n");
  check_says(refusal(stage, stage.variables()), {"Europe/Berln", "Europe/Berlin"});
  stage.configure("zone = \n");
  check_says(refusal(stage, stage.variables()), {"tocsin.toml", "line 1"});
  check_says(refusal(stage, with(stage.variables(), "TOCSIN_CONFIG", "nowhere.toml")),
             {"nowhere.toml"});
}

TEST_CASE("A second bot on the same database is turned away, and the first goes on") {
  Stage stage;
  const auto first = stage.start_ready_bot();
  check_says(refusal(stage, stage.variables()),
             {"already being written", std::to_string(first->pid()), "stop that one first"});
  CHECK(first->is_running());
  CHECK(stage.slack().type(k_ana, k_general, "list").is_answered());
  stop(*first);
}

TEST_CASE("Without an announcement channel the bot runs on, says so and declares all the same") {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  std::erase_if(setup.channels, [](const auto& channel) { return channel.name == "incidents"; });
  Stage stage(setup);
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  CHECK(bot->says("There is no public channel #incidents"));
  CHECK(contains(slack.type(k_ana, k_general, "declare sev2 Search is slow").text, "Saved"));
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  slack.type(k_ana, channel, "log First look at the index");
  CHECK(slack.channel_shows(channel, "First look at the index"));
  CHECK(bot->is_running());
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

TEST_CASE("Scopes that are only nice to have are missed with a warning each") {
  Stage stage(workspace_without({"pins:write", "files:write"}));
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  CHECK(bot->says("The scope pins:write is missing"));
  CHECK(bot->says("The scope files:write is missing"));
  slack.type(k_ana, k_general, "declare sev2 Search is slow");
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  slack.type(k_ana, channel, "resolve now Index rebuilt");
  slack.type(k_ana, channel, "close");
  CHECK(slack.channel_shows(channel, "Open questions"));
  CHECK(bot->is_running());
  stop(*bot);
}

TEST_CASE("When Slack is not there at the start the bot keeps trying, and serves once it is") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  slack.with([](sandbox::Server& server) {
    server.faults().fail_next("auth.test", sandbox::http_error(503, "<html>down</html>"));
    server.faults().fail_next("apps.connections.open", sandbox::lost_before_effect(), 2);
  });
  const auto bot = stage.start();
  CHECK(bot->says("Slack does not answer"));
  CHECK(bot->is_running());
  CHECK(slack.has_ready_bot());
  CHECK(contains(slack.type(k_ana, k_general, "declare Search is slow").text, "Saved *INC-1*"));
  stop(*bot);
}

}  // namespace tocsin::e2e::startup_test
