#pragma once
// The only place of the program where the clocks are read. Everything behind it gets the time as a
// value.

#include "bot/engine/now.h"

#include <chrono>

namespace tocsin {

inline Now read_clocks() {
  using std::chrono::time_point_cast;
  return {
      time_point_cast<Duration>(std::chrono::system_clock::now()),
      std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch())};
}

}  // namespace tocsin
