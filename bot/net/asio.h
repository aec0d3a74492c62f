#pragma once
// Internal to bot/net: the Asio types everything here is made of, and what stands behind Loop.
// Included by .cpp files and internal headers only, because it is slow to compile. The bodies of
// Asio and Beast are compiled once, in asio.cpp, which needs the macros below in every file; so
// this header comes before any of Boost's.

#ifdef BOOST_ASIO_DETAIL_CONFIG_HPP
#error "Include bot/net/asio.h before Boost's headers"
#endif

// One thread runs a loop, and what others post is handed over under a lock, so handlers need no
// fences around them (which the thread sanitizer would not understand either).
#define BOOST_ASIO_DISABLE_FENCED_BLOCK
#define BOOST_ASIO_SEPARATE_COMPILATION
#define BOOST_BEAST_SEPARATE_COMPILATION

#include "bot/net/loop.h"
#include "bot/net/turn.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace tocsin::net {

namespace asio = boost::asio;
using boost::system::error_code;

// With the executor's own type in place of the erased one: cheaper to run and to compile.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Resolver = asio::ip::basic_resolver<asio::ip::tcp, Executor>;
using SteadyTimer =
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>, Executor>;

struct Loop::Impl {
  Impl();
  ~Impl();

  // Before `io`, so that a handler destroyed with it still finds them.
  std::unordered_map<Timer, std::unique_ptr<SteadyTimer>> timers;
  Timer last_timer = 0;

  // One per certificate file ("" for the system's), made at the first TLS connection that wants it:
  // loading the certificates takes some 30 ms.
  std::map<std::string, std::shared_ptr<asio::ssl::context>> tls_contexts;

  asio::io_context io{1};  // 1: only one thread runs it
  Turn turn{io};
  asio::executor_work_guard<Executor> running{io.get_executor()};
  std::vector<std::unique_ptr<asio::signal_set>> signal_sets;
};

// A time limit that is set for every frame or request and hardly ever reached. Setting and clearing
// cost no system call: the timer behind it stays armed and looks again when it fires.
class Deadline {
 public:
  // `expired` may destroy the object this belongs to.
  Deadline(asio::io_context& io, std::function<void()> expired);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void set(std::chrono::milliseconds from_now);
  void clear();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// What an error means, in words for the log.
std::string describe(const error_code& error);

// A host name that is certainly this machine becomes addresses without asking anyone.
std::optional<std::vector<asio::ip::address>> known_addresses(const std::string& host);

}  // namespace tocsin::net
