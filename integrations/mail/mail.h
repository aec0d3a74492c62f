#pragma once
// Pages by mail: a message for each call, which the shell hands to the mail server of [mail] and
// answers with the code of that server. Pure; engine's thread.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "integrations/rest.h"

#include <string>

namespace tocsin::mail {

// Nothing can be looked for. A repetition has the same Message-ID, by which many mail programs
// show it once.
class Pager : public Destination {
 public:
  explicit Pager(const Service& service);

  std::string_view name() const override { return name_; }
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;

 private:
  std::string name_;
  std::string from_;
  std::string to_;
  std::string server_;
  rest::Manners manners_;
};

}  // namespace tocsin::mail
