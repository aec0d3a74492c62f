#include "tests/e2e/local_pagerduty.h"

#include <algorithm>
#include <utility>

namespace tocsin::e2e {

namespace {

constexpr const char* k_on_call =
    R"({"oncalls": [{"user": {"id": "PUSER1", "type": "user", "summary": "Dee Long", "name": "Dee Long",
        "email": "dee@example.org", "contact_methods": [{"id": "PC1", "type": "phone_contact_method",
        "label": "Mobile", "country_code": 49, "address": "301234"}]},
        "schedule": {"id": "PXYZ", "type": "schedule_reference"}, "escalation_level": 1,
        "start": "2026-01-01T09:00:00Z", "end": "2036-01-01T09:00:00Z"}], "limit": 25,
        "offset": 0, "more": false, "total": null})";
constexpr const char* k_user =
    R"({"user": {"id": "PUSER1", "type": "user", "name": "Dee Long", "email": "dee@example.org",
        "contact_methods": [{"id": "PC1", "type": "phone_contact_method", "country_code": 49,
        "address": "301234"}]}})";
constexpr const char* k_invalid =
    R"json({"status": "invalid event", "message": "Event object is invalid",
            "errors": ["Length of 'routing_key' is incorrect (should be 32 characters)"]})json";

}  // namespace

LocalPagerDuty::LocalPagerDuty()
    : server_({.answer =
                   [this](const net::HttpRequest& request) {
                     if (request.url.starts_with("/oncalls")) return text_answer(200, k_on_call);
                     if (request.url.starts_with("/users/")) return text_answer(200, k_user);
                     return take_event(request.body);
                   },
               .is_act = [](const net::HttpRequest& request) { return request.method == "POST"; },
               .refused = text_answer(400, k_invalid)}) {}

net::HttpResponse LocalPagerDuty::take_event(const std::string& body) {
  last_body_ = body;
  if (const auto json = parse_json(body)) {
    const std::string key = json->value("dedup_key", "");
    const std::string action = json->value("event_action", "");
    heard_.push_back(action + " " + key);
    const bool rings = std::ranges::find(woken_, key) != woken_.end();
    if (action == "trigger" && !rings) woken_.push_back(key);
  }
  return text_answer(202,
                     R"({"status": "success", "message": "Event processed", "dedup_key": "x"})");
}

std::vector<std::string> LocalPagerDuty::heard() const {
  return server_.with([this] { return heard_; });
}

std::vector<std::string> LocalPagerDuty::woken() const {
  return server_.with([this] { return woken_; });
}

std::string LocalPagerDuty::last_body() const {
  return server_.with([this] { return last_body_; });
}

bool LocalPagerDuty::hears(const std::string& what) const {
  return server_.eventually([&] { return std::ranges::find(heard_, what) != heard_.end(); });
}

}  // namespace tocsin::e2e
