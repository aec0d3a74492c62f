#include "bot/net/loop.h"

#include <doctest/doctest.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <thread>
#include <vector>

#include "tests/net/run_until.h"

namespace loop_test {

using namespace tocsin::net;
using namespace std::chrono_literals;

TEST_CASE("work posted from another thread runs on the loop's thread, in order") {
  Loop loop;
  constexpr int k_count = 20'000;
  std::vector<int> seen;
  bool all_on_this_thread = true;
  const auto here = std::this_thread::get_id();
  std::thread other([&] {
    for (int i = 0; i < k_count; ++i) {
      loop.post([&, i] {
        all_on_this_thread = all_on_this_thread && std::this_thread::get_id() == here;
        seen.push_back(i);
      });
    }
  });
  CHECK(run_until(loop, [&] { return seen.size() == k_count; }));
  other.join();
  CHECK(all_on_this_thread);
  bool in_order = true;
  for (int i = 0; i < k_count; ++i) in_order = in_order && seen[static_cast<std::size_t>(i)] == i;
  CHECK(in_order);
}

TEST_CASE("two threads can hand each other work back and forth through the loop") {
  Loop loop;
  Loop other_loop;
  std::thread other([&] { other_loop.run(); });
  int rounds = 0;
  std::function<void()> round = [&] {
    if (++rounds == 1'000) return loop.stop();
    other_loop.post([&] { loop.post(round); });
  };
  loop.post(round);
  loop.run();
  CHECK(rounds == 1'000);
  other_loop.stop();
  other.join();
}

TEST_CASE("work posted by work runs later, and not within it") {
  Loop loop;
  std::vector<int> order;
  loop.post([&] {
    loop.post([&] {
      order.push_back(2);
      loop.stop();
    });
    order.push_back(1);
  });
  loop.run();
  CHECK(order == std::vector<int>{1, 2});
}

TEST_CASE("the loop waits for work that comes from elsewhere, until it is stopped") {
  Loop loop;
  std::atomic<bool> ran = false;
  std::thread other([&] {
    loop.post([&] { ran = true; });
    loop.post([&] { loop.stop(); });
  });
  loop.run();
  other.join();
  CHECK(ran);

  loop.post([&] { loop.stop(); });
  loop.run();  // a stopped loop can be run again
}

TEST_CASE("a loop that is told to stop before it runs does not run") {
  Loop loop;
  loop.stop();
  bool ran = false;
  loop.post([&] { ran = true; });
  loop.run();
  CHECK_FALSE(ran);
}

TEST_CASE("timers fire in the order of their times, each once") {
  Loop loop;
  std::vector<int> order;
  loop.after(30ms, [&] { order.push_back(3); });
  loop.after(1ms, [&] { order.push_back(1); });
  loop.after(15ms, [&] { order.push_back(2); });
  CHECK(run_until(loop, [&] { return order.size() == 3; }));
  run_for(loop, 50ms);
  CHECK(order == std::vector<int>{1, 2, 3});
}

TEST_CASE("a cancelled timer does not fire, and cancelling it again or late is harmless") {
  Loop loop;
  bool first = false;
  bool second = false;
  const Loop::Timer one = loop.after(1ms, [&] { first = true; });
  const Loop::Timer two = loop.after(2ms, [&] { second = true; });
  loop.cancel(one);
  loop.cancel(one);
  CHECK(run_until(loop, [&] { return second; }));
  loop.cancel(two);
  loop.cancel(12345);
  CHECK_FALSE(first);
}

TEST_CASE("a timer cancelled by another one that is due at the same moment does not fire") {
  Loop loop;
  int fired = 0;
  Loop::Timer one = 0;
  Loop::Timer two = 0;
  one = loop.after(0ms, [&] {
    ++fired;
    loop.cancel(two);
  });
  two = loop.after(0ms, [&] {
    ++fired;
    loop.cancel(one);
  });
  run_for(loop, 20ms);
  CHECK(fired == 1);
}

TEST_CASE("a timer may set itself again") {
  Loop loop;
  int fired = 0;
  std::function<void()> again = [&] {
    if (++fired < 5) loop.after(0ms, again);
  };
  loop.after(0ms, again);
  CHECK(run_until(loop, [&] { return fired == 5; }));
}

TEST_CASE("what has not run is destroyed with the loop, and may cancel timers as it goes") {
  struct Cancels {
    Loop& loop;
    Loop::Timer timer;
    ~Cancels() { loop.cancel(timer); }
  };
  auto alive = std::make_shared<int>(0);
  {
    Loop loop;
    const Loop::Timer timer = loop.after(1h, [alive] {});
    loop.post([cancels = std::make_shared<Cancels>(Cancels{loop, timer}), alive] {});
    CHECK(alive.use_count() == 3);
  }
  CHECK(alive.use_count() == 1);
}

TEST_CASE("a signal is handed over on the loop's thread, each time it comes") {
  Loop loop;
  std::vector<int> signals;
  loop.on_signals({SIGUSR1, SIGUSR2}, [&](int number) { signals.push_back(number); });
  std::raise(SIGUSR1);
  CHECK(run_until(loop, [&] { return signals.size() == 1; }));
  std::raise(SIGUSR2);
  CHECK(run_until(loop, [&] { return signals.size() == 2; }));
  CHECK(signals == std::vector<int>{SIGUSR1, SIGUSR2});
}

}  // namespace loop_test
