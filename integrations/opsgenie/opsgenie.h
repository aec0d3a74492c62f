#pragma once
// Opsgenie: pages by its alert API, where the alias keeps a repetition from waking anybody twice.
// It takes a page first and looks at it later, so what became of it is asked for. Pure; engine's
// thread.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "integrations/rest.h"

#include <string>

namespace tocsin::opsgenie {

// Nothing is looked for: a repetition is known by its key and wakes nobody twice.
class Pager : public Destination {
 public:
  explicit Pager(const Service& service);

  std::string_view name() const override { return name_; }
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;

 private:
  Prepared alert(const DeliveryContext& context) const;
  Prepared prepared(net::HttpRequest request) const;
  Verdict judge_on_call(const DeliveryContext& context, const Json& answer) const;
  Verdict judge_processed(const net::HttpResponse& answer, Moment now) const;

  std::string name_;
  std::string api_key_;
  std::string team_;
  std::string url_;
  rest::Manners manners_;
};

}  // namespace tocsin::opsgenie
