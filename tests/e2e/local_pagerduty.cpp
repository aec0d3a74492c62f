#include "tests/e2e/local_pagerduty.h"

#include "bot/json.h"
#include "bot/net/listener.h"
#include "bot/net/loop.h"
#include "tests/e2e/bot_process.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace tocsin::e2e {

namespace {

net::HttpResponse json_answer(int status, const std::string& body) {
  net::HttpResponse answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.body = body;
  return answer;
}

}  // namespace

struct LocalPagerDuty::Impl {
  net::Loop loop;
  std::optional<net::Listener> listener;
  std::thread thread;

  mutable std::mutex mutex;  // of what follows
  std::deque<Way> ways;
  bool down = false;
  std::vector<std::string> heard;
  std::vector<std::string> woken;
  std::string last_body;
  int requests = 0;
  std::vector<net::Responder> unanswered;

  void take(const net::HttpRequest& request, const net::Responder& responder) {
    const std::lock_guard lock(mutex);
    if (request.url.starts_with("/oncalls")) {
      if (down) return responder.reply(json_answer(503, ""));
      return responder.reply(json_answer(
          200,
          R"({"oncalls": [{"user": {"id": "PUSER1", "type": "user", "summary": "Dee Long", "name": "Dee Long",
              "email": "dee@example.org", "contact_methods": [{"id": "PC1", "type": "phone_contact_method",
              "label": "Mobile", "country_code": 49, "address": "301234"}]},
              "schedule": {"id": "PXYZ", "type": "schedule_reference"}, "escalation_level": 1,
              "start": "2026-01-01T09:00:00Z", "end": "2036-01-01T09:00:00Z"}], "limit": 25,
              "offset": 0, "more": false, "total": null})"));
    }
    if (request.url.starts_with("/users/")) {
      return responder.reply(json_answer(
          200,
          R"({"user": {"id": "PUSER1", "type": "user", "name": "Dee Long", "email": "dee@example.org",
              "contact_methods": [{"id": "PC1", "type": "phone_contact_method", "country_code": 49,
              "address": "301234"}]}})"));
    }
    ++requests;
    Way way = Way::well;
    if (!ways.empty()) {
      way = ways.front();
      ways.pop_front();
    }
    if (down) way = Way::broken;
    if (way == Way::well || way == Way::lost) take_effect(request.body);
    answer(way, responder);
  }

  void take_effect(const std::string& body) {
    last_body = body;
    const auto json = parse_json(body);
    if (!json) return;
    const std::string key = json->value("dedup_key", "");
    const std::string action = json->value("event_action", "");
    heard.push_back(action + " " + key);
    const bool rings = std::ranges::find(woken, key) != woken.end();
    if (action == "trigger" && !rings) woken.push_back(key);
  }

  void answer(Way way, const net::Responder& responder) {
    switch (way) {
      case Way::well:
        return responder.reply(json_answer(
            202, R"({"status": "success", "message": "Event processed", "dedup_key": "x"})"));
      case Way::limited:
        return responder.reply(json_answer(429, ""));
      case Way::limited_for_a_second: {
        net::HttpResponse limited = json_answer(429, "");
        limited.headers.push_back({"Retry-After", "1"});
        return responder.reply(std::move(limited));
      }
      case Way::broken:
        return responder.reply(json_answer(503, "<html>"));
      case Way::lost:
        unanswered.push_back(responder);
        return;
      case Way::refused:
        return responder.reply(json_answer(
            400, R"json({"status": "invalid event", "message": "Event object is invalid",
                     "errors": ["Length of 'routing_key' is incorrect (should be 32 characters)"]})json"));
    }
  }
};

LocalPagerDuty::LocalPagerDuty() : impl_(std::make_unique<Impl>()) {
  net::ListenerCallbacks callbacks;
  callbacks.on_request = [this](const net::HttpRequest& request, const net::Responder& responder) {
    impl_->take(request, responder);
  };
  impl_->listener.emplace(impl_->loop, std::move(callbacks));
  impl_->thread = std::thread([this] { impl_->loop.run(); });
}

LocalPagerDuty::~LocalPagerDuty() {
  impl_->loop.stop();
  impl_->thread.join();
}

std::string LocalPagerDuty::url() const {
  return "http://127.0.0.1:" + std::to_string(impl_->listener->port());
}

void LocalPagerDuty::answer_next(std::vector<Way> ways) {
  const std::lock_guard lock(impl_->mutex);
  impl_->ways.assign(ways.begin(), ways.end());
}

void LocalPagerDuty::is_down(bool down) {
  const std::lock_guard lock(impl_->mutex);
  impl_->down = down;
}

std::vector<std::string> LocalPagerDuty::heard() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->heard;
}

std::vector<std::string> LocalPagerDuty::woken() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->woken;
}

std::string LocalPagerDuty::last_body() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->last_body;
}

int LocalPagerDuty::requests() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->requests;
}

bool LocalPagerDuty::hears(const std::string& what) const {
  const auto until = std::chrono::steady_clock::now() + k_patience;
  while (std::chrono::steady_clock::now() < until) {
    const std::vector<std::string> so_far = heard();
    if (std::ranges::find(so_far, what) != so_far.end()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace tocsin::e2e
