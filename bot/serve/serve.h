#pragma once
// `tocsin serve`: runs the bot until SIGTERM or SIGINT. Main's thread becomes the loop's thread.

#include "bot/config/config.h"
#include "bot/net/surroundings.h"

namespace tocsin {

// The exit status: 0 after a clean stop, 1 when the bot cannot run (the reason is on standard
// error).
int serve(const Config& config, const net::Surroundings& surroundings);

}  // namespace tocsin
