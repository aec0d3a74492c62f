#include "bot/net/asio.h"

#include <boost/asio/post.hpp>

namespace tocsin::net {

namespace {

// So many go on before the sockets are looked at again; more would make a ping wait.
constexpr int k_longest_turn = 64;

}  // namespace

// What a handler owns may add another one while it goes.
Turn::~Turn() {
  announced_ = true;
  while (!ready_.empty()) {
    const Once<> unheard(std::move(ready_.front()));
    ready_.pop_front();
  }
}

void Turn::announce() {
  if (std::exchange(announced_, true)) return;
  boost::asio::post(io_, [this] { run(); });
}

void Turn::run() {
  for (int i = 0; i < k_longest_turn && !ready_.empty() && !io_.stopped(); ++i) {
    Once<> next(std::move(ready_.front()));
    ready_.pop_front();
    next();
  }
  announced_ = false;
  if (!ready_.empty()) announce();
}

}  // namespace tocsin::net
