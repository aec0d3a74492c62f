#pragma once
// A status page of the operator's own: a signed request for each update, as README.md of this
// folder says. What a receiver builds on is on the wire for good. Pure; engine's thread.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "integrations/rest.h"

#include <string>

namespace tocsin::webhook {

class StatusPage : public Destination {
 public:
  explicit StatusPage(const Service& service);

  std::string_view name() const override { return name_; }
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;
  // Nothing is looked for: the receiver knows a repetition by its Idempotency-Key.

 private:
  std::string name_;
  std::string url_;
  std::string secret_;
  rest::Manners manners_;
};

}  // namespace tocsin::webhook
