#pragma once
// Signatures of what is sent to and taken from outside services, and the comparison of secrets.
// Used by the services that sign and by the hooks that check; pure, any thread.

#include <string>
#include <string_view>

namespace tocsin {

// HMAC-SHA256 in lower-case hexadecimal digits.
std::string hmac_sha256_hex(std::string_view secret, std::string_view message);

// How the signed webhook is signed in both directions: over "timestamp.body", the timestamp in
// seconds since 1970, in two headers: "X-Tocsin-Timestamp: 1700000000" and
// "X-Tocsin-Signature: v1=<64 digits>". On the wire for good.
inline constexpr std::string_view k_timestamp_header = "X-Tocsin-Timestamp";
inline constexpr std::string_view k_signature_header = "X-Tocsin-Signature";
std::string webhook_signature(std::string_view secret, std::string_view timestamp,
                              std::string_view body);

// Takes as long whether they differ early, late or not at all; only their lengths may show.
bool equal_in_constant_time(std::string_view one, std::string_view other);

}  // namespace tocsin
