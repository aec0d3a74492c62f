#pragma once
// What the tests of bot/slack share: fixtures, answers as Slack gives them, requests taken apart
// again, and an incident to talk about.

#include "bot/domain/incident.h"
#include "bot/domain/moment.h"
#include "bot/json.h"
#include "bot/net/http.h"
#include "bot/slack/destination.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack::world {

inline std::filesystem::path fixtures() { return source_path("tests/fixtures/slack"); }

inline std::string fixture(const std::string& name) {
  const std::string text = file_content(fixtures() / name);
  REQUIRE_MESSAGE(!text.empty(), name);
  return text;
}

inline std::vector<std::string> all_fixtures() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(fixtures())) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  REQUIRE(names.size() > 20);
  return names;
}

inline net::HttpResponse answered(std::string body, int status = 200,
                                  std::vector<net::Header> headers = {}) {
  net::HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return response;
}

inline net::HttpResponse refusal(const std::string& code) {
  return answered(R"({"ok":false,"error":")" + code + "\"}");
}

inline net::HttpResponse lost() {
  net::HttpResponse response;
  response.transport = net::Transport::lost;
  response.trouble = "timeout";
  return response;
}

inline net::HttpResponse never_sent() {
  net::HttpResponse response;
  response.transport = net::Transport::never_sent;
  response.trouble = "connection refused";
  return response;
}

inline std::string url_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%') {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

inline std::map<std::string, std::string> fields_of(const net::HttpRequest& request) {
  std::map<std::string, std::string> fields;
  std::string_view rest = request.body;
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    const std::size_t equals = pair.find('=');
    fields[url_decoded(pair.substr(0, equals))] = url_decoded(pair.substr(equals + 1));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return fields;
}

inline std::string method_of(const net::HttpRequest& request) {
  const std::size_t slash = request.url.rfind('/');
  return request.url.substr(slash + 1);
}

inline Json json_of(std::string_view text) {
  const auto json = parse_json(text);
  REQUIRE_MESSAGE(json.has_value(), text);
  return *json;
}

inline Moment moment(std::int64_t seconds) { return Moment{std::chrono::seconds{seconds}}; }

constexpr std::int64_t k_declared = 1'763'735'700;  // 2025-11-21 14:35 UTC

inline Incident incident() {
  Incident incident;
  incident.number = IncidentNumber{7};
  incident.title = "Checkout down";
  incident.severity = Severity::sev1;
  incident.state = State::investigating;
  incident.declarer = UserId{"U0ANNA0001"};
  incident.lead = UserId{"U0ANNA0001"};
  incident.declared_at = moment(k_declared);
  incident.channel = ChannelId{"C0INC00007"};
  incident.channel_name = "inc-7-checkout-down";
  return incident;
}

inline Event entry(std::int64_t number, std::string text) {
  Event event;
  event.happened_at = moment(k_declared + 60 * number);
  event.recorded_at = event.happened_at;
  event.actor = UserId{"U0BEN00002"};
  event.entry = EntryNumber{number};
  event.body = event::Logged{std::move(text)};
  return event;
}

inline SlackSettings settings() {
  SlackSettings settings;
  settings.api_url = "http://127.0.0.1:1/api/";
  settings.bot_token = "xoxb-test";
  settings.bot_user = "U0BOT00001";
  settings.bot_id = "B0BOT00001";
  settings.installation = "k3x9";
  return settings;
}

// A delivery on its way, driven step by step as the outbox does it.
struct Trip {
  SlackDestination slack{settings()};
  DeliveryContext context;

  explicit Trip(Delivery delivery) {
    context.id = DeliveryId{12};
    context.delivery = std::move(delivery);
    context.incident = incident();
    context.place = Place{ChannelId{"C0INC00007"}, {}};
    context.now = moment(k_declared + 5);
    context.first_sent_at = moment(k_declared + 5);
  }

  net::HttpRequest request() const { return slack.request(context).request; }
  std::string method() const { return method_of(request()); }
  std::map<std::string, std::string> fields() const { return fields_of(request()); }

  Verdict judge(const net::HttpResponse& answer) {
    Verdict verdict = slack.judge(context, answer);
    take(verdict);
    return verdict;
  }
  Verdict judge(const std::string& body) { return judge(answered(body)); }

  Look found(const std::string& body) {
    Look look = slack.found(context, answered(body));
    if (const auto* found = std::get_if<look::Found>(&look)) take(found->verdict);
    return look;
  }

  void take(const Verdict& verdict) {
    const auto* next = std::get_if<verdict::NextStep>(&verdict);
    if (next == nullptr) return;
    context.progress = next->progress;
    context.secret = next->secret;
  }
};

template <class T>
const T& get(const Verdict& verdict) {
  REQUIRE(std::holds_alternative<T>(verdict));
  return std::get<T>(verdict);
}

template <class T>
bool is(const Verdict& verdict) {
  return std::holds_alternative<T>(verdict);
}

}  // namespace tocsin::slack::world
