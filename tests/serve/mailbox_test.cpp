// The queue between two threads; the cases with threads also run under the thread sanitizer.

#include "bot/serve/mailbox.h"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace mailbox_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

constexpr auto k_at_once = 0ms;

}  // namespace

TEST_CASE("a mailbox gives everything that has come, in order, once") {
  Mailbox<int> box(10);
  CHECK(box.take_all(k_at_once).empty());
  for (int i = 0; i < 3; ++i) CHECK(box.put(i));
  CHECK(box.take_all(k_at_once) == std::vector<int>{0, 1, 2});
  CHECK(box.take_all(k_at_once).empty());
  CHECK(box.put(3));
  CHECK(box.take_all(k_at_once) == std::vector<int>{3});
}

TEST_CASE("a full mailbox refuses, keeps what it has, and takes again when it was emptied") {
  Mailbox<int> box(2);
  CHECK(box.put(1));
  CHECK(box.put(2));
  CHECK_FALSE(box.put(3));
  CHECK(box.take_all(k_at_once) == std::vector<int>{1, 2});
  CHECK(box.put(4));
  CHECK(box.take_all(k_at_once) == std::vector<int>{4});
}

TEST_CASE("a mailbox carries values that can only be moved") {
  Mailbox<std::unique_ptr<int>> box(1);
  CHECK(box.put(std::make_unique<int>(7)));
  CHECK_FALSE(box.put(std::make_unique<int>(8)));
  const auto values = box.take_all(k_at_once);
  REQUIRE(values.size() == 1);
  CHECK(*values[0] == 7);
}

TEST_CASE("a closed mailbox still gives what came before, and waits for nothing more") {
  Mailbox<int> box(10);
  CHECK_FALSE(box.is_closed());
  box.put(1);
  box.close();
  CHECK(box.is_closed());
  CHECK(box.take_all(std::nullopt) == std::vector<int>{1});
  CHECK(box.take_all(std::nullopt).empty());
}

TEST_CASE("whoever waits for ever is woken by a value, and by the end") {
  Mailbox<int> box(10);
  std::vector<int> taken;
  std::thread reader([&] {
    while (true) {
      const std::vector<int> values = box.take_all(std::nullopt);
      if (values.empty()) return;
      taken.insert(taken.end(), values.begin(), values.end());
    }
  });
  box.put(1);
  box.put(2);
  box.close();
  reader.join();
  // The end may come before the reader has looked at all: then it takes both at once.
  CHECK(taken == std::vector<int>{1, 2});
}

TEST_CASE("values of one thread arrive at another in their order, none lost, none twice") {
  constexpr int k_many = 20'000;
  Mailbox<int> box(64);
  std::atomic<int> refused = 0;
  std::thread writer([&] {
    for (int i = 0; i < k_many; ++i) {
      while (!box.put(i)) {
        ++refused;
        std::this_thread::yield();
      }
    }
    box.close();
  });
  int next = 0;
  bool in_order = true;
  std::size_t most = 0;
  while (true) {
    const std::vector<int> values = box.take_all(std::nullopt);
    if (values.empty() && box.is_closed()) break;
    most = std::max(most, values.size());
    for (const int value : values) in_order = in_order && value == next++;
  }
  writer.join();
  CHECK(in_order);
  CHECK(next == k_many);
  CHECK(most <= 64);
}

}  // namespace mailbox_test
