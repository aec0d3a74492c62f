#pragma once
// Slack as a destination of the outbox: every kind of delivery as requests and verdicts. Long
// deliveries go in steps (progress); each post carries its operation id as message metadata, so
// that a post of unknown outcome can be looked for. The kinds live in files of their own
// (deliver_channel, deliver_message, deliver_writeup, deliver_people). Called on the engine's
// thread; pure.

#include "bot/slack/web_api.h"
#include "integrations/destination.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin::slack {

class SlackDestination : public Destination {
 public:
  explicit SlackDestination(SlackSettings settings);

  // Who we are, when Slack told it only after the start. Before the first request.
  void know_names(const std::string& bot_user, const std::string& bot_id);

  std::string_view name() const override { return "slack"; }
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;
  std::optional<Prepared> lookup(const DeliveryContext& context,
                                 const std::string& cursor) const override;
  Look found(const DeliveryContext& context, const net::HttpResponse& answer) const override;

 private:
  SlackSettings settings_;
};

}  // namespace tocsin::slack
