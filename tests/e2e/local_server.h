#pragma once
// An outside service on loopback, for services that cannot run here: what all of those have in
// common. Each plays one service as its public documents describe it, keeps what was made there,
// and can be told beforehand how to answer: too many requests, broken, or no answer after the
// effect took place. Lives on a thread of its own; every call may come from the test's.

#include "bot/json.h"
#include "bot/net/http.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::e2e {

enum class Way {
  well,                  // it takes effect, and is answered so
  limited,               // too many requests, nothing takes effect
  limited_for_a_second,  // and it says for how long
  broken,                // 503
  lost,                  // it takes effect and is not answered
  refused,               // for good
};

net::HttpResponse text_answer(int status, const std::string& body);
net::HttpResponse json_answer(int status, const Json& body);

// Whether it shows these words as its authorization.
bool is_from(const net::HttpRequest& request, std::string_view authorization);

// The answer with one more header.
net::HttpResponse with_header(net::HttpResponse answer, std::string name, std::string value);

// "/issues/7" of "/issues/7?fields=status"; a part of the query, decoded; empty: it has none.
std::string path_of(const net::HttpRequest& request);
std::string asked_for(const net::HttpRequest& request, std::string_view key);

class LocalServer {
 public:
  // How one service behaves. Called on the server's thread, one request at a time.
  struct Manners {
    std::function<net::HttpResponse(const net::HttpRequest&)> answer;  // takes effect
    // Those that the ways of answering are for; the others are questions and always go well.
    std::function<bool(const net::HttpRequest&)> is_act;
    net::HttpResponse limited = text_answer(429, "");
    net::HttpResponse limited_for_a_second = with_header(limited, "Retry-After", "1");
    net::HttpResponse refused = text_answer(400, "");
  };

  explicit LocalServer(Manners manners);
  ~LocalServer();  // no request is under way any more
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;

  std::string url() const;

  // The next answers to acts, one after the other; then everything is well.
  void answer_next(std::vector<Way> ways);
  void is_down(bool down);  // nothing is answered but 503
  int acts() const;         // that have arrived, however they were answered

  // Looks at what the service has, or changes it, while no request is under way.
  template <class Look>
  auto with(const Look& look) const {
    const std::lock_guard lock(mutex());
    return look();
  }
  // The same again and again, until it is true or nobody would wait any longer.
  bool eventually(const std::function<bool()>& question) const;

 private:
  struct Impl;
  std::mutex& mutex() const;

  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::e2e
