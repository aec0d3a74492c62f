#pragma once
// Asking the bot over HTTP, as monitoring systems and scripts do. Test thread.

#include "bot/json.h"
#include "bot/net/http.h"
#include "tests/e2e/typing.h"

#include <string>

namespace tocsin::e2e {

// What a bot of this stage gets so that it listens.
Variables with_http(const Stage& stage, const std::string& address = "127.0.0.1:0");

// Where the bot listens, as it says itself.
std::string port_of(const BotProcess& bot);

// Sends it and waits for the answer.
net::HttpResponse ask(net::HttpRequest request);

class Asker {
 public:
  explicit Asker(const std::string& port);

  net::HttpResponse get(const std::string& target) const;
  // Types a line as ana; the key is the name of the act.
  Json type(const std::string& line, const std::string& key) const;

 private:
  std::string base_;
};

}  // namespace tocsin::e2e
