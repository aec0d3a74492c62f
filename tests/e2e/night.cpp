#include "tests/e2e/night.h"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

namespace tocsin::e2e {

Night::Night(const std::string& toml) {
  stage.configure(toml);
  bot = stage.start_ready_bot();
  const Shown declared = stage.slack().type(k_ana, k_general, "declare sev1 Checkout is down");
  REQUIRE(contains(declared.text, "INC-1"));
  channel = stage.slack().wait_for_channel("inc-1-checkout-is-down");
  REQUIRE_FALSE(channel.empty());
}

bool Night::hears(std::string_view line, std::string_view words) {
  const auto until = std::chrono::steady_clock::now() + k_patience;
  while (std::chrono::steady_clock::now() < until) {
    if (contains(type(line).payload, words)) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

Incident Night::incident() const {
  const auto found = stage.record()->incident(IncidentNumber{1});
  REQUIRE(found.has_value());
  return *found;
}

}  // namespace tocsin::e2e
