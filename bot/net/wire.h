#pragma once
// Internal to bot/net: a TCP connection with TLS on it or without. It is an asynchronous stream in
// the sense of Asio and Beast, but what is compiled for each kind of handler ends here: the
// operations of TCP and TLS are compiled once, in wire.cpp. It stays where it was made, because the
// TLS part points at the socket.

#include "bot/net/asio.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace boost::asio::ssl {
template <class Stream>
class stream;
}

namespace tocsin::net {

using Completion = Once<const error_code&, std::size_t>;

class Wire {
 public:
  using executor_type = TurnExecutor;
  using Tls = asio::ssl::stream<Socket&>;

  Wire(Turn& turn, Socket socket);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  executor_type get_executor() { return TurnExecutor(turn_); }
  Socket& socket() { return socket_; }
  bool secure() const { return tls_ != nullptr; }
  Tls& start_tls(asio::ssl::context& context);  // the handshake is up to the caller
  void close();

  // Before a write: whether another one follows at once. Then this one counts as written when it is
  // kept, and leaves with the next: for small frames the sending is most of the work, and with TLS
  // each would be a record of its own.
  void expect_more(bool more) { more_follows_ = more; }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    asio::mutable_buffer into;
    for (auto part = asio::buffer_sequence_begin(buffers);
         part != asio::buffer_sequence_end(buffers) && into.size() == 0; ++part) {
      into = *part;
    }
    read_some(into, Completion(std::forward<Handler>(handler)));
  }

  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    Parts parts;
    std::size_t count = 0;
    for (auto part = asio::buffer_sequence_begin(buffers);
         part != asio::buffer_sequence_end(buffers) && count < parts.size(); ++part) {
      const asio::const_buffer bytes = *part;
      if (bytes.size() > 0) parts[count++] = bytes;
    }
    write_some(parts, Completion(std::forward<Handler>(handler)));
  }

 private:
  using Parts =
      std::array<asio::const_buffer, 8>;  // what is beyond them is left for the next write

  // Beast reads in small pieces; what has come is taken from the kernel at once.
  struct ReadAhead {
    std::array<char, 16 * 1024> bytes;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  void read_some(asio::mutable_buffer into, Completion completion);
  template <class Act>
  void through(Act act);  // what the bytes go through: TLS, or the socket itself
  void read_from_peer(asio::mutable_buffer into, Completion completion);
  std::size_t take_read(asio::mutable_buffer into);
  void write_some(const Parts& parts, Completion completion);
  void write_kept(Completion completion, std::size_t count);

  Turn& turn_;
  Socket socket_;
  bool more_follows_ = false;
  std::string kept_;
  std::unique_ptr<ReadAhead> read_;  // made at the first read that wants less than fits into it
  std::unique_ptr<Tls> tls_;
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
