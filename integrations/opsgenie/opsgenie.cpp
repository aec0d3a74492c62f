#include "integrations/opsgenie/opsgenie.h"

#include "integrations/on_call.h"
#include "integrations/paging.h"

#include <fmt/core.h>

#include <chrono>
#include <utility>

namespace tocsin::opsgenie {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t k_longest_message = 130;
constexpr std::size_t k_longest_description = 15'000;
constexpr Duration k_until_processed = 2s;

// Never less than P3, its usual one: a lower one may be set up to wake nobody.
std::string_view priority_of(const paging::PageText& text) {
  if (!text.severity || *text.severity == Severity::sev1) return "P1";
  return *text.severity == Severity::sev2 ? "P2" : "P3";
}

// {"message": "Request body is not processable", "errors": {"message": "…"}}
std::string words_of(const Json& answer) {
  JsonReader reader(answer);
  if (!reader.is_object()) return "";
  std::string words = reader.text_or("message", "");
  const auto errors = reader.maybe_object("errors");
  if (!errors || !errors->raw().is_object()) return words;
  for (const auto& [field, said] : errors->raw().items()) {
    if (said.is_string()) words += fmt::format("; {}: {}", field, said.get<std::string>());
  }
  return words;
}

bool is_id(std::string_view text) {
  return text.size() == 36 &&
         text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

}  // namespace

Pager::Pager(const Service& service)
    : name_(service.name),
      api_key_(service.value("api_key")),
      team_(service.value("team")),
      url_(rest::without_slash(service.value("url"))),
      manners_(rest::manners_of(service, "api_key", "url", words_of)) {}

Prepared Pager::prepared(net::HttpRequest request) const {
  request.headers.push_back({"Authorization", "GenieKey " + api_key_});
  return {std::move(request), {}};
}

Prepared Pager::request(const DeliveryContext& context) const {
  if (std::holds_alternative<delivery::AskOnCall>(context.delivery)) {
    const std::string& schedule = question_of(context).schedule;
    return prepared(rest::plain_request(
        "GET", fmt::format("{}/v2/schedules/{}/on-calls?scheduleIdentifierType={}&flat=true", url_,
                           rest::percent_encoded(schedule), is_id(schedule) ? "id" : "name")));
  }
  if (!context.progress.empty()) {
    return prepared(rest::plain_request(
        "GET", url_ + "/v2/alerts/requests/" + rest::percent_encoded(context.progress)));
  }
  return alert(context);
}

Prepared Pager::alert(const DeliveryContext& context) const {
  const paging::PageText text = paging::page_text(context);
  const PagerCall call = paging::call_of(context).call;
  if (call != PagerCall::trigger) {
    const bool is_over = call == PagerCall::resolve;
    const Json body{{"source", "Tocsin"},
                    {"note", is_over ? "It is over." : "It was acknowledged in Slack."}};
    return prepared(rest::json_request(
        "POST",
        fmt::format("{}/v2/alerts/{}/{}?identifierType=alias", url_,
                    rest::percent_encoded(text.key), is_over ? "close" : "acknowledge"),
        body));
  }
  Json tags = Json::array({"tocsin"});
  if (text.is_drill) tags.push_back("drill");
  Json details = Json::object();
  for (const paging::Line& fact : text.facts) details[fact.label] = fact.text;
  if (!text.link.empty()) details["Channel"] = text.link;
  Json body{{"message", paging::shortened(text.headline, k_longest_message)},
            {"alias", text.key},
            {"description", paging::shortened(paging::plain_text(text), k_longest_description)},
            {"details", std::move(details)},
            {"tags", std::move(tags)},
            {"source", "Tocsin"},
            {"priority", std::string(priority_of(text))}};
  if (!team_.empty()) body["responders"] = Json::array({{{"name", team_}, {"type", "team"}}});
  return prepared(rest::json_request("POST", url_ + "/v2/alerts", body));
}

Verdict Pager::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (!context.progress.empty()) {
    return paging::told(judge_processed(answer, context.now), context);
  }
  if (auto trouble = rest::trouble_of(answer, manners_, context.now)) {
    return paging::told(std::move(*trouble), context);
  }
  const auto json = parse_json(answer.body);
  if (!json) return rest::not_understood(manners_, "JSON");
  if (std::holds_alternative<delivery::AskOnCall>(context.delivery)) {
    return judge_on_call(context, *json);
  }
  if (paging::call_of(context).call != PagerCall::trigger) return verdict::Done{};
  JsonReader reader(*json);
  std::string id = reader.text("requestId");
  if (reader.failed() || id.empty()) return rest::not_understood(manners_, "requestId");
  return verdict::NextStep{std::move(id), "", {}};
}

// Whether the alert was made of what was taken.
Verdict Pager::judge_processed(const net::HttpResponse& answer, Moment now) const {
  const bool is_answer = answer.transport == net::Transport::answered;
  if (is_answer && answer.status == 404) {
    return verdict::Wait{k_until_processed, "Opsgenie has not looked at it yet"};
  }
  if (auto trouble = rest::trouble_of(answer, manners_, now)) return std::move(*trouble);
  const auto json = parse_json(answer.body);
  if (!json) return rest::not_understood(manners_, "JSON");
  JsonReader reader(*json);
  JsonReader processed = reader.object("data");
  const bool is_success = processed.flag("isSuccess");
  const std::string status = processed.text_or("status", "");
  if (reader.failed()) return rest::not_understood(manners_, "isSuccess");
  if (is_success) return verdict::Done{};
  return rest::refused(
      manners_, "not_processed",
      fmt::format("Opsgenie took it and made no alert of it: check what the integration of `{}` in "
                  "{} does with alerts. It says: {}",
                  manners_.secret_key, manners_.section, paging::shortened(status, 200)));
}

// {"data": {"onCallRecipients": ["ana@example.com"]}}: its users are named by their address.
Verdict Pager::judge_on_call(const DeliveryContext& context, const Json& answer) const {
  JsonReader reader(answer);
  OnCallLook look;
  for (JsonReader& one : reader.object("data").items("onCallRecipients")) {
    const std::string address = one.as_text();
    look.add(address, {address, address.find('@') != std::string::npos ? address : "", ""});
  }
  if (reader.failed()) return rest::not_understood(manners_, "onCallRecipients");
  look.asked = look.people.size();
  return next(look, context);
}

}  // namespace tocsin::opsgenie
