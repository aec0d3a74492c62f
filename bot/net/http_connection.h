#pragma once
// Internal to bot/net: one connection of HttpClient and the request that is under way on it. It
// decides what became of the request; the client decides which request goes where.

#include "bot/net/asio.h"
#include "bot/net/http_client.h"
#include "bot/net/url.h"

#include <chrono>
#include <memory>

namespace tocsin::net {

// A request with what is needed to carry it.
struct Errand {
  Url url;
  HttpRequest request;
  HttpClient::Answered answered;
  bool sent_again = false;  // after a kept connection had turned out dead
};

class HttpConnection {
 public:
  // How an errand comes back. `again` is set when nothing of it was taken by a kept connection;
  // only then it comes with its request. Unless `reusable`, the connection is closed for good.
  struct Outcome {
    Errand errand;
    HttpResponse response;
    bool again = false;
    bool reusable = false;
  };
  struct Owner {  // called on the loop, never from within start()
    std::function<void(HttpConnection&, Outcome)> finished;
    std::function<void(HttpConnection&)> idle_ended;
  };

  HttpConnection(Loop& loop, const Surroundings& surroundings, const HttpClientOptions& options,
                 Owner owner);
  ~HttpConnection();  // closes it; nothing is called any more

  void start(Errand errand);
  bool idle() const;

  // False when the peer has closed it, or said something unasked, while it was idle.
  bool still_good();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// Empty when the request may be sent as it is, else why not.
std::string flaw_of(const HttpRequest& request);

}  // namespace tocsin::net
