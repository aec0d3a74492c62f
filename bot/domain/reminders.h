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

// The timers that follow from an event; each replaces the same one set before, except where that
// one keeps its time.
std::vector<Timer> timers_after(const Incident& before, const Incident& after, const Event& event);
bool keeps_its_time(const Timer& timer);

// The steps of TimerKind::writeup_changed. The first is moved by each further change, so that ten
// corrections in a row are one; the second is not, so that corrections which go on and on are seen
// as well.
inline constexpr std::int64_t k_after_last_change = 0;
inline constexpr std::int64_t k_after_first_change = 1;

struct Reminder {
  std::vector<Delivery> deliveries;
  std::optional<Timer> next;
};

// What one of those timers has to say now. `command` is how people type it: "/incident".
Reminder reminder_of(const Timer& timer, const Incident& incident, const std::string& command,
                     Moment now);

}  // namespace tocsin
