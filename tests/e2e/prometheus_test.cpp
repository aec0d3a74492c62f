// The metrics and the alert rules with the real program that will read them: Debian's Prometheus
// scrapes a running bot.

#include "bot/json.h"
#include "tests/e2e/asking.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

namespace tocsin::e2e::prometheus_test {

namespace {

const std::string k_token = "token-of-the-operator";

// On a free port, with its database in the folder of the test.
class Prometheus {
 public:
  static constexpr const char* k_program = "/usr/bin/prometheus";

  Prometheus(const std::filesystem::path& folder, const std::string& target)
      : process_(arguments(folder, target), {}, folder, k_program) {
    REQUIRE_MESSAGE(process_.says("Server is ready to receive web requests"), process_.said());
    const std::string words = "msg=\"Listening on\" address=127.0.0.1:";
    const std::string said = process_.said();
    REQUIRE_MESSAGE(contains(said, words), said);
    const std::size_t at = said.find(words) + words.size();
    base_ = "http://127.0.0.1:" + said.substr(at, said.find_first_not_of("0123456789", at) - at);
  }

  // The "data" of an answer of its API.
  Json asked(const std::string& target) const {
    const net::HttpResponse response = ask({"GET", base_ + "/api/v1/" + target, {}, ""});
    const auto json = parse_json(response.body);
    return json && json->is_object() && json->contains("data") ? json->at("data") : Json();
  }

  // The value of the only series of that name; empty when there is none or another number of them.
  std::string value_of(const std::string& series) const {
    const Json result = asked("query?query=" + series).value("result", Json::array());
    return result.size() == 1 ? result[0]["value"][1].get<std::string>() : "";
  }

  bool eventually(const std::function<bool()>& reached) {
    const auto until = std::chrono::steady_clock::now() + k_patience;
    while (!reached()) {
      if (std::chrono::steady_clock::now() >= until || !process_.is_running()) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return true;
  }

  std::string said() const { return process_.said(); }
  BotProcess& process() { return process_; }

 private:
  static std::vector<std::string> arguments(const std::filesystem::path& folder,
                                            const std::string& target) {
    const std::string settings = (folder / "prometheus.yml").string();
    std::ofstream(settings) << "global:\n  scrape_interval: 200ms\n  scrape_timeout: 200ms\n"
                               "  evaluation_interval: 200ms\n"
                               "rule_files:\n- "
                            << source_path("deploy/alerts.yml")
                            << "\nscrape_configs:\n- job_name: tocsin\n  authorization:\n"
                               "    credentials: "
                            << k_token << "\n  static_configs:\n  - targets: ['" << target
                            << "']\n";
    return {"--config.file=" + settings, "--storage.tsdb.path=" + (folder / "prometheus").string(),
            "--web.listen-address=127.0.0.1:0"};
  }

  BotProcess process_;
  std::string base_;
};

}  // namespace

TEST_CASE("The real Prometheus scrapes the bot, with its token, and evaluates the alert rules") {
  if (!std::filesystem::exists(Prometheus::k_program)) {
    MESSAGE("skipped: prometheus is not installed");
    return;
  }
  Stage stage;
  Variables settings = with_http(stage);
  settings["TOCSIN_HTTP_TOKEN"] = k_token;
  BotProcess bot({"serve"}, settings, stage.folder().path());
  const std::string port = port_of(bot);
  REQUIRE(stage.slack().has_ready_bot());
  stage.slack().type(k_ana, k_general, "declare sev2 Checkout is down");

  Prometheus prometheus(stage.folder().path(), "127.0.0.1:" + port);
  CHECK_MESSAGE(prometheus.eventually([&] {
    const Json targets = prometheus.asked("targets").value("activeTargets", Json::array());
    return targets.size() == 1 && targets[0]["health"] == "up";
  }),
                prometheus.said() << dump_json(prometheus.asked("targets")));
  CHECK(
      prometheus.eventually([&] { return prometheus.value_of("tocsin_slack_connected") == "1"; }));
  CHECK(prometheus.eventually(
      [&] { return prometheus.value_of("sum(tocsin_active_incidents)") == "1"; }));
  // Each rule was evaluated, and none of them is broken.
  const auto rules = [&] {
    Json all = Json::array();
    for (const Json& group : prometheus.asked("rules").value("groups", Json::array())) {
      for (const Json& rule : group["rules"]) all.push_back(rule);
    }
    return all;
  };
  CHECK(prometheus.eventually([&] {
    const Json all = rules();
    bool are_well = !all.empty();
    for (const Json& rule : all) are_well = are_well && rule["health"] == "ok";
    return are_well;
  }));
  INFO(dump_json(rules()));
  CHECK(rules().size() >= 4);

  prometheus.process().send_signal(SIGTERM);
  CHECK(prometheus.process().wait() == 0);
  stop(bot);
  stage.slack().check_nothing_to_complain_about();
}

}  // namespace tocsin::e2e::prometheus_test
