#pragma once
// Signatures of what is sent to and taken from outside services, and the comparison of secrets.
// Used by the services that sign and by the hooks that check; pure, any thread.

#include <string>
#include <string_view>

namespace tocsin {

// HMAC-SHA256 in lower-case hexadecimal digits.
std::string hmac_sha256_hex(std::string_view secret, std::string_view message);

// Takes as long whether they differ early, late or not at all; only their lengths may show.
bool equal_in_constant_time(std::string_view one, std::string_view other);

}  // namespace tocsin
