#include "integrations/grafana/grafana.h"

#include "integrations/on_call.h"
#include "integrations/paging.h"

#include <fmt/core.h>

#include <utility>

namespace tocsin::grafana {

namespace {

// {"detail": "Invalid token."}
std::string words_of(const Json& answer) {
  JsonReader reader(answer);
  return reader.is_object() ? reader.text_or("detail", "") : "";
}

}  // namespace

Pager::Pager(const Service& service)
    : name_(service.name),
      url_(service.value("url")),
      api_url_(rest::without_slash(service.value("api_url"))),
      api_token_(service.value("api_token")),
      alerts_(rest::manners_of(service, "url", "url", words_of)),
      api_(rest::manners_of(service, "api_token", "api_url", words_of)) {}

Prepared Pager::request(const DeliveryContext& context) const {
  if (std::holds_alternative<delivery::AskOnCall>(context.delivery)) {
    const OnCallLook look = read_look(context.progress);
    return rest(look.is_complete()
                    ? "/api/v1/schedules/" + rest::percent_encoded(question_of(context).schedule)
                    : "/api/v1/users/" + rest::percent_encoded(look.ids[look.asked]));
  }
  const PagerCall call = paging::call_of(context).call;
  // Its webhook knows no acknowledgement. A request without an address leaves nowhere.
  if (call == PagerCall::acknowledge) return {};
  const paging::PageText text = paging::page_text(context);
  Json body{{"alert_uid", text.key},
            {"title", text.headline},
            {"state", call == PagerCall::trigger ? "alerting" : "ok"},
            {"message", paging::plain_text(text)}};
  if (!text.link.empty()) body["link_to_upstream_details"] = text.link;
  return {rest::json_request("POST", url_, body), {}};
}

Prepared Pager::rest(const std::string& path) const {
  net::HttpRequest request = rest::plain_request("GET", api_url_ + path + "/");
  request.headers.push_back({"Authorization", api_token_});
  return {std::move(request), {}};
}

Verdict Pager::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (!std::holds_alternative<delivery::AskOnCall>(context.delivery)) {
    return paging::told(judge_alert(context, answer), context);
  }
  if (api_token_.empty() || api_url_.empty()) {
    return rest::refused(api_, "no_token",
                         fmt::format("Grafana OnCall tells who is on call only by its API: set "
                                     "`api_url` and `api_token` of {}.",
                                     api_.section));
  }
  return read_look(context.progress).is_complete() ? judge_schedule(context, answer)
                                                   : judge_person(context, answer);
}

Verdict Pager::judge_alert(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (paging::call_of(context).call == PagerCall::acknowledge) return verdict::Done{};
  // Whoever does not know the address is told that there is nothing, or that it is forbidden.
  const bool is_answer = answer.transport == net::Transport::answered;
  if (is_answer && (answer.status == 401 || answer.status == 403 || answer.status == 404)) {
    return rest::refused(alerts_, fmt::format("http_{}", answer.status),
                         fmt::format("Grafana OnCall knows no integration of that address: check "
                                     "`url` of {}.",
                                     alerts_.section));
  }
  if (auto trouble = rest::trouble_of(answer, alerts_, context.now)) return std::move(*trouble);
  return verdict::Done{};  // it answers "Ok." or nothing
}

Verdict Pager::judge_schedule(const DeliveryContext& context,
                              const net::HttpResponse& answer) const {
  if (auto trouble = rest::trouble_of(answer, api_, context.now)) return std::move(*trouble);
  const auto json = parse_json(answer.body);
  if (!json) return rest::not_understood(api_, "JSON");
  JsonReader reader(*json);
  OnCallLook look;
  for (JsonReader& id : reader.items("on_call_now")) {
    const std::string known_by = id.as_text();
    look.add(known_by, {known_by, "", ""});
  }
  if (reader.failed()) return rest::not_understood(api_, "on_call_now");
  return next(look, context);
}

// Who is on call is known by now, if only by their id.
Verdict Pager::judge_person(const DeliveryContext& context, const net::HttpResponse& answer) const {
  const auto trouble = rest::trouble_of(answer, api_, context.now);
  if (trouble && !std::holds_alternative<verdict::Refused>(*trouble)) return *trouble;
  OnCallLook look = read_look(context.progress);
  const auto json = trouble ? std::nullopt : parse_json(answer.body);
  if (json && json->is_object()) {
    JsonReader user(*json);
    const std::string name = user.text_or("username", "");
    const std::string mail = user.text_or("email", "");
    if (!user.failed() && !name.empty()) look.people[look.asked] = {name, mail, ""};
  }
  ++look.asked;
  return next(look, context);
}

}  // namespace tocsin::grafana
