#pragma once
// PagerDuty on loopback, as its public documents describe it: the Events API v2 with its answers
// and limits, and who is on call. What it is told waits to be looked at; how it answers can be
// said beforehand. Lives on a thread of its own; every call may come from the test's.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tocsin::e2e {

class LocalPagerDuty {
 public:
  LocalPagerDuty();
  ~LocalPagerDuty();
  LocalPagerDuty(const LocalPagerDuty&) = delete;
  LocalPagerDuty& operator=(const LocalPagerDuty&) = delete;

  std::string url() const;

  enum class Way {
    well,                  // 202, and it takes effect
    limited,               // 429
    limited_for_a_second,  // 429 with Retry-After
    broken,                // 503
    lost,                  // it takes effect and is not answered
    refused,               // 400
  };
  // The next answers, one after the other; then everything is well.
  void answer_next(std::vector<Way> ways);
  void is_down(bool down);  // nothing is answered but 503

  // "trigger INC-1-P1", "acknowledge INC-1-P1": what took effect, in order.
  std::vector<std::string> heard() const;
  std::vector<std::string> woken() const;  // the keys for which somebody was woken, once each
  std::string last_body() const;
  bool hears(const std::string& what) const;  // waits for it
  int requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::e2e
