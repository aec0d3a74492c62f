#pragma once
// Internal to bot/net: one accepted WebSocket.

#include "bot/net/listener_core.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

namespace tocsin::net {

class ServedSocket : public std::enable_shared_from_this<ServedSocket> {
 public:
  enum class Kind { text, binary, raw, ping, close };

  // Answers the upgrade; on_socket_open follows.
  static void start(const std::shared_ptr<ListenerCore>& core, Socket socket, HttpRequest request);

  ServedSocket(std::shared_ptr<ListenerCore> core, Socket socket, std::uint64_t number);
  ~ServedSocket();

  // In the order of the calls, one frame after the other.
  void send(Kind kind, std::string bytes, int close_code = 0);
  void drop();
  void go_silent();
  void abandon();  // the Listener goes away

 private:
  enum class State { accepting, open, silent, ended };
  struct Outgoing {
    Kind kind = Kind::text;
    std::string bytes;
    int close_code = 0;
  };
  struct Stream;  // Beast's, slow to compile

  void accept(HttpRequest request);
  void on_control_frame(bool close, bool pong);
  void read();
  void on_read(const error_code& error);
  void write_soon();
  void write_next();
  void start_write();
  void on_written(const error_code& error);
  void look_for_end_of_silent();
  void on_deadline();
  void end(int close_code);
  void report_end(int close_code);
  ServerSocket handle() const { return ServerSocket(handle_); }

  std::shared_ptr<ListenerCore> core_;
  std::shared_ptr<ServerSocket::Impl> handle_;
  State state_ = State::accepting;
  std::unique_ptr<Stream> stream_;
  Deadline deadline_;
  std::deque<Outgoing> queue_;
  Outgoing current_;  // under way
  bool about_to_write_ = false;
  bool writing_ = false;
  bool close_seen_ = false;
  bool close_sent_ = false;
  bool reported_open_ = false;
};

}  // namespace tocsin::net
