#pragma once
// `tocsin config`: the configuration as it takes effect, each key with where its value comes from.
// Secrets are not shown. Called by main.

#include "bot/config/config.h"

#include <string>

namespace tocsin {

std::string config_table(const Config& config);
std::string config_json(const Config& config);  // one object: key → value, origin, secret

}  // namespace tocsin
