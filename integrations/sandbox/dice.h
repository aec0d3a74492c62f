#pragma once
// Seeded chance for everything in the sandbox that Slack leaves open (which connection gets an
// envelope, which call a fault hits). The same seed gives the same run on every machine, which the
// standard distributions do not promise. Pure; any thread, one owner.

#include <cstdint>
#include <string>

namespace tocsin::sandbox {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {  // splitmix64
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
  }
  std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : next() % limit; }
  bool chance(double probability) {
    if (probability >= 1.0) return true;
    return static_cast<double>(next() >> 11) * 0x1.0p-53 < probability;
  }
  std::string uuid() {
    constexpr char k_digits[] = "0123456789abcdef";
    std::string text(36, '-');
    std::uint64_t bits = next();
    int left = 16;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i == 8 || i == 13 || i == 18 || i == 23) continue;
      if (left == 0) {
        bits = next();
        left = 16;
      }
      text[i] = k_digits[bits & 15U];
      bits >>= 4;
      --left;
    }
    return text;
  }

 private:
  std::uint64_t state_;
};

}  // namespace tocsin::sandbox
