#pragma once
// Internal to bot/net: a TCP connection of ours to somebody else, with TLS on it or without. It is
// an asynchronous stream in the sense of Asio and Beast, so that what stands on it is compiled once
// for both. It stays where it was made, because the TLS part points at the socket.

#include "bot/net/asio.h"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <cstddef>
#include <optional>
#include <utility>

namespace tocsin::net {

class Wire {
 public:
  using executor_type = Executor;
  using Tls = asio::ssl::stream<Socket&>;

  explicit Wire(Socket socket) : socket_(std::move(socket)) {}
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  executor_type get_executor() { return socket_.get_executor(); }
  Socket& socket() { return socket_; }
  bool secure() const { return tls_.has_value(); }

  // The handshake is up to the caller.
  Tls& start_tls(asio::ssl::context& context) { return tls_.emplace(socket_, context); }

  void close() {
    error_code ignored;
    socket_.close(ignored);
  }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    if (tls_) {
      tls_->async_read_some(buffers, std::forward<Handler>(handler));
    } else {
      socket_.async_read_some(buffers, std::forward<Handler>(handler));
    }
  }

  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    if (tls_) {
      tls_->async_write_some(buffers, std::forward<Handler>(handler));
    } else {
      socket_.async_write_some(buffers, std::forward<Handler>(handler));
    }
  }

 private:
  Socket socket_;
  std::optional<Tls> tls_;
};

// How a WebSocket ends its stream: at once. Beast's own way for TCP and TLS waits for the peer to
// close as well, and Slack does not.
template <class Handler>
void async_teardown(boost::beast::role_type, Wire& wire, Handler&& handler) {
  wire.close();
  asio::post(wire.get_executor(),
             boost::beast::bind_front_handler(std::forward<Handler>(handler), error_code()));
}

inline void teardown(boost::beast::role_type, Wire& wire, error_code&) { wire.close(); }

inline void beast_close_socket(Wire& wire) { wire.close(); }

}  // namespace tocsin::net
