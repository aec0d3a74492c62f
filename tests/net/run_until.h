#pragma once
// Runs the loop until something has happened, looking every millisecond. The limit is there for
// the day when it never happens; no test says anything about speed.

#include "bot/net/loop.h"

#include <chrono>
#include <functional>

namespace tocsin::net {

inline bool run_until(Loop& loop, const std::function<bool()>& reached,
                      std::chrono::milliseconds limit = std::chrono::seconds(20)) {
  const auto give_up_at = std::chrono::steady_clock::now() + limit;
  Loop::Timer next_look = 0;
  std::function<void()> look = [&] {
    if (reached() || std::chrono::steady_clock::now() >= give_up_at) {
      loop.stop();
    } else {
      next_look = loop.after(std::chrono::milliseconds(1), look);
    }
  };
  look();
  loop.run();
  loop.cancel(next_look);
  return reached();
}

// For what must not happen, or has no visible end: lets everything that is under way take its turn.
inline void run_for(Loop& loop, std::chrono::milliseconds time) {
  run_until(
      loop, [] { return false; }, time);
}

}  // namespace tocsin::net
