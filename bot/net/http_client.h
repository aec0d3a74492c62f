#pragma once
// HTTP(S) client with kept-alive connections, on the loop's thread. A request gets exactly one
// answer callback. Plain http:// is refused for hosts that are not loopback. A request that failed
// on a kept connection before anything of it was taken is sent again once on a new one; nothing
// else is repeated, because only the caller knows whether a repetition is harmless.

#include "bot/net/http.h"
#include "bot/net/loop.h"
#include "bot/net/surroundings.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace tocsin::net {

struct HttpClientOptions {
  std::chrono::milliseconds timeout{10'000};      // connect to last byte, for one request
  std::size_t largest_answer = 16 * 1024 * 1024;  // bytes of body; more is "lost"
  std::size_t connections_per_host = 8;  // requests above it wait their turn (time not counted)
  std::chrono::milliseconds idle_for{25'000};  // then a kept connection is let go
};

class HttpClient {
 public:
  using Answered = std::function<void(HttpResponse)>;

  HttpClient(Loop& loop, Surroundings surroundings, HttpClientOptions options = {});
  ~HttpClient();  // open requests are dropped without a callback

  void send(HttpRequest request, Answered answered);
  std::size_t in_flight() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  // shared with its own pending operations only
};

}  // namespace tocsin::net
