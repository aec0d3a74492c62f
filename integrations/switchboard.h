#pragma once
// All destinations as one: gives each delivery to Slack or to the outside service that it names, so
// that the outbox knows a single seam. A service that the configuration no longer has refuses what
// still waits for it. Called on the engine's thread; pure.

#include "integrations/destination.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

// By their names in the configuration.
using Services = std::map<std::string, std::unique_ptr<Destination>, std::less<>>;

class Switchboard : public Destination {
 public:
  // `slack` outlives this.
  Switchboard(const Destination& slack, Services services);

  std::string_view name() const override { return "switchboard"; }
  bool serves(const Delivery& delivery) const override;
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;
  std::optional<Prepared> lookup(const DeliveryContext& context,
                                 const std::string& cursor) const override;
  Look found(const DeliveryContext& context, const net::HttpResponse& answer) const override;

 private:
  const Destination& of(const DeliveryContext& context) const;

  const Destination& slack_;
  Services services_;
};

}  // namespace tocsin
