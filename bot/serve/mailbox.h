#pragma once
// A bounded queue of values from one thread to another: the only place where the loop and the
// engine meet. put() refuses instead of waiting, because the loop must never wait for the engine.
//
// The reader sleeps on a semaphore and not on a condition variable, which would take the lock again
// on waking: with one value at a time that costs two more system calls for each.

#include <semaphore.h>

#include <cerrno>
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
    bool was_empty = false;
    {
      const std::lock_guard lock(mutex_);
      if (values_.size() >= capacity_) return false;
      was_empty = values_.empty();
      values_.push_back(std::move(value));
    }
    if (was_empty) sem_post(&arrived_);
    return true;
  }

  // Everything that has come, at once; waits for the first one, at most `longest` (nothing: for
  // ever), and not after close(). One thread at a time.
  std::vector<Value> take_all(std::optional<std::chrono::milliseconds> longest) {
    const auto until = longest ? std::optional(Clock::now() + *longest) : std::nullopt;
    while (true) {
      {
        const std::lock_guard lock(mutex_);
        if (!values_.empty() || closed_) return std::exchange(values_, {});
      }
      if (!sleep(until)) return {};
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

  // False when the time is over. May wake for a value that was taken long ago.
  bool sleep(std::optional<Clock::time_point> until) {
    if (!until) {
      sem_wait(&arrived_);
      return true;
    }
    const auto since_boot = until->time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since_boot);
    timespec moment{};
    moment.tv_sec = seconds.count();
    moment.tv_nsec = std::chrono::nanoseconds(since_boot - seconds).count();
    return sem_clockwait(&arrived_, CLOCK_MONOTONIC, &moment) == 0 || errno == EINTR;
  }

  mutable std::mutex mutex_;
  sem_t arrived_{};
  std::vector<Value> values_;
  std::size_t capacity_;
  bool closed_ = false;
};

}  // namespace tocsin
