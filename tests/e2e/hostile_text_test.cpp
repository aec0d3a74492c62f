// Text that would like to be more than text: it is kept as it was typed, shown as what it is, and
// wakes nobody up.

#include "bot/domain/timeline.h"
#include "tests/e2e/findings.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace tocsin::e2e::hostile_text_test {

namespace {

using sandbox::Server;

std::vector<std::string> hostile_lines() {
  std::string all_controls;
  for (char c = 1; c < 32; ++c) {
    if (c != '\t' && c != '\n' && c != '\r') all_controls += c;
  }
  std::string long_one = "Long:";
  while (long_one.size() < 4'000) long_one += " over and over";
  return {
      "Pages nobody: <!channel> <!here> <!everyone> @channel @here <!subteam^S0PAYMENTS>",
      "Links by hand: <#C0NOWHERE> <https://evil.example|the bank>",
      "Escaped already: &lt;!channel&gt; &amp;lt; & < > <",
      "Markup: *bold* _it_ ~gone~ `code` ```\nfence\n``` > quote\n> quote\n# heading\n| a | b |",
      "Backticks: ` `` ``` ```` unbalanced `",
      "Right to left: \u202Egnitset\u202C \u2066iso\u2069 \u05E9\u05DC\u05D5\u05DD \u200Fmark",
      "Controls:" + all_controls + "\x7F end",
      "Zero:" + std::string("a\0b", 3) + " end",
      "Emoji: :fire: \U0001F525 \U0001F468\u200D\U0001F469\u200D\U0001F467 e\u0301",
      "Quotes: \" ' \\ \\n \\u0000 {\"op\":\"x\"} %s %n {} {0} '; DROP TABLE event; --",
      "Dates: <!date^0^{date}|never> 2024-01-01",
      long_one,
      "\u202E",
      "<",
      "```",
  };
}

}  // namespace

TEST_CASE("Hostile text is stored as it was typed and shown without doing anything") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  slack.type(k_ana, k_general, "declare sev3 <!channel> `rm -rf` \u202Edne & <@U0BEN>");
  const ChannelId channel = [&] {
    ChannelId found;
    slack.eventually([&](Server& server) {
      for (const auto* each : server.workspace().channels()) {
        if (each->name.starts_with("inc-1") && is_open_to_people(server, *each)) found = each->id;
      }
      return !found.empty();
    });
    return found;
  }();
  REQUIRE_FALSE(channel.empty());
  const std::vector<std::string> lines = hostile_lines();
  for (const std::string& line : lines) {
    const Shown shown = slack.type(k_ana, channel, "log " + line);
    CHECK_MESSAGE(contains(shown.text, "Saved *E"), line << " → " << shown.text);
  }
  for (const char* verb : {"impact", "summary", "cause", "title"}) {
    const Shown shown = slack.type(k_ana, channel, std::string(verb) + " " + lines.front());
    CHECK_MESSAGE(contains(shown.text, "Saved"), shown.text);
  }
  // His name would like to be markup, and gets into the write-up.
  slack.type(UserId{"U0EVIL"}, channel, "lesson badly <!channel> was not told");
  slack.type(k_ana, channel, "resolve now <!everyone> over");
  CHECK(contains(slack.type(k_ana, channel, "close <!here>").text, "Closed"));
  CHECK(slack.eventually([&](Server&) { return unsettled_deliveries(stage.database()) == 0; }));
  CHECK_FALSE(slack.seen_in(channel).empty());
  slack.check_nothing_to_complain_about();
  stop(*bot);

  const auto record = stage.record();
  std::vector<std::string> stored;
  for (const Event& event : record->events_of({1})) {
    if (const auto* logged = std::get_if<event::Logged>(&event.body)) {
      stored.push_back(logged->text);
    }
  }
  REQUIRE(stored.size() == lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) CHECK_MESSAGE(stored[i] == lines[i], lines[i]);
}

// Half of a pair of UTF-16 units is how a broken text can come in JSON. (Bytes that are no UTF-8
// end the connection, as the protocol demands: socket_faults_test.cpp.)
TEST_CASE("A command with half a character in it is saved with a replacement in its place") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  slack.type(k_ana, k_general, "declare Search is slow");
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  REQUIRE_FALSE(channel.empty());
  slack.type(k_ana, channel, "list");  // so that she is in the channel
  slack.with([&](Server& server) {
    server.workspace().raw_envelope(
        sandbox::EnvelopeKind::slash_commands, "/incident",
        R"({"command":"/incident","text":"log Broken: \ud83d end","team_id":"T0SANDBOX",)"
        R"("user_id":"U0ANA","user_name":"ana","trigger_id":"1.2.half","channel_id":")" +
            channel.value + R"("})",
        server.now());
  });
  CHECK(slack.channel_shows(channel, "Broken: \uFFFD end"));
  // This envelope says that its acknowledgement takes no answer, so it comes by another way.
  CHECK(slack.eventually([](Server& server) {
    const auto* told = server.workspace().last_ephemeral(k_ana);
    return told != nullptr && contains(told->text, "Saved *E2*");
  }));
  slack.check_nothing_to_complain_about();
  stop(*bot);
  const auto entry = stage.record()->entry({1}, {2});
  REQUIRE(entry);
  CHECK(timeline_text(entry->body) == "Broken: \uFFFD end");
}

}  // namespace tocsin::e2e::hostile_text_test
