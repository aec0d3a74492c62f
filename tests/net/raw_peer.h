#pragma once
// A server made of blocking sockets and a thread for each connection, for everything our own
// listener is too well-behaved to do. With a certificate it speaks TLS.

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

struct ssl_st;
struct ssl_ctx_st;

namespace tocsin::net {

// A self-signed certificate for the name (or address), made anew, and its key.
class Certificate {
 public:
  explicit Certificate(const std::string& host);
  ~Certificate();
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  const std::string& file() const { return file_; }  // PEM, for ssl_cert_file
  ssl_ctx_st* server_context() const { return context_; }
  void only_old_tls() const;  // the server offers nothing above TLS 1.1

 private:
  std::string file_;
  ssl_ctx_st* context_ = nullptr;
};

// One connection, as the script of a RawServer sees it.
class RawPeer {
 public:
  explicit RawPeer(int descriptor);
  ~RawPeer();  // closes; with TLS without a goodbye
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;

  bool start_tls(const Certificate& certificate);

  // What came up to and including the mark, or up to the end of the connection.
  std::string receive_until(std::string_view mark);
  std::string receive(std::size_t count);
  std::string receive_to_end();
  bool send(std::string_view bytes);
  std::string receive_some();  // empty at the end

  void reset();  // RST instead of FIN when it closes
  void close();
  void take_turns_with(RawPeer& other);  // carries bytes both ways in this one thread
  void say_goodbye();                    // TLS close_notify
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  ssl_st* tls_ = nullptr;
  std::string received_;
};

class RawServer {
 public:
  using Script = std::function<void(RawPeer&)>;

  explicit RawServer(Script script);
  ~RawServer();  // waits for the scripts; their sockets do not wait longer than some seconds

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& scheme, const std::string& target = "/") const;
  int connections() const { return connections_; }

 private:
  void accept_all();

  Script script_;
  int listening_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::vector<std::thread> scripts_;  // of the accepting thread until it has ended
  std::thread accepting_;
};

// A connection to a port of this machine.
int connect_to(std::uint16_t port);

// Carries bytes both ways until one side ends, each in a thread of its own; not for TLS.
void carry(RawPeer& one, RawPeer& other);

// A port on which nobody listens.
std::uint16_t closed_port();

}  // namespace tocsin::net
