#pragma once
// `tocsin serve`: runs the bot until SIGTERM or SIGINT. Main's thread becomes the loop's thread.

#include "bot/config/config.h"
#include "bot/net/surroundings.h"
#include "bot/serve/web_side.h"
#include "storage/store.h"

#include <optional>
#include <string>

namespace tocsin {

// Why no request can ever reach this address, as one sentence: trying again would not help.
std::optional<std::string> address_trouble(const std::string& api_url);

// The exit status: 0 after a clean stop, 1 when the bot cannot run (the reason is on standard
// error).
int serve(const Config& config, const net::Surroundings& surroundings, Store& store,
          WebSeams seams);

// Says on standard error why the program cannot run, and gives the exit status for it.
int cannot_run(const std::string& sentence);

}  // namespace tocsin
