#pragma once
// Internal to bot/net: the one way from a URL to a connection that carries bytes, used by the HTTP
// client and the WebSocket: addresses, TCP, the proxy's CONNECT, TLS. Has no time limit of its own;
// whoever started it gives up by cancel().

#include "bot/net/asio.h"
#include "bot/net/surroundings.h"
#include "bot/net/url.h"
#include "bot/net/wire.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tocsin::net {

class Connecting : public std::enable_shared_from_this<Connecting> {
 public:
  // A wire, or null and the trouble. Whatever the trouble, nothing was said to the peer yet but
  // greetings of TCP and TLS.
  using Done = std::function<void(std::unique_ptr<Wire> wire, std::string trouble)>;

  // `done` is called later, never from within.
  static std::shared_ptr<Connecting> start(Loop::Impl& loop, const Surroundings& surroundings,
                                           const Url& url, Done done);

  Connecting(Loop::Impl& loop, const Surroundings& surroundings, const Url& url, Done done);

  void cancel();              // `done` is not called any more
  const char* doing() const;  // what it is waiting for, for the log

 private:
  void begin();
  void resolve(const std::string& host, std::uint16_t port);
  void use_addresses(const std::vector<asio::ip::address>& addresses, std::uint16_t port);
  void try_next_address();
  void on_connected(error_code error);
  void prepare_socket();
  void ask_proxy();
  void read_proxy_answer();
  void start_tls();
  void succeed();
  void fail(std::string trouble);

  Loop::Impl& loop_;
  Surroundings surroundings_;
  Url url_;
  Done done_;
  const char* doing_ = "starting";
  bool through_proxy_ = false;
  Resolver resolver_;
  Deadline attempt_deadline_;
  std::vector<asio::ip::tcp::endpoint> endpoints_;
  std::size_t next_endpoint_ = 0;
  std::unique_ptr<Wire> wire_;
  std::string proxy_text_;  // the CONNECT request, then the answer
};

// http:// and ws:// are for this machine only. Empty when the URL may be used, else why not.
std::string refusal_of_plain(const Url& url);

// As it stands in the Host header: without the port when it is the scheme's own.
std::string host_header(const Url& url);

}  // namespace tocsin::net
