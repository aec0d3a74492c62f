#include "integrations/statuspage/statuspage.h"

#include "bot/domain/iso_time.h"
#include "bot/domain/public_status.h"
#include "bot/ensure.h"

#include <fmt/core.h>

#include <utility>

namespace tocsin::statuspage {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_spacing = 1s;  // the limit of one key
constexpr std::size_t k_page = 100;
constexpr Duration k_clocks_differ = 10min;

std::string words_of(const Json& answer) {
  if (!answer.is_object()) return "";
  const auto error = answer.find("error");
  if (error == answer.end()) return JsonReader(answer).text_or("message", "");
  if (error->is_string()) return error->get<std::string>();
  std::string words;
  if (!error->is_array()) return words;
  for (const Json& one : *error) {
    if (one.is_string()) words += (words.empty() ? "" : "; ") + one.get<std::string>();
  }
  return words;
}

const delivery::ShowStatus& shown_in(const DeliveryContext& context) {
  const auto* show = std::get_if<delivery::ShowStatus>(&context.delivery);
  ENSURE(show != nullptr && context.incident.has_value());
  return *show;
}

// "tocsin a1b2c3 INC-7"
std::string mark_of(const DeliveryContext& context) {
  std::string mark = "tocsin ";
  if (!context.installation.empty()) mark += context.installation + " ";
  return mark + handle(context.incident->number);
}

bool has_mark(const Json& incident, const std::string& mark) {
  if (!incident.is_object()) return false;
  const auto metadata = incident.find("metadata");
  if (metadata == incident.end() || !metadata->is_object()) return false;
  const auto ours = metadata->find("tocsin");
  return ours != metadata->end() && ours->is_object() && ours->value("mark", Json()) == mark;
}

std::optional<fact::StatusShown> shown(const DeliveryContext& context, const Json& incident) {
  const delivery::ShowStatus& show = shown_in(context);
  JsonReader reader(incident);
  std::string id = reader.text("id");
  std::string url = reader.text_or("shortlink", "");
  if (reader.failed()) return std::nullopt;
  return fact::StatusShown{show.status_page, public_words(show.state, show.text), std::move(url),
                           std::move(id)};
}

// The same words at another time are another update.
bool is_this_update(JsonReader& update, const DeliveryContext& context) {
  const delivery::ShowStatus& show = shown_in(context);
  if (update.text_or("body", "") != show.text) return false;
  if (update.text_or("status", "") != public_state(show.state)) return false;
  const auto made = read_iso(update.text_or("created_at", ""));
  return !made || *made >= context.first_sent_at - k_clocks_differ;
}

}  // namespace

Page::Page(const Service& service)
    : name_(service.name),
      incidents_(rest::without_slash(service.value("url")) + "/v1/pages/" +
                 rest::percent_encoded(service.value("page")) + "/incidents"),
      token_(service.value("token")),
      manners_(rest::manners_of(service, "token", "page", words_of)) {}

Prepared Page::prepared(net::HttpRequest request) const {
  request.headers.push_back({"Authorization", "OAuth " + token_});
  return {std::move(request), {{"status page " + name_, k_spacing}}};
}

std::string Page::id_in(const DeliveryContext& context) const {
  const StatusEntry* entry = status_entry(*context.incident, name_);
  return entry != nullptr ? entry->id : "";
}

Prepared Page::request(const DeliveryContext& context) const {
  const delivery::ShowStatus& show = shown_in(context);
  const std::string id = id_in(context);
  Json incident{{"status", public_state(show.state)}, {"body", show.text}};
  if (!id.empty()) {
    return prepared(rest::json_request("PATCH", incidents_ + "/" + rest::percent_encoded(id),
                                       {{"incident", std::move(incident)}}));
  }
  incident["name"] = context.incident->title;
  incident["metadata"] = {{"tocsin", {{"mark", mark_of(context)}}}};
  return prepared(rest::json_request("POST", incidents_, {{"incident", std::move(incident)}}));
}

Verdict Page::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (auto trouble = rest::trouble_of(answer, manners_, context.now)) return std::move(*trouble);
  const auto json = parse_json(answer.body);
  auto fact = json ? shown(context, *json) : std::nullopt;
  if (!fact) return rest::not_understood(manners_, "id of the incident");
  return verdict::Done{{std::move(*fact)}};
}

std::optional<Prepared> Page::lookup(const DeliveryContext& context,
                                     const std::string& cursor) const {
  const std::string id = id_in(context);
  if (!id.empty()) {
    return prepared(rest::plain_request("GET", incidents_ + "/" + rest::percent_encoded(id)));
  }
  return prepared(rest::plain_request("GET", fmt::format("{}?limit={}&page={}", incidents_, k_page,
                                                         cursor.empty() ? "1" : cursor)));
}

Look Page::found(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (auto trouble = rest::look_trouble(answer, manners_, context.now)) return std::move(*trouble);
  const auto json = parse_json(answer.body);
  if (!json) return rest::look_not_understood(manners_);
  if (json->is_array()) return found_in_list(context, *json);
  JsonReader incident(*json);
  for (JsonReader& update : incident.items_or_none("incident_updates")) {
    if (!is_this_update(update, context)) continue;
    auto fact = shown(context, *json);
    if (!fact) return rest::look_not_understood(manners_);
    return look::Found{verdict::Done{{std::move(*fact)}}};
  }
  if (incident.failed()) return rest::look_not_understood(manners_);
  return look::NotThere{};
}

// The newest come first: what was created by an attempt of ours is not far behind.
Look Page::found_in_list(const DeliveryContext& context, const Json& incidents) const {
  const std::string mark = mark_of(context);
  for (const Json& incident : incidents) {
    if (!has_mark(incident, mark)) continue;
    auto fact = shown(context, incident);
    if (!fact) return rest::look_not_understood(manners_);
    return look::Found{verdict::Done{{std::move(*fact)}}};
  }
  const bool is_last = incidents.size() < k_page || context.cursor == "2";
  if (is_last) return look::NotThere{};
  return look::More{"2"};
}

}  // namespace tocsin::statuspage
