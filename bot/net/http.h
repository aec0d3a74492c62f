#pragma once
// HTTP requests and answers as plain values. The pure parts of the program (Slack, integrations)
// make and read them; only the loop in bot/net carries them. No dependency but std, so anyone may
// include it.

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::net {

struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;  // absolute when we send it; the target ("/api/x?y") when we serve it
  std::vector<Header> headers;
  std::string body;
};

// What became of a request. The difference between the last two decides whether it may be repeated.
enum class Transport {
  answered,    // a whole answer came; see status
  never_sent,  // refused, no address, no TLS, proxy said no: the peer has not seen the request
  lost,        // sent, at least in part, and no whole answer came: the peer may have acted
};

struct HttpResponse {
  Transport transport = Transport::answered;
  int status = 0;
  std::vector<Header> headers;
  std::string body;
  std::string trouble;  // why never_sent or lost, in words for the log
};

// As names of headers are compared: without case.
inline bool same_header(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(one[i])) !=
        std::tolower(static_cast<unsigned char>(other[i]))) {
      return false;
    }
  }
  return true;
}

// Null when absent.
inline const std::string* find_header(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (same_header(header.name, name)) return &header.value;
  }
  return nullptr;
}

}  // namespace tocsin::net
