#pragma once
// HTTP listener with WebSocket upgrade, on the loop's thread. Used by the local workspace, by the
// web page and for inbound hooks. It can also misbehave on purpose (raw bytes, silence, reset),
// because the local workspace plays Slack on its bad days with the same listener.

#include "bot/net/http.h"
#include "bot/net/loop.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tocsin::net {

// The answer to one request. Exactly one of the four; a handler that keeps it and never calls any
// leaves the client waiting. May be copied and kept after the handler has returned.
class Responder {
 public:
  struct Impl;
  explicit Responder(std::shared_ptr<Impl> impl);
  void reply(HttpResponse response) const;  // transport and trouble are ignored
  void reply_raw(std::string bytes) const;  // as they are, then the connection is closed
  void drop() const;                        // reset without an answer

  // An answer that goes on (server-sent events): the head now, then whatever send() is given, until
  // somebody ends the connection. send() tells whether the reader is still there; one who takes so
  // little that too much waits for them is let go.
  void begin_stream(HttpResponse head) const;
  bool send(std::string bytes) const;

 private:
  std::shared_ptr<Impl> impl_;
};

// One accepted WebSocket. Copies name the same connection; calls after the end are harmless.
class ServerSocket {
 public:
  struct Impl;
  explicit ServerSocket(std::shared_ptr<Impl> impl);
  std::uint64_t number() const;  // unique within the listener
  void send_text(std::string text) const;
  void send_binary(std::string bytes) const;
  void send_raw(std::string bytes) const;  // onto the TCP stream, bypassing the framing
  void send_ping(std::string payload) const;
  void close(int code, std::string reason) const;  // close frame, then waits for the peer's
  void drop() const;                               // reset
  void go_silent() const;  // stops reading and answering; the connection stays open

 private:
  std::shared_ptr<Impl> impl_;
};

struct ListenerCallbacks {
  std::function<void(HttpRequest, Responder)> on_request;

  // Asked before the upgrade: 101 to accept, else the status of the refusal.
  std::function<int(const HttpRequest&)> on_upgrade;
  std::function<void(ServerSocket, const HttpRequest&)> on_socket_open;
  std::function<void(ServerSocket, std::string_view)> on_socket_text;
  std::function<void(ServerSocket)> on_socket_pong;

  // Once for each one opened, whatever ended it (also drop()); 0 when no close frame came.
  std::function<void(ServerSocket, int close_code)> on_socket_closed;
};

struct ListenerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0: a free one
  std::size_t largest_request = 1024 * 1024;
  std::chrono::milliseconds request_timeout{30'000};  // first to last byte of one request
  std::size_t most_connections = 1024;
};

class Listener {
 public:
  // Throws std::system_error when the port cannot be had.
  Listener(Loop& loop, ListenerCallbacks callbacks, ListenerOptions options = {});
  ~Listener();  // closes everything

  std::uint16_t port() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tocsin::net
