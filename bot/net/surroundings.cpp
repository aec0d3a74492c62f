#include "bot/net/surroundings.h"

#include <arpa/inet.h>

#include <strings.h>
#include <array>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace tocsin::net {
namespace {

std::string first_set(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

}  // namespace

Surroundings read_surroundings() {
  return {.https_proxy = first_set({"HTTPS_PROXY", "https_proxy"}),
          .no_proxy = first_set({"NO_PROXY", "no_proxy"}),
          .ssl_cert_file = first_set({"SSL_CERT_FILE", "ssl_cert_file"})};
}

bool is_loopback_host(const std::string& host) {
  std::string_view name = host;
  if (name.size() > 2 && name.front() == '[' && name.back() == ']') {
    name = name.substr(1, name.size() - 2);
  }
  const std::string plain(name);
  if (strcasecmp(plain.c_str(), "localhost") == 0) return true;
  in_addr v4{};
  if (inet_pton(AF_INET, plain.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return inet_pton(AF_INET6, plain.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

}  // namespace tocsin::net
