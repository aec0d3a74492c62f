#include "bot/net/url.h"

#include <arpa/inet.h>

#include <charconv>

namespace tocsin::net {
namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

// Spaces and control characters would end the request line, or start another one.
bool may_stand_in_request_line(std::string_view text) {
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte >= 0x7f) return false;
  }
  return true;
}

bool valid_host(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  for (char c : host) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !digit && c != '-' && c != '.' && c != '_') return false;
  }
  return true;
}

bool valid_address_v6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto end = text.data() + text.size();
  const auto [ptr, error] = std::from_chars(text.data(), end, port);
  if (text.empty() || error != std::errc() || ptr != end || port == 0) return std::nullopt;
  return port;
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
  Url url;
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  url.scheme = lower_case(text.substr(0, scheme_end));
  if (url.scheme == "http" || url.scheme == "ws") {
    url.port = 80;
  } else if (url.scheme == "https" || url.scheme == "wss") {
    url.port = 443;
  } else {
    return std::nullopt;
  }
  text.remove_prefix(scheme_end + 3);
  text = text.substr(0, text.find('#'));
  if (!may_stand_in_request_line(text)) return std::nullopt;

  const auto authority_end = text.find_first_of("/?");
  std::string_view authority = text.substr(0, authority_end);
  if (authority_end != std::string_view::npos) url.target = text.substr(authority_end);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");

  std::string_view after_host;
  if (authority.starts_with('[')) {
    const auto bracket = authority.find(']');
    if (bracket == std::string_view::npos) return std::nullopt;
    url.host = lower_case(authority.substr(1, bracket - 1));
    after_host = authority.substr(bracket + 1);
    if (!valid_address_v6(url.host)) return std::nullopt;
  } else {
    const auto colon = authority.find(':');
    url.host = lower_case(authority.substr(0, colon));
    if (colon != std::string_view::npos) after_host = authority.substr(colon);
    if (!valid_host(url.host)) return std::nullopt;
  }
  if (!after_host.empty()) {
    const auto port = after_host.front() == ':' ? parse_port(after_host.substr(1)) : std::nullopt;
    if (!port) return std::nullopt;
    url.port = *port;
  }
  return url;
}

}  // namespace tocsin::net
