#pragma once
// What people read on a card of alerts, with its buttons. Everything on it but our own words comes
// from outside and is hostile until a surface has escaped it. Pure; used by the destinations.

#include "bot/domain/alert.h"
#include "bot/domain/incident.h"
#include "bot/domain/reply.h"

namespace tocsin {

// `incident`: the one that the alerts belong to, if this may be shown; else null.
Reply alert_card_reply(const AlertCard& card, const Incident* incident);

// What an incident is called that is declared of this card.
std::string title_of(const AlertCard& card);

}  // namespace tocsin
