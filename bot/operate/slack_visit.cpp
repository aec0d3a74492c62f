#include "bot/operate/slack_visit.h"

#include <utility>

namespace tocsin {

namespace {

net::HttpClientOptions options_of(const Config& config) {
  net::HttpClientOptions options;
  options.timeout = config.http_timeout;
  return options;
}

}  // namespace

SlackVisit::SlackVisit(const Config& config, const net::Surroundings& surroundings)
    : http_(loop_, surroundings, options_of(config)) {}

net::HttpResponse SlackVisit::ask(net::HttpRequest request) {
  net::HttpResponse answer;
  http_.send(std::move(request), [this, &answer](net::HttpResponse came) {
    answer = std::move(came);
    loop_.stop();
  });
  loop_.run();
  return answer;
}

void SlackVisit::wait(Duration time) {
  loop_.after(time, [this] { loop_.stop(); });
  loop_.run();
}

}  // namespace tocsin
