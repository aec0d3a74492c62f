#include "integrations/webhook/status_page.h"

#include "bot/domain/public_status.h"
#include "bot/ensure.h"
#include "integrations/signature.h"

#include <chrono>
#include <utility>

namespace tocsin::webhook {

namespace {

std::string words_of(const Json& answer) {
  JsonReader reader(answer);
  if (!reader.is_object()) return "";
  return reader.text_or("error", reader.text_or("message", ""));
}

const delivery::ShowStatus& shown_in(const DeliveryContext& context) {
  const auto* show = std::get_if<delivery::ShowStatus>(&context.delivery);
  ENSURE(show != nullptr && context.incident.has_value());
  return *show;
}

std::string event_of(const DeliveryContext& context) {
  const delivery::ShowStatus& show = shown_in(context);
  if (public_state(show.state) == "resolved") return "status.resolve";
  const StatusEntry* entry = status_entry(*context.incident, show.status_page);
  return entry == nullptr || entry->id.empty() ? "status.create" : "status.update";
}

}  // namespace

StatusPage::StatusPage(const Service& service)
    : name_(service.name),
      url_(service.value("url")),
      secret_(service.value("secret")),
      manners_(rest::manners_of(service, "secret", "url", words_of)) {}

Prepared StatusPage::request(const DeliveryContext& context) const {
  const delivery::ShowStatus& show = shown_in(context);
  const std::string incident = handle(context.incident->number);
  const Json body{{"version", 1},
                  {"event", event_of(context)},
                  {"key", incident},
                  {"title", context.incident->title},
                  {"status", public_state(show.state)},
                  {"text", show.text}};
  net::HttpRequest request = rest::json_request("POST", url_, body);
  const std::string timestamp = std::to_string(
      std::chrono::floor<std::chrono::seconds>(context.now).time_since_epoch().count());
  request.headers.push_back({std::string(k_timestamp_header), timestamp});
  request.headers.push_back(
      {std::string(k_signature_header), webhook_signature(secret_, timestamp, request.body)});
  request.headers.push_back(
      {"Idempotency-Key", incident + "-status-" + std::to_string(context.id.value)});
  return {std::move(request), {}};
}

Verdict StatusPage::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (auto trouble = rest::trouble_of(answer, manners_, context.now)) return std::move(*trouble);
  const delivery::ShowStatus& show = shown_in(context);
  return verdict::Done{{fact::StatusShown{show.status_page, public_words(show.state, show.text), "",
                                          handle(context.incident->number)}}};
}

}  // namespace tocsin::webhook
