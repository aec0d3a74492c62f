#pragma once
// A bounded queue of values from one thread to another: the only place where the loop and the
// engine meet. put() refuses instead of waiting, because the loop must never wait for the engine.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace tocsin {

template <class Value>
class Mailbox {
 public:
  explicit Mailbox(std::size_t capacity) : capacity_(capacity) {}

  // False when it is full: the value was not taken.
  bool put(Value value) {
    {
      const std::lock_guard lock(mutex_);
      if (values_.size() >= capacity_) return false;
      values_.push_back(std::move(value));
    }
    arrived_.notify_one();
    return true;
  }

  // Everything that has come, at once; waits for the first one, at most `longest` (nothing: for
  // ever), and not after close().
  std::vector<Value> take_all(std::optional<std::chrono::milliseconds> longest) {
    std::unique_lock lock(mutex_);
    const auto ready = [this] { return !values_.empty() || closed_; };
    if (longest) {
      arrived_.wait_for(lock, *longest, ready);
    } else {
      arrived_.wait(lock, ready);
    }
    return std::exchange(values_, {});
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    arrived_.notify_one();
  }

  bool is_closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Value> values_;
  std::size_t capacity_;
  bool closed_ = false;
};

}  // namespace tocsin
