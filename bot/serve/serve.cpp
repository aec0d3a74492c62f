#include "bot/serve/serve.h"

#include "bot/log.h"
#include "bot/net/loop.h"
#include "bot/net/url.h"
#include "bot/serve/service_manager.h"
#include "bot/serve/session.h"

#include <csignal>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

namespace tocsin {

std::optional<std::string> address_trouble(const std::string& api_url) {
  const auto url = net::parse_url(api_url);
  if (!url || url->scheme.starts_with("ws")) {
    return "SLACK_API_URL is no web address: leave it out for Slack's own, or write it like "
           "https://slack.com/api/.";
  }
  if (!url->secure() && !net::is_loopback_host(url->host)) {
    return "SLACK_API_URL begins with http://, which is taken for this machine only: write "
           "https://, so that nobody on the way can read the tokens.";
  }
  return std::nullopt;
}

int cannot_run(const std::string& sentence) {
  std::fprintf(stderr, "tocsin: %s\n", redact(sentence).c_str());
  return 1;
}

int serve(const Config& config, const net::Surroundings& surroundings, Store& store,
          WebSeams seams) {
  if (const auto trouble = address_trouble(config.api_url)) return cannot_run(*trouble);
  if (const auto trouble = http_trouble(config)) return cannot_run(*trouble);
  net::Loop loop;
  std::optional<std::string> end;
  int status = 0;
  {
    Session session(loop, config, surroundings, store, [&](std::string sentence) {
      end = std::move(sentence);
      loop.stop();
    });
    ServiceManager manager(loop, read_notice_wishes());
    loop.on_signals({SIGTERM, SIGINT}, [&](int) {
      log_info("stopping");
      manager.stopping();
      session.stop();
    });
    session.start();
    // Not only once Slack answers: a bot that waits for Slack is up, and systemd must not end it.
    loop.post([&manager] { manager.ready(); });
    const WebSide web(loop, config, std::move(seams), session);
    loop.run();
    if (end && !end->empty()) status = cannot_run(*end);
  }
  if (status == 0) log_info("stopped");
  return status;
}

}  // namespace tocsin
