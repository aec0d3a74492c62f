#pragma once
// Atlassian Statuspage. The first update of an incident creates it there, with our mark in its
// metadata; later ones are added to it. After a lost answer both are looked for, because the page's
// subscribers get a mail for each. Pure; engine's thread.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "integrations/rest.h"

#include <string>

namespace tocsin::statuspage {

class Page : public Destination {
 public:
  explicit Page(const Service& service);

  std::string_view name() const override { return name_; }
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;
  std::optional<Prepared> lookup(const DeliveryContext& context,
                                 const std::string& cursor) const override;
  Look found(const DeliveryContext& context, const net::HttpResponse& answer) const override;

 private:
  Prepared prepared(net::HttpRequest request) const;
  // The page's id of the incident; empty: it is not there yet.
  std::string id_in(const DeliveryContext& context) const;
  Look found_in_list(const DeliveryContext& context, const Json& incidents) const;

  std::string name_;
  std::string incidents_;  // the address of the page's incidents
  std::string token_;
  rest::Manners manners_;
};

}  // namespace tocsin::statuspage
