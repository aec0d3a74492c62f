#pragma once
// The event loop: one thread calls run(), and every callback of bot/net happens on that thread.
// Only post() may be called from another one. Knows nothing of Slack or incidents; it moves bytes
// and time.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace tocsin::net {

class Loop {
 public:
  using Timer = std::uint64_t;

  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void run();                             // until stop()
  void stop();                            // any thread
  void post(std::function<void()> work);  // any thread; runs soon, in order, on the loop's thread

  Timer after(std::chrono::milliseconds delay, std::function<void()> work);
  void cancel(Timer timer);  // harmless when it has already fired

  // The handler runs on the loop's thread and not in the signal's context.
  void on_signals(const std::vector<int>& signals, std::function<void(int)> handler);

  struct Impl;  // Asio, seen only inside bot/net
  Impl& impl();

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::net
