#pragma once
// What the buttons of an alert's card share: which card is meant, whose it is, and the events by
// which its alerts become part of an incident.

#include "bot/domain/alert.h"
#include "commands/catalog.h"

#include <optional>

namespace tocsin {

// Refuses a word that is no number, and alerts that are not kept any more.
Result<AlertCard, Refusal> read_alert_card(const Request& request, const Verb& verb);

// The incident that the card belongs to, as long as it goes on. What the typist may not see does
// not exist.
std::optional<Incident> home_of(const Request& request, const AlertCard& card);

// "These alerts belong to INC-7 already …", with a button that shows it.
Refusal refuse_taken_alerts(const Incident& home);

// Adds to the events those by which the alerts that the card shows are attached; those that are
// attached already are left out. Gives the incident as it is then.
Incident attach_alerts(const Request& request, const AlertCard& card, Incident incident,
                       Answer& answer);

}  // namespace tocsin
