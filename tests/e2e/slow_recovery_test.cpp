// Recoveries that take as long as Slack or the bot's own limits say, half a minute and more. Each
// has a Slack and a bot of its own, and all of them wait at the same time.

#include "tests/e2e/findings.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

namespace tocsin::e2e::slow_recovery_test {

namespace {

using sandbox::Server;
using sandbox::SocketFaultKind;

// The limits are 10 to 40 s; a sanitized build on a busy machine may take a good deal longer.
bool comes(Stage& stage, const std::function<bool(Server&)>& question) {
  for (int tries = 0; tries < 3; ++tries) {
    if (stage.slack().eventually(question)) return true;
  }
  return false;
}

void fail_first_connection(Stage& stage, SocketFaultKind kind) {
  stage.slack().with([&](Server& server) {
    sandbox::SocketRule rule;
    rule.kind = kind;
    server.faults().add(rule);
  });
}

std::function<bool(Server&)> has_live(int connections) {
  return [connections](Server& server) {
    return server.hub().counters().connections == connections && server.hub().live().size() == 1;
  };
}

void check_it_works(Stage& stage, BotProcess& bot) {
  CHECK(stage.slack().type(k_ana, k_general, "list").is_answered());
  stage.slack().check_nothing_to_complain_about();
  stop(bot);
}

// A post that is told to wait without being told how long.
void post_too_many(Stage& stage, const std::string& retry_after, const std::string& line) {
  LocalSlack& slack = stage.slack();
  slack.type(k_ana, k_general, "declare Search is slow");
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  REQUIRE(slack.eventually([&](Server&) { return unsettled_deliveries(stage.database()) == 0; }));
  slack.with([&](Server& server) {
    server.faults().fail_next("chat.postMessage", sandbox::too_many(retry_after));
  });
  CHECK(contains(slack.type(k_ana, channel, "log " + line).text, "Saved *E2*"));
}

std::function<bool(Server&)> shows(const std::string& line) {
  return [line](Server& server) {
    const auto* channel = server.workspace().channel_named("inc-1-search-is-slow");
    int count = 0;
    for (const auto* message : server.workspace().messages_of_app(channel->id)) {
      count += contains(seen_text(*message), line) ? 1 : 0;
    }
    return count == 1;
  };
}

}  // namespace

TEST_CASE("Silence, missing greetings, crowds and nameless rate limits pass without help") {
  Stage silent;
  const auto silent_bot = silent.start_ready_bot();
  silent.slack().with(
      [](Server& server) { server.hub().silence(server.hub().live().front(), server.now()); });

  Stage rude;
  fail_first_connection(rude, SocketFaultKind::no_hello);
  const auto rude_bot = rude.start();

  Stage crowded;
  const auto crowded_bot = crowded.start_ready_bot();
  crowded.slack().with([](Server& server) {
    sandbox::SocketRule rule;
    rule.kind = SocketFaultKind::disconnect;
    rule.body = "too_many_websockets";
    server.hub().inject(server.hub().live().front(), rule, server.now());
  });

  Stage vague;
  const auto vague_bot = vague.start_ready_bot();
  post_too_many(vague, "", "When there is room.");
  Stage wordy;
  const auto wordy_bot = wordy.start_ready_bot();
  post_too_many(wordy, "soon", "When there is room.");

  CHECK(comes(crowded, has_live(2)));
  CHECK(crowded_bot->says("limit of ten connections"));
  check_it_works(crowded, *crowded_bot);
  CHECK(comes(rude, has_live(2)));
  check_it_works(rude, *rude_bot);
  CHECK(comes(vague, shows("When there is room.")));
  check_it_works(vague, *vague_bot);
  CHECK(comes(wordy, shows("When there is room.")));
  check_it_works(wordy, *wordy_bot);
  CHECK(comes(silent, [](Server& server) { return server.hub().counters().connections == 2; }));
  CHECK(silent_bot->says("The connection to Slack is lost"));
  check_it_works(silent, *silent_bot);
}

}  // namespace tocsin::e2e::slow_recovery_test
