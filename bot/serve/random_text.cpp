#include "bot/serve/random_text.h"

#include <random>
#include <string_view>

namespace tocsin {

std::string random_text(std::size_t length) {
  std::random_device random;
  constexpr std::string_view k_letters = "abcdefghijkmnpqrstuvwxyz23456789";
  static_assert(k_letters.size() == 32);
  std::string text;
  while (text.size() < length) text.push_back(k_letters[random() % k_letters.size()]);
  return text;
}

}  // namespace tocsin
