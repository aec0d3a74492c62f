#pragma once
// GitHub Issues as a tracker. An issue carries the mark of its task in a comment of its body; after
// a lost answer it is looked for in the list of the repository's issues, which knows a new one at
// once (the search does so minutes later). Pure; engine's thread.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "integrations/rest.h"

#include <string>

namespace tocsin::github {

class Tracker : public Destination {
 public:
  explicit Tracker(const Service& service);

  std::string_view name() const override { return name_; }
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;
  std::optional<Prepared> lookup(const DeliveryContext& context,
                                 const std::string& cursor) const override;
  Look found(const DeliveryContext& context, const net::HttpResponse& answer) const override;

 private:
  Prepared prepared(net::HttpRequest request) const;

  std::string name_;
  std::string issues_;  // the address of the repository's issues
  std::string token_;
  std::vector<std::string> labels_;
  rest::Manners manners_;
};

}  // namespace tocsin::github
