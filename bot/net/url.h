#pragma once
// An absolute http, https, ws or wss URL in its parts. Anything else is refused.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::net {

struct Url {
  std::string scheme;  // lower case
  std::string host;    // without brackets
  std::uint16_t port = 0;
  std::string target;  // path and query, at least "/"

  bool secure() const { return scheme == "https" || scheme == "wss"; }
};

std::optional<Url> parse_url(std::string_view text);

}  // namespace tocsin::net
