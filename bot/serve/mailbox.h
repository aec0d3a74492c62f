#pragma once
// A bounded queue of values from one thread to another: the only place where the loop and the
// engine meet. put() refuses instead of waiting, because the loop must never wait for the engine.

#include <semaphore.h>

#include <chrono>
#include <cstddef>
#include <ctime>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace tocsin {

template <class Value>
class Mailbox {
 public:
  explicit Mailbox(std::size_t capacity) : capacity_(capacity) { sem_init(&arrived_, 0, 0); }
  ~Mailbox() { sem_destroy(&arrived_); }
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // False when it is full: the value was not taken.
  bool put(Value value) {
    {
      const std::lock_guard lock(mutex_);
      if (values_.size() >= capacity_) return false;
      values_.push_back(std::move(value));
      if (!std::exchange(is_awaited_, false)) return true;
    }
    sem_post(&arrived_);
    return true;
  }

  // Everything that has come, at once; waits for the first one, at most `longest` (nothing: for
  // ever), and not after close(). Only one thread takes.
  std::vector<Value> take_all(std::optional<std::chrono::milliseconds> longest) {
    const auto until = Clock::now() + longest.value_or(std::chrono::milliseconds{0});
    while (true) {
      {
        const std::lock_guard lock(mutex_);
        const bool is_over = longest && Clock::now() >= until;
        is_awaited_ = values_.empty() && !closed_ && !is_over;
        if (!is_awaited_) return std::exchange(values_, {});
      }
      longest ? wait_until(until) : wait();
    }
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    sem_post(&arrived_);
  }

  bool is_closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  using Clock = std::chrono::steady_clock;

  // Both may end early; then there is nothing, and the wait goes on.
  void wait() { sem_wait(&arrived_); }
  void wait_until(Clock::time_point until) {
    const auto since_start = until.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since_start);
    const std::chrono::nanoseconds rest = since_start - seconds;
    const timespec moment{.tv_sec = seconds.count(), .tv_nsec = rest.count()};
    sem_clockwait(&arrived_, CLOCK_MONOTONIC, &moment);
  }

  mutable std::mutex mutex_;
  // A semaphore and not a condition variable: whoever is woken by that takes the lock in a way that
  // costs a system call at its release, for every command.
  sem_t arrived_;
  std::vector<Value> values_;
  std::size_t capacity_;
  bool is_awaited_ = false;
  bool closed_ = false;
};

}  // namespace tocsin
