#pragma once
// How often something may happen: a burst, and then so many a second. Pure; the time is passed in
// (of the steady clock), so whoever owns it says on which thread.

#include <algorithm>
#include <chrono>

namespace tocsin::web {

class TokenBucket {
 public:
  TokenBucket(double burst, double each_second)
      : burst_(burst), each_second_(each_second), left_(burst) {}

  bool take(std::chrono::milliseconds now) {
    const double passed = std::chrono::duration<double>(now - filled_at_).count();
    if (passed > 0) left_ = std::min(burst_, left_ + passed * each_second_);
    filled_at_ = now;
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
  }

 private:
  double burst_;
  double each_second_;
  double left_;
  std::chrono::milliseconds filled_at_{0};
};

}  // namespace tocsin::web
