#include "integrations/webhook/pager.h"

#include "bot/domain/iso_time.h"
#include "integrations/paging.h"
#include "integrations/webhook/signed_request.h"

#include <chrono>
#include <utility>

namespace tocsin::webhook {

namespace {

Json body_of(const DeliveryContext& context, const std::string& call) {
  const paging::PageText text = paging::page_text(context);
  const Incident& incident = *context.incident;
  Json about{{"handle", handle(incident.number)},
             {"is_drill", incident.is_drill},
             {"is_private", incident.is_private}};
  Json page{{"handle", handle(paging::call_of(context).page)}};
  if (!incident.is_private) {
    about["title"] = incident.title;
    about["severity"] = incident.severity ? Json(std::string(name_of(*incident.severity))) : Json();
    about["state"] = std::string(name_of(incident.state));
    about["impact"] = incident.impact;
    about["lead"] = context.lead_name;
    about["url"] = context.where;
    if (const Page* found = find(incident, paging::call_of(context).page)) {
      page["target"] = found->target;
      page["reason"] = found->reason;
      page["opened_at"] = print_iso(std::chrono::floor<std::chrono::seconds>(found->opened_at));
    }
  }
  return {{"version", 1},
          {"event", "page." + call},
          {"key", text.key},
          {"summary", text.headline},
          {"incident", std::move(about)},
          {"page", std::move(page)}};
}

}  // namespace

Pager::Pager(const Service& service)
    : name_(service.name),
      url_(service.value("url")),
      secret_(service.value("secret")),
      manners_(rest::manners_of(service, "secret", "url", words_of)) {}

Prepared Pager::request(const DeliveryContext& context) const {
  const std::string call(name_of(paging::call_of(context).call));
  return {signed_request(url_, secret_, body_of(context, call),
                         paging::page_text(context).key + "-" + call, context.now),
          {}};
}

Verdict Pager::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (auto trouble = rest::trouble_of(answer, manners_, context.now)) {
    return paging::told(std::move(*trouble), context);
  }
  return verdict::Done{};
}

}  // namespace tocsin::webhook
