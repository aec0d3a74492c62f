#pragma once
// HTTP requests and answers as plain values. The pure parts of the program (Slack, integrations)
// make and read them; only the loop in bot/net carries them. No dependency but std, so anyone may
// include it.

#include <cctype>
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

// Names are compared without case. Null when absent.
inline const std::string* find_header(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (header.name.size() != name.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < name.size() && same; ++i) {
      same = std::tolower(static_cast<unsigned char>(header.name[i])) ==
             std::tolower(static_cast<unsigned char>(name[i]));
    }
    if (same) return &header.value;
  }
  return nullptr;
}

}  // namespace tocsin::net
