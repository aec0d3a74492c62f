#include "bot/net/surroundings.h"

#include <arpa/inet.h>
#include <ifaddrs.h>

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

bool is_this_machine(const std::string& host) {
  if (is_loopback_host(host)) return true;
  in_addr v4{};
  in6_addr v6{};
  const bool is_v4 = inet_pton(AF_INET, host.c_str(), &v4) == 1;
  if (!is_v4 && inet_pton(AF_INET6, host.c_str(), &v6) != 1) return false;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return false;
  bool is_ours = false;
  for (const ifaddrs* one = all; one != nullptr && !is_ours; one = one->ifa_next) {
    if (one->ifa_addr == nullptr) continue;
    if (is_v4 && one->ifa_addr->sa_family == AF_INET) {
      sockaddr_in known{};
      std::memcpy(&known, one->ifa_addr, sizeof(known));
      is_ours = known.sin_addr.s_addr == v4.s_addr;
    } else if (!is_v4 && one->ifa_addr->sa_family == AF_INET6) {
      sockaddr_in6 known{};
      std::memcpy(&known, one->ifa_addr, sizeof(known));
      is_ours = IN6_ARE_ADDR_EQUAL(&known.sin6_addr, &v6) != 0;
    }
  }
  freeifaddrs(all);
  return is_ours;
}

}  // namespace tocsin::net
