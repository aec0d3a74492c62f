#pragma once
// PagerDuty on loopback, as its public documents describe it: the Events API v2 with its answers
// and limits, and who is on call. Test thread.

#include "tests/e2e/local_server.h"

#include <string>
#include <vector>

namespace tocsin::e2e {

class LocalPagerDuty {
 public:
  LocalPagerDuty();

  std::string url() const { return server_.url(); }
  void answer_next(std::vector<Way> ways) { server_.answer_next(std::move(ways)); }
  void is_down(bool down) { server_.is_down(down); }

  // "trigger INC-1-P1", "acknowledge INC-1-P1": what took effect, in order.
  std::vector<std::string> heard() const;
  std::vector<std::string> woken() const;  // the keys for which somebody was woken, once each
  std::string last_body() const;
  bool hears(const std::string& what) const;  // waits for it

 private:
  net::HttpResponse take_event(const std::string& body);

  std::vector<std::string> heard_;
  std::vector<std::string> woken_;
  std::string last_body_;
  LocalServer server_;  // the last: it ends first
};

}  // namespace tocsin::e2e
