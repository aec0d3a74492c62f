#include "bot/net/asio.h"

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <vector>

#include "tests/net/run_until.h"

namespace turn_test {

using namespace tocsin::net;

TEST_CASE("what is ready runs in the order in which it came, also what comes meanwhile") {
  Loop loop;
  Turn& turn = loop.impl().turn;
  std::vector<int> order;
  turn.add([&] {
    order.push_back(1);
    turn.add([&] { order.push_back(3); });
    CHECK(order.size() == 1);  // never at once
  });
  turn.add([&] { order.push_back(2); });
  CHECK(order.empty());
  CHECK(run_until(loop, [&] { return order.size() == 3; }));
  CHECK(order == std::vector<int>{1, 2, 3});
}

TEST_CASE("work without end leaves the sockets and timers their turn") {
  Loop loop;
  int rounds = 0;
  std::function<void()> again = [&] {
    ++rounds;
    loop.impl().turn.add([&] { again(); });
  };
  bool posted = false;
  bool fired = false;
  again();
  loop.post([&] { posted = true; });
  loop.after(std::chrono::milliseconds{1}, [&] { fired = true; });
  CHECK(run_until(loop, [&] { return posted && fired; }));
  CHECK(rounds > 1);
}

TEST_CASE("what has not run when the loop goes is given back, and what it adds then as well") {
  const auto alive = std::make_shared<int>(0);
  bool has_run = false;
  {
    Loop loop;
    Turn& turn = loop.impl().turn;
    const std::shared_ptr<void> last_wish(
        nullptr, [&turn, alive](void*) { turn.add([alive] { FAIL("the loop has gone"); }); });
    turn.add([&has_run, alive, last_wish] { has_run = true; });
  }
  CHECK_FALSE(has_run);
  CHECK(alive.use_count() == 1);
}

}  // namespace turn_test
