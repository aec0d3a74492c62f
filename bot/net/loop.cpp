#include "bot/net/loop.h"
#include "bot/net/asio.h"

#include <boost/asio/post.hpp>
#include <utility>

namespace tocsin::net {

Loop::Impl::Impl() = default;

Loop::Impl::~Impl() {
  // Handlers that never ran are destroyed with `io`, and may cancel timers while they go.
  auto unfired = std::exchange(timers, {});
}

Loop::Loop() : impl_(std::make_unique<Impl>()) {}

Loop::~Loop() = default;

void Loop::run() {
  impl_->io.run();
  impl_->io.restart();
}

void Loop::stop() { impl_->io.stop(); }

void Loop::post(std::function<void()> work) {
  asio::post(impl_->io, [turn = &impl_->turn, work = std::move(work)] { turn->lead(work); });
}

Loop::Timer Loop::after(std::chrono::milliseconds delay, std::function<void()> work) {
  const Timer number = ++impl_->last_timer;
  auto timer = std::make_unique<SteadyTimer>(impl_->io.get_executor());
  timer->expires_after(delay);
  timer->async_wait([impl = impl_.get(), number, work = std::move(work)](error_code error) {
    // Erased by cancel(): it may have come after the timer had expired but before this ran.
    if (error || impl->timers.erase(number) == 0) return;
    work();
  });
  impl_->timers.emplace(number, std::move(timer));
  return number;
}

void Loop::cancel(Timer timer) { impl_->timers.erase(timer); }

namespace {

void wait_for_signal(asio::signal_set& signals,
                     const std::shared_ptr<std::function<void(int)>>& handler) {
  signals.async_wait([&signals, handler](error_code error, int number) {
    if (error) return;
    wait_for_signal(signals, handler);
    (*handler)(number);
  });
}

}  // namespace

void Loop::on_signals(const std::vector<int>& signals, std::function<void(int)> handler) {
  auto& set = impl_->signal_sets.emplace_back(std::make_unique<asio::signal_set>(impl_->io));
  for (int number : signals) set->add(number);
  wait_for_signal(*set, std::make_shared<std::function<void(int)>>(std::move(handler)));
}

Loop::Impl& Loop::impl() { return *impl_; }

struct Deadline::State : std::enable_shared_from_this<State> {
  using Clock = std::chrono::steady_clock;
  static constexpr Clock::time_point k_never = Clock::time_point::max();

  State(asio::io_context& io, std::function<void()> when_expired)
      : timer(io.get_executor()), expired(std::move(when_expired)) {}

  void arm() {
    armed_for = due;
    timer.expires_at(due);
    timer.async_wait([self = shared_from_this()](error_code error) {
      if (error || !self->expired) return;
      self->armed_for = k_never;
      if (self->due == k_never) return;
      if (Clock::now() < self->due) {
        self->arm();
        return;
      }
      self->due = k_never;
      auto call = self->expired;  // a copy: the call may destroy the owner
      call();
    });
  }

  SteadyTimer timer;
  std::function<void()> expired;
  Clock::time_point due = k_never;
  Clock::time_point armed_for = k_never;
};

Deadline::Deadline(asio::io_context& io, std::function<void()> expired)
    : state_(std::make_shared<State>(io, std::move(expired))) {}

Deadline::~Deadline() {
  state_->expired = nullptr;
  state_->timer.cancel();
}

void Deadline::set(std::chrono::milliseconds from_now) {
  state_->due = State::Clock::now() + from_now;
  if (state_->due < state_->armed_for) state_->arm();
}

void Deadline::clear() { state_->due = State::k_never; }

}  // namespace tocsin::net
