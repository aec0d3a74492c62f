#include "integrations/switchboard.h"

#include "bot/ensure.h"

#include <utility>

namespace tocsin {

Switchboard::Switchboard(const Destination& slack, Services services)
    : slack_(slack), services_(std::move(services)) {}

bool Switchboard::serves(const Delivery& delivery) const {
  const std::string_view service = service_of(delivery);
  return service.empty() || services_.contains(service);
}

const Destination& Switchboard::of(const DeliveryContext& context) const {
  const std::string_view service = service_of(context.delivery);
  if (service.empty()) return slack_;
  const auto found = services_.find(service);
  ENSURE(found != services_.end());
  return *found->second;
}

Prepared Switchboard::request(const DeliveryContext& context) const {
  return of(context).request(context);
}

Verdict Switchboard::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  return of(context).judge(context, answer);
}

std::optional<Prepared> Switchboard::lookup(const DeliveryContext& context,
                                            const std::string& cursor) const {
  return of(context).lookup(context, cursor);
}

Look Switchboard::found(const DeliveryContext& context, const net::HttpResponse& answer) const {
  return of(context).found(context, answer);
}

}  // namespace tocsin
