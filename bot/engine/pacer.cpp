#include "bot/engine/pacer.h"

#include <algorithm>
#include <cstddef>

namespace tocsin {

namespace {

constexpr std::size_t k_most_keys = 4096;  // then the ones that are free again are dropped

}  // namespace

Duration Pacer::free_at(const std::vector<Pace>& paces) const {
  Duration latest{0};
  for (const Pace& pace : paces) {
    const auto known = next_free_.find(pace.key);
    if (known != next_free_.end()) latest = std::max(latest, known->second);
  }
  return latest;
}

void Pacer::take(const std::vector<Pace>& paces, Duration now) {
  if (next_free_.size() > k_most_keys) {
    std::erase_if(next_free_, [now](const auto& entry) { return entry.second <= now; });
  }
  for (const Pace& pace : paces) {
    Duration& next = next_free_[pace.key];
    next = std::max(next, now + pace.spacing);
  }
}

void Pacer::hold_back(const std::vector<Pace>& paces, Duration until) {
  for (const Pace& pace : paces) {
    Duration& next = next_free_[pace.key];
    next = std::max(next, until);
  }
}

}  // namespace tocsin
