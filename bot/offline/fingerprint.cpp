#include "bot/offline/fingerprint.h"

#include <fmt/core.h>
#include <openssl/sha.h>

#include <array>

namespace tocsin {

std::string fingerprint_of(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::string digits;
  for (const unsigned char byte : digest) digits += fmt::format("{:02x}", byte);
  return digits;
}

}  // namespace tocsin
