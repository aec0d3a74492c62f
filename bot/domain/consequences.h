#pragma once
// What people shall see because of an event: the one place that decides what is posted where, so
// that noise and privacy are not the business of every verb. Called by the engine for each event,
// whatever caused it, in the transaction that records it.

#include "bot/domain/access.h"
#include "bot/domain/delivery.h"
#include "bot/domain/event.h"
#include "bot/domain/incident.h"
#include "bot/domain/team.h"

#include <map>
#include <string>
#include <vector>

namespace tocsin {

struct Audience {
  std::vector<UserId> invite;                   // besides the declarer
  std::vector<std::string> invite_groups;       // Slack user group ids
  std::string command = "/incident";            // as people type it
  std::map<std::string, std::string> duties{};  // a sentence for each role
  // By their names in the configuration: what people call them.
  std::map<std::string, std::string, std::less<>> pagers{};
  Policy policy{};
  std::map<Severity, Ping> pings{};  // whom an incident of this severity calls; else nobody
  std::string video{};               // an address with "{number}" in it; empty: none
  std::string tracker{};             // where follow-ups are filed; empty: there is none
  const Roster* roster = nullptr;    // who can be reached how, as it is known now; null: not known
};

// `before` and `after` are the incident around the event. The write-up of a closed incident is not
// among them: it has to be rendered and stored first (engine).
std::vector<Delivery> consequences(const Incident& before, const Incident& after,
                                   const Event& event, const Audience& audience);

}  // namespace tocsin
