#pragma once
// Grafana OnCall (also as Grafana IRM): pages by a Formatted Webhook integration, where alert_uid
// keeps a repetition in the same group; who is on call by its API. Pure; engine's thread.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "integrations/rest.h"

#include <string>

namespace tocsin::grafana {

// Nothing is looked for: a repetition is known by its key and wakes nobody twice.
class Pager : public Destination {
 public:
  explicit Pager(const Service& service);

  std::string_view name() const override { return name_; }
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;

 private:
  Prepared rest(const std::string& path) const;
  Verdict judge_alert(const DeliveryContext& context, const net::HttpResponse& answer) const;
  Verdict judge_schedule(const DeliveryContext& context, const net::HttpResponse& answer) const;
  Verdict judge_person(const DeliveryContext& context, const net::HttpResponse& answer) const;

  std::string name_;
  std::string url_;  // a secret
  std::string api_url_;
  std::string api_token_;
  rest::Manners alerts_;
  rest::Manners api_;
};

}  // namespace tocsin::grafana
