#pragma once
// Who may see what: the one gate that everything which leaves the bot has to pass.

#include "bot/domain/ids.h"
#include "bot/domain/incident.h"

namespace tocsin {

// A private incident exists only for its declarer, its lead, and those who ask from inside its
// channel (Slack lets only members in there).
inline bool may_see(const Incident& incident, const UserId& user, const ChannelId& asked_from) {
  if (!incident.is_private) return true;
  if (!asked_from.empty() && asked_from == incident.channel) return true;
  return user == incident.declarer || user == incident.lead;
}

}  // namespace tocsin
