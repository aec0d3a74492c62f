// The content of a card of alerts, posted and edited like any other message.
#include "bot/domain/alert_card.h"
#include "bot/slack/deliver.h"

namespace tocsin::slack {

Content alerts_content(const DeliveryContext& context) {
  const AlertCard card = context.alerts.value_or(AlertCard{});
  const Incident* incident = context.incident ? &*context.incident : nullptr;
  return reply_content(alert_card_reply(card, incident));
}

}  // namespace tocsin::slack
