#include "tests/e2e/local_pagers.h"

#include <algorithm>

namespace tocsin::e2e {

namespace {

constexpr const char* k_webhook = "/integrations/v1/formatted_webhook/grafana-secret/";

bool is_post(const net::HttpRequest& request) { return request.method == "POST"; }

std::string text_in(const std::string& body, const char* key) {
  const auto json = parse_json(body);
  return json && json->is_object() ? json->value(key, "") : "";
}

}  // namespace

// ---- what they share

std::vector<std::string> LocalPager::heard() {
  return server().with([this] { return heard_; });
}

std::vector<std::string> LocalPager::woken() {
  return server().with([this] { return woken_; });
}

std::string LocalPager::last_body() {
  return server().with([this] { return last_body_; });
}

bool LocalPager::hears(const std::string& what) {
  return server().eventually([&] { return std::ranges::find(heard_, what) != heard_.end(); });
}

bool LocalPager::is_open(const std::string& key) const {
  return std::ranges::find(open_, key) != open_.end();
}

// ---- Opsgenie

LocalOpsgenie::LocalOpsgenie()
    : server_({.answer = [this](const net::HttpRequest& request) { return answer(request); },
               .is_act = is_post,
               .limited = json_answer(429, {{"message", "You are making too many requests!"}}),
               .refused = json_answer(422, {{"message", "Request body is not processable."}})}) {}

std::string LocalOpsgenie::settings() const {
  return "api_key = \"opsgenie-secret\"\nurl = \"" + server_.url() + "\"\n";
}

net::HttpResponse LocalOpsgenie::answer(const net::HttpRequest& request) {
  const std::string asked = "/v2/alerts/requests/";
  const std::string path = path_of(request);
  if (!is_from(request, "GenieKey opsgenie-secret")) {
    return json_answer(401, {{"message", "Could not authenticate"}});
  }
  if (path == "/v2/schedules/Payments/on-calls") {
    return text_answer(200, R"({"data": {"onCallRecipients": ["dee@example.org"]}})");
  }
  if (is_post(request)) return take(request);
  if (path.starts_with(asked)) return became(path.substr(asked.size()));
  return json_answer(404, {{"message", "No such address"}});
}

// One open alert for each alias.
net::HttpResponse LocalOpsgenie::take(const net::HttpRequest& request) {
  const std::string path = path_of(request);
  const std::string one = "/v2/alerts/";
  last_body_ = request.body;
  if (path == "/v2/alerts") {
    const std::string alias = text_in(request.body, "alias");
    heard_.push_back("create " + alias);
    if (!is_open(alias)) {
      woken_.push_back(alias);
      open_.push_back(alias);
    }
    return taken();
  }
  const std::size_t slash = path.rfind('/');
  const std::string act = path.substr(slash + 1);
  const bool is_known = path.starts_with(one) && asked_for(request, "identifierType") == "alias" &&
                        (act == "acknowledge" || act == "close");
  if (!is_known) return json_answer(404, {{"message", "No such address"}});
  const std::string alias = path.substr(one.size(), slash - one.size());
  heard_.push_back(act + " " + alias);
  if (act == "close") std::erase(open_, alias);
  return taken();
}

net::HttpResponse LocalOpsgenie::taken() {
  requests_.push_back({"request-" + std::to_string(requests_.size() + 1), 0});
  return json_answer(202, {{"result", "Request will be processed"},
                           {"took", 0.302},
                           {"requestId", requests_.back().id}});
}

net::HttpResponse LocalOpsgenie::became(const std::string& id) {
  const auto found = std::ranges::find(requests_, id, &Request::id);
  const bool is_known = found != requests_.end() && ++found->asked > 1;
  if (!is_known)
    return json_answer(404, {{"message", "Request not found. It might not be processed, yet"}});
  const Json data{{"success", true}, {"isSuccess", true}, {"status", "Created alert"}};
  return json_answer(200, {{"data", data}, {"requestId", id}});
}

// ---- Grafana OnCall

LocalGrafana::LocalGrafana()
    : server_({.answer = [this](const net::HttpRequest& request) { return answer(request); },
               .is_act = is_post,
               .refused = text_answer(404, "")}) {}

std::string LocalGrafana::settings() const {
  return "url = \"" + server_.url() + k_webhook + "\"\napi_url = \"" + server_.url() +
         "\"\napi_token = \"grafana-token\"\n";
}

net::HttpResponse LocalGrafana::answer(const net::HttpRequest& request) {
  const std::string path = path_of(request);
  if (is_post(request)) return path == k_webhook ? alert(request) : text_answer(404, "");
  if (!is_from(request, "grafana-token")) return json_answer(403, {{"detail", "Invalid token."}});
  if (path == "/api/v1/schedules/SBM7DV7BKFUYU/") {
    return json_answer(200, {{"id", "SBM7DV7BKFUYU"}, {"on_call_now", Json::array({"UDEE"})}});
  }
  if (path == "/api/v1/users/UDEE/") {
    return json_answer(200,
                       {{"id", "UDEE"}, {"username", "Dee Long"}, {"email", "dee@example.org"}});
  }
  return json_answer(404, {{"detail", "Not found."}});
}

// Alerts of one `alert_uid` are one group, until it is ended.
net::HttpResponse LocalGrafana::alert(const net::HttpRequest& request) {
  last_body_ = request.body;
  const std::string key = text_in(request.body, "alert_uid");
  const bool is_over = text_in(request.body, "state") == "ok";
  heard_.push_back((is_over ? "ok " : "alerting ") + key);
  if (is_over) {
    std::erase(open_, key);
  } else if (!is_open(key)) {
    woken_.push_back(key);
    open_.push_back(key);
  }
  return text_answer(200, "Ok.");
}

}  // namespace tocsin::e2e
