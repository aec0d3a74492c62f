// The operator's commands as the real program runs them, beside a bot that serves people.

#include "tests/e2e/findings.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tocsin::e2e::operator_test {

namespace {

// The exit status, with what it said on standard error.
int run(const Stage& stage, const std::vector<std::string>& arguments,
        std::string* said = nullptr) {
  BotProcess program(arguments, stage.variables(), stage.folder().path());
  const auto status = program.wait();
  if (said != nullptr) *said = program.said();
  INFO(program.said());
  REQUIRE(status.has_value());
  return *status;
}

bool settles(Stage& stage) {
  return stage.slack().eventually(
      [&](sandbox::Server&) { return unsettled_deliveries(stage.database()) == 0; });
}

// How many messages of the channel have each of these words.
std::vector<std::ptrdiff_t> counts(LocalSlack& slack, const ChannelId& channel,
                                   const std::vector<std::string>& words) {
  const std::vector<std::string> messages = slack.seen_in(channel);
  std::vector<std::ptrdiff_t> counted;
  for (const std::string& word : words) {
    counted.push_back(std::ranges::count_if(
        messages, [&](const std::string& message) { return contains(message, word); }));
  }
  return counted;
}

}  // namespace

TEST_CASE("While the bot runs it can be looked at, checked, exported and backed up, not restored") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const std::string copy = stage.folder().file("backup.db");
  {
    const auto bot = stage.start_ready_bot();
    CHECK(contains(slack.type(k_ana, k_general, "declare sev2 Search is slow").text, "Saved"));
    CHECK(run(stage, {"doctor"}) == 0);
    CHECK(run(stage, {"config", "--json"}) == 0);
    CHECK(run(stage, {"check"}) == 0);
    CHECK(run(stage, {"export", "--format", "csv"}) == 0);
    CHECK(run(stage, {"backup", copy}) == 0);
    std::string said;
    CHECK(run(stage, {"restore", copy}, &said) == 1);
    CHECK(contains(said, "stop the bot first"));
    slack.type(k_ana, k_general, "declare sev3 After the backup");
    CHECK(bot->is_running());
    stop(*bot);
  }
  CHECK(run(stage, {"check", "--database", copy}) == 0);
  CHECK(run(stage, {"restore", copy}) == 0);
  CHECK(stage.record()->all_incidents().size() == 1);
  const auto bot = stage.start_ready_bot();
  CHECK(contains(slack.type(k_ana, k_general, "list").text, "Search is slow"));
  stop(*bot);
}

TEST_CASE(
    "What waited in a backup and went out since is neither lost nor said twice by a restore") {
  Stage stage;
  stage.configure(k_short_waits);
  LocalSlack& slack = stage.slack();
  const std::string copy = stage.folder().file("backup.db");
  std::vector<std::string> lines;
  ChannelId channel;
  {
    const auto bot = stage.start_ready_bot();
    slack.type(k_ana, k_general, "declare sev2 Search is slow");
    channel = slack.wait_for_channel("inc-1-search-is-slow");
    REQUIRE(settles(stage));
    slack.with([](sandbox::Server& server) {
      sandbox::WebRule limited;
      limited.method = "chat.postMessage";
      limited.times = -1;
      limited.fault = sandbox::too_many("1");
      server.sandbox().faults().add(limited);
    });
    for (int number = 10; number < 17; ++number) {
      lines.push_back("line" + std::to_string(number));
      slack.type(k_ana, channel, "log " + lines.back());
      if (number % 3 == 0) slack.type(k_ana, channel, "update next 30m news of " + lines.back());
    }
    REQUIRE(run(stage, {"backup", copy}) == 0);
    slack.with([](sandbox::Server& server) { server.sandbox().faults().clear(); });
    REQUIRE(settles(stage));
    slack.type(k_ana, channel, "log after the backup");
    REQUIRE(slack.channel_shows(channel, "after the backup"));
    REQUIRE(settles(stage));
    stop(*bot);
  }
  const auto in_channel = counts(slack, channel, lines);
  const auto announced = counts(slack, k_incidents, lines);
  for (const auto count : in_channel) CHECK(count >= 1);
  REQUIRE(run(stage, {"restore", copy}) == 0);
  {
    const auto bot = stage.start_ready_bot();
    REQUIRE(settles(stage));
    slack.type(k_ana, channel, "log typed after the restore");
    CHECK(slack.channel_shows(channel, "typed after the restore"));
    REQUIRE(settles(stage));
    stop(*bot);
  }
  CHECK(counts(slack, channel, lines) == in_channel);
  CHECK(counts(slack, k_incidents, lines) == announced);
  CHECK(counts(slack, channel, {"typed after the restore"}).front() == 1);
  slack.check_nothing_to_complain_about();
}

TEST_CASE("What waited in a backup and never went out is posted after a restore, once") {
  Stage stage;
  stage.configure(k_short_waits);
  LocalSlack& slack = stage.slack();
  const std::string copy = stage.folder().file("backup.db");
  ChannelId channel;
  {
    const auto bot = stage.start_ready_bot();
    slack.type(k_ana, k_general, "declare sev2 Search is slow");
    channel = slack.wait_for_channel("inc-1-search-is-slow");
    REQUIRE(settles(stage));
    slack.with([](sandbox::Server& server) {
      sandbox::WebRule limited;
      limited.method = "chat.postMessage";
      limited.times = -1;
      limited.fault = sandbox::too_many("1");
      server.sandbox().faults().add(limited);
    });
    for (const char* line : {"log line1", "log line2", "update line3"}) {
      slack.type(k_ana, channel, line);
    }
    REQUIRE(run(stage, {"backup", copy}) == 0);
    bot->kill_hard();
  }
  slack.with([](sandbox::Server& server) { server.sandbox().faults().clear(); });
  REQUIRE(run(stage, {"restore", copy}) == 0);
  const auto bot = stage.start_ready_bot();
  REQUIRE(settles(stage));
  stop(*bot);
  CHECK(counts(slack, channel, {"line1", "line2"}) == std::vector<std::ptrdiff_t>{1, 1});
  CHECK(counts(slack, channel, {"line3"}).front() >= 1);
  CHECK(counts(slack, k_incidents, {"line3"}).front() == 1);
}

}  // namespace tocsin::e2e::operator_test
