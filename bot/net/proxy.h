#pragma once
// Internal to bot/net: whether and how a host is reached through the proxy of the surroundings.
// Pure text.

#include "bot/net/surroundings.h"
#include "bot/net/url.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::net {

struct Proxy {
  std::string host;
  std::uint16_t port = 0;
  std::string credentials;  // "user:password", empty when there are none

  bool operator==(const Proxy&) const = default;
};

// Only http:// proxies are known; "host:port" without a scheme is taken as one.
std::optional<Proxy> parse_proxy(std::string_view text);

// True when the list says to go directly: "*", "host" and ".suffix" (both with their subdomains),
// each with ":port" or without.
bool excepted_from_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port);

// Loopback and plain connections never go through the proxy.
bool goes_through_proxy(const Surroundings& surroundings, const Url& url);

// The CONNECT request for a tunnel to the host.
std::string connect_request(const Proxy& proxy, const Url& url);

}  // namespace tocsin::net
