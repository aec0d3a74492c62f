// The HTTP side and `tocsin inc`, with the real program: also while Slack is away.

#include "tests/e2e/asking.h"

#include <doctest/doctest.h>

#include <string>

namespace tocsin::e2e::http_test {

namespace {

int count_in(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("What is typed over HTTP arrives in Slack as if it was typed there, once for one key") {
  Stage stage;
  BotProcess bot({"serve"}, with_http(stage), stage.folder().path());
  const std::string port = port_of(bot);
  const Asker asker(port);
  REQUIRE(stage.slack().has_ready_bot());
  CHECK(asker.get("/healthz").status == 200);
  CHECK(asker.get("/readyz").body == "ready\n");

  CHECK(asker.type("declare sev2 Checkout is down", "k1")["saved"] == true);
  CHECK(asker.type("INC-1 log it is the cache", "k2")["saved"] == true);
  CHECK(asker.type("INC-1 log it is the cache", "k2")["saved"] == true);
  CHECK(asker.type("INC-9 log x", "k3")["saved"] == false);
  const ChannelId channel = stage.slack().wait_for_channel("inc-1-checkout-is-down");
  CHECK(stage.slack().channel_shows(channel, "it is the cache"));
  CHECK(count_in(asker.get("/api/v1/incidents/1/timeline").body, "it is the cache") == 1);

  const std::string metrics = asker.get("/metrics").body;
  CHECK(contains(metrics, "tocsin_slack_connected 1\n"));
  CHECK(contains(metrics, "tocsin_active_incidents{severity=\"sev2\"} 1\n"));
  CHECK(contains(metrics, "tocsin_commands_total{source=\"http\"} 4\n"));
  CHECK(contains(asker.get("/api/v1/incidents/1/postmortem").body, "# Checkout is down"));

  BotProcess typed({"inc", "log", "INC-1", "--as", k_ana.value, "restarted", "it"},
                   with_http(stage, "127.0.0.1:" + port), stage.folder().path());
  CHECK(typed.wait() == 0);
  CHECK(stage.slack().channel_shows(channel, "restarted it"));
  stop(bot);
  stage.slack().check_nothing_to_complain_about();
}

TEST_CASE(
    "Who types at the command line is named there, else configured, else the login, never "
    "guessed") {
  Stage stage;
  BotProcess bot({"serve"}, with_http(stage), stage.folder().path());
  const std::string port = port_of(bot);
  REQUIRE(stage.slack().has_ready_bot());
  CHECK(Asker(port).type("declare sev2 Checkout is down", "k1")["saved"] == true);
  REQUIRE_FALSE(stage.slack().wait_for_channel("inc-1-checkout-is-down").empty());
  std::string said;
  const auto typed_as = [&](const std::string& line, const Variables& more,
                            const std::vector<std::string>& options = {}) {
    std::vector<std::string> arguments{"inc", "log", "INC-1"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back(line);
    Variables variables = with_http(stage, "127.0.0.1:" + port);
    for (const auto& [name, value] : more) variables[name] = value;
    BotProcess typed(arguments, variables, stage.folder().path());
    const bool saved = typed.wait() == 0;
    said = typed.said();
    if (!saved) return std::string();
    const auto told = parse_json(Asker(port).get("/api/v1/incidents/1/timeline").body);
    REQUIRE(told);
    for (const Json& entry : (*told)["entries"]) {
      if (entry["text"] == line) return entry["by"]["id"].get<std::string>();
    }
    return std::string("not in the timeline");
  };
  CHECK(typed_as("by login", {{"USER", "ben"}}) == k_ben.value);
  const Variables configured{{"USER", "ben"}, {"TOCSIN_AS", "@chi"}};
  CHECK(typed_as("by configuration", configured) == k_chi.value);
  CHECK(typed_as("by option", configured, {"--as", "@ana"}) == k_ana.value);
  // The operator's login is nobody in Slack, and no one near is taken for it.
  CHECK(typed_as("by nobody", {{"USER", "root"}}).empty());
  CHECK(contains(said, "root"));
  CHECK(typed_as("by a part of a name", {{"USER", "be"}}).empty());
  CHECK(typed_as("by no login", {}).empty());
  stop(bot);
  // Without the bot it is the same.
  CHECK(typed_as("by nobody, alone", {{"USER", "root"}}).empty());
  CHECK(contains(said, "not saved"));
}

TEST_CASE("While Slack is away commands are saved, and posted in order, once, when it returns") {
  Stage stage;
  stage.slack().with([](sandbox::Server& server) {
    sandbox::WebRule away;
    away.times = -1;
    away.fault = sandbox::lost_before_effect();
    server.faults().add(away);
  });
  BotProcess bot({"serve"}, with_http(stage), stage.folder().path());
  const Asker asker(port_of(bot));
  const net::HttpResponse ready = asker.get("/readyz");
  CHECK(ready.status == 503);
  CHECK(contains(ready.body, "Slack is not connected"));

  const Json declared = asker.type("declare sev1 Payments are down", "k1");
  CHECK(declared["saved"] == true);
  CHECK(contains(declared["text"].get<std::string>(), "Slack is away"));
  CHECK(asker.type("INC-1 log first line", "k2")["saved"] == true);
  CHECK(asker.type("INC-1 log second line", "k3")["saved"] == true);
  CHECK(asker.type("INC-1 log third line", "k4")["saved"] == true);

  stage.slack().with([](sandbox::Server& server) { server.faults().clear(); });
  const ChannelId channel = stage.slack().wait_for_channel("inc-1-payments-are-down");
  REQUIRE_FALSE(channel.empty());
  CHECK(stage.slack().channel_shows(channel, "typed while Slack was away"));
  CHECK(stage.slack().channel_shows(channel, "third line"));
  const std::string transcript = stage.slack().transcript(channel);
  for (const char* const line : {"first line", "second line", "third line"}) {
    CHECK_MESSAGE(count_in(transcript, line) == 1, transcript);
  }
  CHECK(transcript.find("first line") < transcript.find("second line"));
  CHECK(transcript.find("second line") < transcript.find("third line"));
  stop(bot);
  stage.slack().check_nothing_to_complain_about();
}

TEST_CASE("While Slack is away somebody is paged from outside, and called once when it returns") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  BotProcess bot({"serve"}, with_http(stage), stage.folder().path());
  const Asker asker(port_of(bot));
  REQUIRE(slack.has_ready_bot());
  CHECK(asker.type("declare sev1 Payments are down", "k1")["saved"] == true);
  const ChannelId channel = slack.wait_for_channel("inc-1-payments-are-down");
  REQUIRE(slack.channel_shows(channel, "Payments are down"));
  slack.with([](sandbox::Server& server) {
    sandbox::WebRule away;
    away.times = -1;
    away.fault = sandbox::lost_before_effect();
    server.faults().add(away);
    server.sandbox().hub().drop_all(server.now());
  });
  const Json paged = asker.type("INC-1 escalate @ben We cannot do it alone", "k2");
  CHECK(paged["saved"] == true);
  CHECK(contains(paged["text"].get<std::string>(), "P1"));
  slack.with([](sandbox::Server& server) { server.faults().clear(); });
  ChannelId direct;
  slack.with([&](sandbox::Server& server) {
    direct = server.workspace().direct_channel(k_ben, server.now());
  });
  CHECK(slack.channel_shows(direct, "We cannot do it alone"));
  CHECK(slack.channel_shows(channel, "We cannot do it alone"));
  CHECK(count_in(slack.transcript(direct), "We cannot do it alone") == 1);
  stop(bot);
  slack.check_nothing_to_complain_about();
}

TEST_CASE("A port that is taken is named, and the bot runs on without it") {
  Stage stage;
  BotProcess first({"serve"}, with_http(stage), stage.folder().path());
  const std::string port = port_of(first);
  REQUIRE(stage.slack().has_ready_bot());
  Stage other;
  BotProcess second({"serve"}, with_http(other, "127.0.0.1:" + port), other.folder().path());
  CHECK(second.says("port " + port + " on 127.0.0.1 cannot be had"));
  CHECK(other.slack().has_ready_bot());
  stop(second);
  stop(first);
}

TEST_CASE("An address that others can reach is refused without a token") {
  Stage stage;
  BotProcess bot({"serve"}, with_http(stage, "0.0.0.0:8686"), stage.folder().path());
  CHECK(bot.wait() == 1);
  CHECK(contains(bot.said(), "TOCSIN_HTTP_TOKEN"));
}

}  // namespace tocsin::e2e::http_test
