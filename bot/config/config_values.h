#pragma once
// The configuration as people look at it: every key with its value and where that comes from.
// Secrets are not in it. Called by `tocsin config`.

#include "bot/config/config.h"

#include <string>
#include <vector>

namespace tocsin {

struct ShownValue {
  std::string key;
  std::string value;  // of a secret: only what kind it is
  std::string origin;
  bool is_secret = false;
};

std::vector<ShownValue> effective_values(const Config& config);

}  // namespace tocsin
