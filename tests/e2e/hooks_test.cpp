// Alerts that come in over HTTP, with the real program, the local Slack, and the Alertmanager that
// Debian has.

#include "bot/json.h"
#include "bot/net/http_client.h"
#include "bot/net/loop.h"
#include "tests/e2e/asking.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>

namespace tocsin::e2e::hooks_test {

namespace {

const ChannelId k_alerts{"C0ALERTS"};
const std::string k_token = "token-of-the-alertmanager-hook";

sandbox::WorkspaceSetup with_alert_channel() {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  sandbox::ChannelSetup channel;
  channel.id = k_alerts;
  channel.name = "alerts";
  channel.members = {k_ana, k_ben};
  setup.channels.push_back(channel);
  return setup;
}

// A bot with a hook for Alertmanager.
class HookStage : public Stage {
 public:
  explicit HookStage(const std::string& more = "") : Stage(with_alert_channel()) {
    configure("[hooks.alertmanager]\ntoken = \"" + k_token + "\"\n" + more);
    Variables settings = variables();
    settings["TOCSIN_HTTP"] = "127.0.0.1:0";
    bot_ =
        std::make_unique<BotProcess>(std::vector<std::string>{"serve"}, settings, folder().path());
    port_ = port_of(*bot_);
    REQUIRE(slack().has_ready_bot());
  }

  BotProcess& bot() { return *bot_; }
  std::string address(const std::string& target) const {
    return "http://127.0.0.1:" + port_ + target;
  }
  int report(const std::string& body, const std::string& token,
             const std::string& target = "/hooks/alertmanager") const {
    return ask({"POST", address(target), {{"Authorization", "Bearer " + token}}, body}).status;
  }
  // Presses a button of the bot's last message in the channel for alerts.
  Shown press(const UserId& user, std::string_view label) {
    std::string trigger;
    const bool is_pressed = slack().eventually([&](sandbox::Server& server) {
      const auto messages = server.workspace().messages_of_app(k_alerts);
      if (messages.empty()) return false;
      const auto pressed =
          server.workspace().press(user, k_alerts, messages.back()->ts, label, server.now());
      if (pressed) trigger = *pressed;
      return pressed.has_value();
    });
    REQUIRE(is_pressed);
    return slack().shown_for(trigger);
  }

 private:
  std::unique_ptr<BotProcess> bot_;
  std::string port_;
};

std::string notification(const std::string& status, const std::string& ended_at) {
  return R"({"version":"4","status":")" + status + R"(","alerts":[{"status":")" + status +
         R"(","labels":{"alertname":"CheckoutErrors","severity":"critical"},"annotations":)" +
         R"({"summary":"Checkout answers with errors"},"startsAt":"2026-03-10T14:30:05Z",)" +
         R"("endsAt":")" + ended_at + R"(","generatorURL":"","fingerprint":"1a30ba71cca2921f"}]})";
}

// What the real Alertmanager is told.
std::string alertmanager_settings(const std::string& url) {
  return "route:\n  receiver: tocsin\n  group_by: [alertname]\n  group_wait: 100ms\n"
         "  group_interval: 500ms\n  repeat_interval: 1h\n"
         "receivers:\n- name: tocsin\n  webhook_configs:\n  - url: " +
         url + "\n    send_resolved: true\n    http_config:\n      authorization:\n        " +
         "credentials: " + k_token + "\n";
}

class Alertmanager {
 public:
  static constexpr const char* k_program = "/usr/bin/prometheus-alertmanager";

  Alertmanager(const std::filesystem::path& folder, const std::string& url)
      : settings_((folder / "alertmanager.yml").string()),
        process_(arguments(folder, url), {}, folder, k_program) {
    const std::string words = "address=127.0.0.1:";
    REQUIRE_MESSAGE(process_.says(words), process_.said());
    const std::string said = process_.said();
    const std::size_t at = said.find(words) + words.size();
    port_ = said.substr(at, said.find_first_not_of("0123456789", at) - at);
  }

  // As Prometheus sends it. An empty end: it goes on.
  bool take(const std::string& ended_at) {
    Json alert{{"labels", {{"alertname", "DiskFull"}, {"severity", "critical"}}},
               {"annotations", {{"summary", "The disk of db-7 is full"}}},
               {"generatorURL", "http://prometheus.example.com/graph"}};
    alert["startsAt"] = "2026-03-10T14:30:05Z";
    if (!ended_at.empty()) alert["endsAt"] = ended_at;
    const std::string url = "http://127.0.0.1:" + port_ + "/api/v2/alerts";
    const std::string body = dump_json(Json::array({alert}));
    // It answers a moment after it has said that it listens.
    for (int i = 0; i < 50 && process_.is_running(); ++i) {
      if (ask({"POST", url, {{"Content-Type", "application/json"}}, body}).status == 200) {
        return true;
      }
    }
    return false;
  }

  std::string said() const { return process_.said(); }

 private:
  std::vector<std::string> arguments(const std::filesystem::path& folder,
                                     const std::string& url) const {
    std::ofstream(settings_) << alertmanager_settings(url);
    return {"--config.file=" + settings_, "--storage.path=" + (folder / "alertmanager").string(),
            "--web.listen-address=127.0.0.1:0", "--cluster.listen-address="};
  }

  std::string settings_;
  BotProcess process_;
  std::string port_;
};

}  // namespace

TEST_CASE("A notification becomes a card, and of two who press Declare one declares") {
  HookStage stage;
  CHECK(stage.report(notification("firing", "0001-01-01T00:00:00Z"), k_token) == 200);
  CHECK(stage.slack().channel_shows(k_alerts, "Checkout answers with errors"));
  CHECK(stage.press(k_ana, "Declare an incident").is_answered());
  CHECK(stage.slack().channel_shows(k_alerts, "Belongs to"));
  const ChannelId channel = stage.slack().wait_for_channel("inc-1-checkout-answers-with-errors");
  CHECK(!channel.empty());
  const Shown typed = stage.slack().type(k_ben, k_general, "declare-alert 1");
  CHECK_MESSAGE(contains(typed.text, "belong to *INC-1*"), typed.text);
  CHECK(stage.report(notification("resolved", "2026-03-10T14:50:05Z"), k_token) == 200);
  CHECK(stage.slack().channel_shows(k_alerts, "Ended: "));
  CHECK(stage.slack().channel_shows(channel, "Ended: Checkout answers with errors"));
  CHECK(stage.slack().seen_in(k_alerts).size() == 1);
  stop(stage.bot());
  stage.slack().check_nothing_to_complain_about();
  CHECK(stage.record()->all_incidents().size() == 1);
}

TEST_CASE("A hook turns away who has no token, what it cannot read, and what is not set up") {
  HookStage stage("[http]\ntoken = \"a-token-of-the-operator\"\n");
  const std::string body = notification("firing", "0001-01-01T00:00:00Z");
  CHECK(stage.report(body, "a-token-of-the-operator") == 401);
  CHECK(stage.report(body, "") == 401);
  CHECK(ask({"POST", stage.address("/hooks/alertmanager?token=" + k_token), {}, body}).status ==
        401);
  CHECK(stage.report(body, k_token, "/hooks/grafana") == 404);
  CHECK(stage.report(body, k_token, "/hooks/nothing") == 404);
  CHECK(stage.report("{\"alerts\":", k_token) == 400);
  CHECK(stage.report(std::string(2'000'000, ' '), k_token) == 413);
  CHECK(ask({"GET",
             stage.address("/hooks/alertmanager"),
             {{"Authorization", "Bearer " + k_token}},
             ""})
            .status == 405);
  const std::string metrics = ask({"GET",
                                   stage.address("/metrics"),
                                   {{"Authorization", "Bearer a-token-of-the-operator"}},
                                   ""})
                                  .body;
  CHECK(contains(metrics,
                 "tocsin_hook_requests_total{hook=\"alertmanager\",result=\"refused\"} 3\n"));
  CHECK(
      contains(metrics, "tocsin_hook_requests_total{hook=\"alertmanager\",result=\"broken\"} 1\n"));
  CHECK(
      contains(metrics, "tocsin_hook_requests_total{hook=\"alertmanager\",result=\"taken\"} 0\n"));
  const std::string said = stage.bot().said();
  CHECK(contains(said, "/hooks/alertmanager: a request without the right token"));
  CHECK(!contains(said, k_token));
  stop(stage.bot());
  CHECK(stage.slack().seen_in(k_alerts).empty());
  CHECK(!stage.record()->alert_card(AlertCardNumber{1}));
}

TEST_CASE("A hook that is called too often says so for a moment, and takes nothing meanwhile") {
  HookStage stage;
  net::Loop loop;
  net::HttpClient client(loop, net::Surroundings{});
  constexpr int k_requests = 2'000;  // far above what is taken at once
  std::map<int, int> answers;
  int answered = 0;
  std::string waits;
  for (int i = 0; i < k_requests; ++i) {
    client.send({"POST",
                 stage.address("/hooks/alertmanager"),
                 {{"Authorization", "Bearer " + k_token}},
                 "no JSON"},
                [&](const net::HttpResponse& answer) {
                  ++answers[answer.status];
                  const std::string* after = net::find_header(answer.headers, "Retry-After");
                  if (answer.status == 429 && after != nullptr) waits = *after;
                  if (++answered == k_requests) loop.stop();
                });
  }
  loop.run();
  CHECK(answers[400] >= 200);
  CHECK(answers[429] > 0);
  CHECK(answers[400] + answers[429] == k_requests);
  CHECK(waits == "1");
  CHECK(stage.report(notification("firing", "0001-01-01T00:00:00Z"), "not-the-token") == 401);
  stop(stage.bot());
  CHECK(!stage.record()->alert_card(AlertCardNumber{1}));
}

TEST_CASE("The real Alertmanager's notification becomes a card, and its end edits it") {
  if (!std::filesystem::exists(Alertmanager::k_program)) {
    MESSAGE("skipped: prometheus-alertmanager is not installed");
    return;
  }
  HookStage stage(
      "[alerts]\nrules = [{ match = { severity = \"critical\" }, declare = \"sev2\" }]\n");
  Alertmanager monitoring(stage.folder().path(), stage.address("/hooks/alertmanager"));
  REQUIRE_MESSAGE(monitoring.take(""), monitoring.said());
  CHECK_MESSAGE(stage.slack().channel_shows(k_alerts, "The disk of db-7 is full"),
                monitoring.said() << stage.bot().said());
  const ChannelId channel = stage.slack().wait_for_channel("inc-1-the-disk-of-db-7-is-full");
  CHECK(stage.slack().channel_shows(channel, "A rule has declared this"));
  CHECK(stage.slack().channel_shows(k_alerts, "Belongs to"));
  REQUIRE(monitoring.take("2026-03-10T14:45:05Z"));
  CHECK_MESSAGE(stage.slack().channel_shows(k_alerts, "Ended: "), monitoring.said());
  CHECK(stage.slack().channel_shows(channel, "Ended: The disk of db-7 is full"));
  CHECK(stage.slack().seen_in(k_alerts).size() == 1);
  stop(stage.bot());
  stage.slack().check_nothing_to_complain_about();
}

}  // namespace tocsin::e2e::hooks_test
