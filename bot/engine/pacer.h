#pragma once
// How fast requests may leave: a next free time for each key ("post:C123", "conversations.create"),
// on the steady clock. In memory only: after a restart the first requests are simply free to go.

#include "bot/domain/moment.h"
#include "integrations/destination.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace tocsin {

class Pacer {
 public:
  // When a request with these paces may leave; in the past: now.
  Duration free_at(const std::vector<Pace>& paces) const;
  void take(const std::vector<Pace>& paces, Duration now);
  void hold_back(const std::vector<Pace>& paces, Duration until);

 private:
  std::unordered_map<std::string, Duration> next_free_;
};

}  // namespace tocsin
