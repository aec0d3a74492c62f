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
#include <utility>

namespace boost::asio::ssl {
template <class Stream>
class stream;
}

namespace tocsin::net {

// A handler of any type, called at most once. (std::function wants copies, which handlers refuse.)
class Completion {
 public:
  template <class Handler>
  explicit Completion(Handler handler)
      : handler_(new Handler(std::move(handler))), act_(&act<Handler>) {}
  Completion(Completion&& other) noexcept
      : handler_(std::exchange(other.handler_, nullptr)), act_(other.act_) {}
  ~Completion() {
    if (handler_ != nullptr) act_(handler_, nullptr, 0);
  }
  Completion& operator=(Completion&&) = delete;

  void operator()(const error_code& error, std::size_t count) {
    act_(std::exchange(handler_, nullptr), &error, count);
  }

 private:
  // Calls and destroys it, or only destroys it when there is no error code.
  template <class Handler>
  static void act(void* handler, const error_code* error, std::size_t count) {
    std::unique_ptr<Handler> owned(static_cast<Handler*>(handler));
    if (error == nullptr) return;
    Handler call = std::move(*owned);
    owned.reset();  // before the call, which will soon want as much memory again
    call(*error, count);
  }

  void* handler_;
  void (*act_)(void*, const error_code*, std::size_t);
};

class Wire {
 public:
  using executor_type = Executor;
  using Tls = asio::ssl::stream<Socket&>;

  explicit Wire(Socket socket);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  executor_type get_executor() { return socket_.get_executor(); }
  Socket& socket() { return socket_; }
  bool secure() const { return tls_ != nullptr; }
  Tls& start_tls(asio::ssl::context& context);  // the handshake is up to the caller
  void close();

  // Before a write: whether another one follows at once. Then the kernel waits for that one and
  // sends both together, which for small frames is most of the work. TLS sends every write.
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

  void read_some(asio::mutable_buffer into, Completion completion);
  void write_some(const Parts& parts, Completion completion);

  Socket socket_;
  bool more_follows_ = false;
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
