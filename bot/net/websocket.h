#pragma once
// One WebSocket client connection (RFC 6455, no extensions), on the loop's thread. It reconnects
// nothing and decides nothing; it reports bytes and ends. After on_closed, which comes exactly once
// (unless the object is destroyed first), no other callback follows.

#include "bot/net/loop.h"
#include "bot/net/surroundings.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tocsin::net {

struct WebSocketEnd {
  int http_status = 0;  // the handshake was refused with this status
  int close_code = 0;   // the peer's close frame, if one came
  std::string trouble;  // in words for the log; never contains the URL
};

struct WebSocketCallbacks {
  std::function<void()> on_open;
  std::function<void(std::string_view)> on_text;
  std::function<void()> on_other_frame;  // binary, ping, pong: a sign of life without content
  std::function<void(WebSocketEnd)> on_closed;
};

struct WebSocketOptions {
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds write_timeout{1'000};  // then the connection counts as dead
  std::chrono::milliseconds close_timeout{1'000};  // after close(), then the socket is destroyed
  std::size_t largest_message = 16 * 1024 * 1024;
};

class WebSocket {
 public:
  // Starts to connect at once. ws:// is refused for hosts that are not loopback. Pings are answered
  // with the same payload by itself.
  WebSocket(Loop& loop, const Surroundings& surroundings, const std::string& url,
            WebSocketCallbacks callbacks, WebSocketOptions options = {});
  ~WebSocket();  // destroys the socket at once, without a callback

  // One unfragmented text frame. `written` says whether it was handed to the kernel whole.
  void send_text(std::string text, std::function<void(bool)> written = {});
  void send_ping();
  void close();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tocsin::net
