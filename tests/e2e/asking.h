#pragma once
// Asking the bot over HTTP, as monitoring systems and scripts do. Test thread.

#include "bot/net/http.h"
#include "tests/e2e/bot_process.h"

#include <string>

namespace tocsin::e2e {

// Where the bot listens, as it says itself.
std::string port_of(const BotProcess& bot);

// Sends it and waits for the answer.
net::HttpResponse ask(net::HttpRequest request);

}  // namespace tocsin::e2e
