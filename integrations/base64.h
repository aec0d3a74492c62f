#pragma once
// Base64 (RFC 4648, with padding), as basic authentication wants it. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

std::string encode_base64(std::string_view bytes);
std::optional<std::string> decode_base64(std::string_view text);  // nothing: it is none

}  // namespace tocsin
