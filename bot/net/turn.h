#pragma once
// Internal to bot/net: handlers that need not wait for any socket. Asio looks at all sockets after
// each handler that it runs, with a system call; where frames have come together, and their answers
// leave together, those looks are a good part of the work. So what a connection has ready goes into
// a list of the loop's own, and the sockets have their turn when it is empty or has gone on for
// long. Loop's thread only.

#include <boost/asio/execution.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <deque>
#include <memory>
#include <tuple>
#include <utility>

namespace tocsin::net {

// A handler of any type, called at most once. (std::function wants copies, which handlers refuse.)
template <class... Arguments>
class Once {
 public:
  template <class Handler>
  explicit Once(Handler handler) : handler_(new Handler(std::move(handler))), act_(&act<Handler>) {}
  Once(Once&& other) noexcept
      : handler_(std::exchange(other.handler_, nullptr)), act_(other.act_) {}
  ~Once() {
    if (handler_ != nullptr) act_(handler_, nullptr);
  }
  Once& operator=(Once&&) = delete;

  void operator()(Arguments... arguments) {
    const std::tuple<Arguments...> given(std::forward<Arguments>(arguments)...);
    act_(std::exchange(handler_, nullptr), &given);
  }

 private:
  // Calls and destroys it, or only destroys it when nothing is given.
  template <class Handler>
  static void act(void* handler, const std::tuple<Arguments...>* given) {
    std::unique_ptr<Handler> owned(static_cast<Handler*>(handler));
    if (given == nullptr) return;
    Handler call = std::move(*owned);
    owned.reset();  // before the call, which will soon want as much memory again
    std::apply(call, *given);
  }

  void* handler_;
  void (*act_)(void*, const std::tuple<Arguments...>*);
};

class Turn {
 public:
  explicit Turn(boost::asio::io_context& io) : io_(io) {}
  ~Turn();
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  template <class Handler>
  void add(Handler handler) {
    ready_.emplace_back(std::move(handler));
    announce();
  }

  // Called by a handler of Asio's with what it has to do, so that what that makes ready is run
  // without another look at the sockets.
  template <class Handler>
  void lead(Handler&& handler) {
    const bool is_first = !std::exchange(announced_, true);
    std::forward<Handler>(handler)();
    if (is_first) run();
  }

  boost::asio::io_context& io() const { return io_; }

 private:
  void announce();
  void run();

  boost::asio::io_context& io_;
  std::deque<Once<>> ready_;
  bool announced_ = false;  // it will be run without being asked for
};

// What Asio and Beast know of it: an executor whose handlers are added to the list.
class TurnExecutor {
 public:
  explicit TurnExecutor(Turn& turn) : turn_(&turn) {}

  template <class Handler>
  void execute(Handler handler) const {
    turn_->add(std::move(handler));
  }

  boost::asio::io_context& query(boost::asio::execution::context_t) const noexcept {
    return turn_->io();
  }
  static constexpr boost::asio::execution::blocking_t::never_t query(
      boost::asio::execution::blocking_t) noexcept {
    return {};
  }
  bool operator==(const TurnExecutor&) const noexcept = default;

 private:
  Turn* turn_;
};

}  // namespace tocsin::net
