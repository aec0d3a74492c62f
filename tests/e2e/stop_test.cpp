// The end of the program as an operator or a service manager asks for it, and what the next start
// makes of it.

#include "bot/domain/timeline.h"
#include "tests/e2e/findings.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

#include <csignal>

namespace tocsin::e2e::stop_test {

namespace {

using sandbox::Server;

ChannelId declare_search(Stage& stage) {
  LocalSlack& slack = stage.slack();
  slack.type(k_ana, k_general, "declare Search is slow");
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  REQUIRE_FALSE(channel.empty());
  REQUIRE(slack.eventually([&](Server&) { return unsettled_deliveries(stage.database()) == 0; }));
  return channel;
}

// The next post gets this answer; returns when it has left.
void post_with(Stage& stage, const ChannelId& channel, const sandbox::WebFault& fault,
               const std::string& line) {
  LocalSlack& slack = stage.slack();
  slack.with([&](Server& server) { server.faults().fail_next("chat.postMessage", fault); });
  CHECK(contains(slack.type(k_ana, channel, "log " + line).text, "Saved"));
  CHECK(slack.eventually([](Server& server) { return server.faults().spent(); }));
}

int times_shown(LocalSlack& slack, const ChannelId& channel, const std::string& words) {
  int count = 0;
  for (const std::string& text : slack.seen_in(channel)) count += contains(text, words) ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("SIGTERM lets a post that is under way come to its end, and takes no new input") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_search(stage);
  post_with(stage, channel, sandbox::slow_answer(Duration{2'500}), "Under way.");
  bot->send_signal(SIGTERM);
  CHECK(bot->says("stopping"));
  const std::string late = slack.start_typing(k_ana, channel, "log Typed too late.");
  const auto status = bot->wait();
  REQUIRE(status);
  CHECK(*status == 0);
  CHECK(unsettled_deliveries(stage.database()) == 0);  // the answer was waited for
  const auto became = slack.shown_for(late).state;
  CHECK(became != sandbox::Interaction::State::answered);
  {
    const auto record = stage.record();
    for (const Event& event : record->events_of({1})) {
      CHECK_FALSE(contains(timeline_text(event.body), "Typed too late."));
    }
  }
  // Had the bot still been connected, the command is delivered again, and saved then.
  const auto next = stage.start_ready_bot();
  if (became == sandbox::Interaction::State::operation_timeout) {
    CHECK(slack.channel_shows(channel, "Typed too late."));
  }
  CHECK(times_shown(slack, channel, "Under way.") == 1);
  stop(*next);
}

TEST_CASE("SIGTERM ends the bot although Slack does not answer, and the next start looks first") {
  Stage stage;
  stage.configure("[delivery]\ntimeout_ms = 20000\ngrace_ms = 20001\n");
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_search(stage);
  post_with(stage, channel, sandbox::silent(sandbox::WebEffect::at_once), "Answer never comes.");
  bot->send_signal(SIGTERM);
  const auto status = bot->wait(std::chrono::milliseconds{15'000});  // the bot's own limit is 5 s
  REQUIRE(status);
  CHECK(*status == 0);
  CHECK(unsettled_deliveries(stage.database()) == 1);
  const auto next = stage.start_ready_bot();
  CHECK(slack.eventually([&](Server&) { return unsettled_deliveries(stage.database()) == 0; }));
  CHECK(times_shown(slack, channel, "Answer never comes.") == 1);
  slack.check_nothing_to_complain_about();
  stop(*next);
}

TEST_CASE("SIGINT is a clean end too, also before the bot has ever been connected") {
  Stage stage;
  stage.slack().with([](Server& server) {
    server.faults().fail_next("apps.connections.open", sandbox::silent(), -1);
  });
  const auto bot = stage.start();
  CHECK(stage.slack().eventually([](Server& server) { return server.faults().fired() > 0; }));
  bot->send_signal(SIGINT);
  const auto status = bot->wait();
  REQUIRE(status);
  CHECK(*status == 0);
  CHECK(bot->says("stopped"));
}

TEST_CASE("A stopped bot leaves one file, and what it had saved is posted by the next one") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_search(stage);
  std::vector<std::string> triggers;
  for (int i = 1; i <= 30; ++i) {
    triggers.push_back(
        slack.start_typing(k_ben, channel, "log Line number " + std::to_string(i) + "."));
  }
  for (const std::string& trigger : triggers) CHECK(slack.shown_for(trigger).is_answered());
  stop(*bot);
  for (const char* ending : {"-wal", "-shm", "-lock"}) {
    CHECK_FALSE(std::filesystem::exists(stage.database() + ending));
  }
  bot = stage.start_ready_bot();
  for (int i = 1; i <= 30; ++i) {
    const std::string line = "Line number " + std::to_string(i) + ".";
    CHECK(slack.channel_shows(channel, line));
    CHECK(times_shown(slack, channel, line) == 1);
  }
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

}  // namespace tocsin::e2e::stop_test
