#pragma once
// What happens later by itself: reminders of updates, tasks and unanswered pages. An event sets
// timers; when one fires, the incident is looked at again before anything is said, so a timer that
// has become pointless is harmless. Pure; called by the engine.

#include "bot/domain/delivery.h"
#include "bot/domain/event.h"
#include "bot/domain/incident.h"
#include "bot/domain/timer.h"

#include <optional>
#include <string>
#include <vector>

namespace tocsin {

// The timers that follow from an event; each replaces the same one set before.
std::vector<Timer> timers_after(const Incident& before, const Incident& after, const Event& event);

struct Reminder {
  std::vector<Delivery> deliveries;
  std::optional<Timer> next;
};

// What one of those timers has to say now. `command` is how people type it: "/incident".
Reminder reminder_of(const Timer& timer, const Incident& incident, const std::string& command,
                     Moment now);

}  // namespace tocsin
