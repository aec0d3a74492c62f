#include "bot/net/proxy.h"

#include <openssl/evp.h>

#include <charconv>
#include <cstddef>

#include "bot/ensure.h"

namespace tocsin::net {
namespace {

bool same_but_for_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (lower(left[i]) != lower(right[i])) return false;
  }
  return true;
}

std::string percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int value = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr ==
            text.data() + i + 3) {
      plain += static_cast<char>(value);
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string base64(std::string_view text) {
  std::string encoded((text.size() + 2) / 3 * 4 + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  ENSURE(length >= 0);
  encoded.resize(static_cast<std::size_t>(length));
  return encoded;
}

std::string authority(const Url& url) {
  const bool address_v6 = url.host.find(':') != std::string::npos;
  return (address_v6 ? "[" + url.host + "]" : url.host) + ":" + std::to_string(url.port);
}

// One entry of the list.
bool covers(std::string_view entry, std::string_view host, std::uint16_t port) {
  if (entry == "*") return true;
  const bool bracketed = entry.starts_with('[');
  const auto colon = entry.rfind(':');
  const bool has_port = colon != std::string_view::npos &&
                        (bracketed ? entry.find(']') + 1 == colon : entry.find(':') == colon);
  if (has_port) {
    if (entry.substr(colon + 1) != std::to_string(port)) return false;
    entry = entry.substr(0, colon);
  }
  if (bracketed && entry.size() >= 2) entry = entry.substr(1, entry.size() - 2);
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || entry.size() > host.size()) return false;
  if (!same_but_for_case(host.substr(host.size() - entry.size()), entry)) return false;
  return entry.size() == host.size() || host[host.size() - entry.size() - 1] == '.';
}

}  // namespace

std::optional<Proxy> parse_proxy(std::string_view text) {
  const auto scheme_end = text.find("://");
  if (scheme_end != std::string_view::npos) {
    if (!same_but_for_case(text.substr(0, scheme_end), "http")) return std::nullopt;
    text.remove_prefix(scheme_end + 3);
  }
  Proxy proxy;
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    proxy.credentials = percent_decoded(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  const std::optional<Url> url = parse_url("http://" + std::string(text));
  if (!url) return std::nullopt;
  proxy.host = url->host;
  proxy.port = url->port;
  return proxy;
}

bool excepted_from_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port) {
  constexpr std::string_view separators = ", \t";
  while (true) {
    const auto begin = no_proxy.find_first_not_of(separators);
    if (begin == std::string_view::npos) return false;
    no_proxy.remove_prefix(begin);
    const auto end = no_proxy.find_first_of(separators);
    if (covers(no_proxy.substr(0, end), host, port)) return true;
    if (end == std::string_view::npos) return false;
    no_proxy.remove_prefix(end);
  }
}

bool goes_through_proxy(const Surroundings& surroundings, const Url& url) {
  return !surroundings.https_proxy.empty() && url.secure() && !is_loopback_host(url.host) &&
         !excepted_from_proxy(surroundings.no_proxy, url.host, url.port);
}

std::string connect_request(const Proxy& proxy, const Url& url) {
  const std::string to = authority(url);
  std::string request = "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\nUser-Agent: tocsin\r\n";
  if (!proxy.credentials.empty()) {
    request += "Proxy-Authorization: Basic " + base64(proxy.credentials) + "\r\n";
  }
  return request + "\r\n";
}

}  // namespace tocsin::net
