#pragma once
// One request to Slack or to an outside service after the other, each waited for: enough for a
// command that looks and then ends. Called by `tocsin doctor`, on its thread.

#include "bot/config/config.h"
#include "bot/net/http_client.h"
#include "bot/net/loop.h"
#include "bot/net/surroundings.h"

namespace tocsin {

class SlackVisit {
 public:
  SlackVisit(const Config& config, const net::Surroundings& surroundings);

  net::HttpResponse ask(net::HttpRequest request);
  void wait(Duration time);

 private:
  net::Loop loop_;
  net::HttpClient http_;
};

}  // namespace tocsin
