#pragma once
// What the environment says about reaching the outside: proxy, exceptions from it, own
// certificates. Read once by main and passed in as a value, so that tests need not touch the
// environment.

#include <string>

namespace tocsin::net {

struct Surroundings {
  std::string https_proxy;    // HTTPS_PROXY or https_proxy: http://[user:password@]host:port
  std::string no_proxy;       // NO_PROXY or no_proxy: host, .suffix, host:port, *, comma separated
  std::string ssl_cert_file;  // SSL_CERT_FILE: a PEM bundle instead of the system's
};

Surroundings read_surroundings();  // from the process environment

// True for localhost, 127.0.0.0/8 and ::1 (also in brackets).
bool is_loopback_host(const std::string& host);

// The same, or an address that this machine has (a bot that listens on it is asked there): the only
// hosts for http:// and ws://.
bool is_this_machine(const std::string& host);

}  // namespace tocsin::net
