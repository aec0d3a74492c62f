#pragma once
// PagerDuty: pages by its Events API v2, where the key of the page keeps a repetition from waking
// anybody twice; who is on call by its REST API. Pure; engine's thread.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "integrations/rest.h"

#include <string>

namespace tocsin::pagerduty {

// Nothing is looked for: a repetition is known by its key and wakes nobody twice.
class Pager : public Destination {
 public:
  explicit Pager(const Service& service);

  std::string_view name() const override { return name_; }
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;

 private:
  Prepared event(const DeliveryContext& context) const;
  Prepared rest(const std::string& path) const;
  Verdict judge_event(const DeliveryContext& context, const net::HttpResponse& answer) const;
  Verdict judge_schedule(const DeliveryContext& context, const net::HttpResponse& answer) const;
  Verdict judge_person(const DeliveryContext& context, const net::HttpResponse& answer) const;

  std::string name_;
  std::string routing_key_;
  std::string api_token_;
  std::string events_url_;
  std::string api_url_;
  rest::Manners events_;
  rest::Manners api_;
};

}  // namespace tocsin::pagerduty
