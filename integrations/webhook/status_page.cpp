#include "integrations/webhook/status_page.h"

#include "bot/domain/public_status.h"
#include "bot/ensure.h"
#include "integrations/webhook/signed_request.h"

#include <utility>

namespace tocsin::webhook {

namespace {

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
  return {signed_request(url_, secret_, body,
                         incident + "-status-" + std::to_string(context.id.value), context.now),
          {}};
}

Verdict StatusPage::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (auto trouble = rest::trouble_of(answer, manners_, context.now)) return std::move(*trouble);
  const delivery::ShowStatus& show = shown_in(context);
  return verdict::Done{{fact::StatusShown{show.status_page, public_words(show.state, show.text), "",
                                          handle(context.incident->number)}}};
}

}  // namespace tocsin::webhook
