#include "integrations/pagerduty/pagerduty.h"

#include "bot/domain/iso_time.h"
#include "integrations/on_call.h"
#include "integrations/paging.h"

#include <fmt/core.h>

#include <utility>

namespace tocsin::pagerduty {

namespace {

constexpr std::size_t k_longest_summary = 1024;

// Somebody asked for a person: never less than "error", because a service may be set up to wake
// nobody for "warning" and "info".
std::string_view severity_of(const paging::PageText& text) {
  return !text.severity || *text.severity == Severity::sev1 ? "critical" : "error";
}

// {"message": "Event object is invalid", "errors": ["…"]}, or {"error": {the same}}.
std::string words_of(const Json& answer) {
  JsonReader reader(answer);
  if (!reader.is_object()) return "";
  auto error = reader.maybe_object("error");
  JsonReader& said = error ? *error : reader;
  std::string words = said.text_or("message", "");
  for (JsonReader& one : said.items_or_none("errors")) {
    words += (words.empty() ? "" : ": ") + one.as_text();
  }
  return words;
}

// "+49 1721234567"; empty: none of the ways to reach them is a phone.
std::string phone_in(JsonReader& user) {
  for (JsonReader& way : user.items_or_none("contact_methods")) {
    const std::string type = way.text_or("type", "");
    if (type != "phone_contact_method" && type != "sms_contact_method") continue;
    const std::string number = way.text_or("address", "");
    if (number.empty()) continue;
    const std::int64_t country = way.integer_or("country_code", 0);
    return country > 0 ? fmt::format("+{} {}", country, number) : number;
  }
  return "";
}

}  // namespace

Pager::Pager(const Service& service)
    : name_(service.name),
      routing_key_(service.value("routing_key")),
      api_token_(service.value("api_token")),
      events_url_(rest::without_slash(service.value("url")) + "/v2/enqueue"),
      api_url_(rest::without_slash(service.value("api_url"))),
      events_(rest::manners_of(service, "routing_key", "url", words_of)),
      api_(rest::manners_of(service, "api_token", "api_url", words_of)) {}

Prepared Pager::request(const DeliveryContext& context) const {
  if (!std::holds_alternative<delivery::AskOnCall>(context.delivery)) return event(context);
  const OnCallLook look = read_look(context.progress);
  if (!look.is_complete()) {
    return rest("/users/" + rest::percent_encoded(look.ids[look.asked]) +
                "?include%5B%5D=contact_methods");
  }
  return rest("/oncalls?schedule_ids%5B%5D=" +
              rest::percent_encoded(question_of(context).schedule) + "&include%5B%5D=users");
}

Prepared Pager::event(const DeliveryContext& context) const {
  const paging::PageText text = paging::page_text(context);
  const PagerCall call = paging::call_of(context).call;
  Json body{{"routing_key", routing_key_},
            {"event_action", std::string(name_of(call))},
            {"dedup_key", text.key}};
  if (call == PagerCall::trigger) {
    Json details = Json::object();
    for (const paging::Line& fact : text.facts) details[fact.label] = fact.text;
    if (text.is_drill) details["Drill"] = "This is practice: nothing is broken.";
    body["payload"] = {{"summary", paging::shortened(text.headline, k_longest_summary)},
                       {"source", "tocsin"},
                       {"severity", std::string(severity_of(text))},
                       {"custom_details", std::move(details)}};
    body["client"] = "Tocsin";
    if (!text.link.empty()) {
      body["client_url"] = text.link;
      body["links"] = Json::array({{{"href", text.link}, {"text", "The incident's channel"}}});
    }
  }
  return {rest::json_request("POST", events_url_, body), {}};
}

Prepared Pager::rest(const std::string& path) const {
  net::HttpRequest request = rest::plain_request("GET", api_url_ + path);
  request.headers.front() = {"Accept", "application/vnd.pagerduty+json;version=2"};
  request.headers.push_back({"Authorization", "Token token=" + api_token_});
  return {std::move(request), {}};
}

Verdict Pager::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (!std::holds_alternative<delivery::AskOnCall>(context.delivery)) {
    return paging::told(judge_event(context, answer), context);
  }
  if (api_token_.empty()) {
    return rest::refused(api_, "no_token",
                         fmt::format("PagerDuty tells who is on call only with a key: set "
                                     "`api_token` of {}.",
                                     api_.section));
  }
  return read_look(context.progress).is_complete() ? judge_schedule(context, answer)
                                                   : judge_person(context, answer);
}

Verdict Pager::judge_event(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (auto trouble = rest::trouble_of(answer, events_, context.now)) return std::move(*trouble);
  const auto json = parse_json(answer.body);
  if (!json) return rest::not_understood(events_, "JSON");
  JsonReader reader(*json);
  const std::string status = reader.text("status");
  if (reader.failed() || status != "success") return rest::not_understood(events_, "success");
  return verdict::Done{};
}

Verdict Pager::judge_schedule(const DeliveryContext& context,
                              const net::HttpResponse& answer) const {
  if (auto trouble = rest::trouble_of(answer, api_, context.now)) return std::move(*trouble);
  const auto json = parse_json(answer.body);
  if (!json) return rest::not_understood(api_, "JSON");
  OnCallLook look;
  JsonReader reader(*json);
  for (JsonReader& shift : reader.items("oncalls")) {
    JsonReader user = shift.object("user");
    std::string id = user.text("id");
    std::string name = user.text_or("name", user.text_or("summary", ""));
    look.add(std::move(id), {std::move(name), user.text_or("email", ""), phone_in(user)});
    if (const auto end = shift.maybe_text("end")) look.ends(read_iso(*end));
  }
  if (reader.failed()) return rest::not_understood(api_, "people");
  return next(look, context);
}

// Who is on call is known by now; without their phone it is still worth knowing.
Verdict Pager::judge_person(const DeliveryContext& context, const net::HttpResponse& answer) const {
  const auto trouble = rest::trouble_of(answer, api_, context.now);
  if (trouble && !std::holds_alternative<verdict::Refused>(*trouble)) return *trouble;
  OnCallLook look = read_look(context.progress);
  const auto json = trouble ? std::nullopt : parse_json(answer.body);
  if (json) {
    JsonReader reader(*json);
    if (auto user = reader.maybe_object("user")) {
      if (const std::string phone = phone_in(*user); !phone.empty() && !reader.failed()) {
        look.people[look.asked].phone = phone;
      }
    }
  }
  ++look.asked;
  return next(look, context);
}

}  // namespace tocsin::pagerduty
