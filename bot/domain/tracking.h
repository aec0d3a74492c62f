#pragma once
// Which tasks become issues of a tracker and when, and how long their state is read back. By itself
// goes what remains after the incident: follow-ups at once, the other tasks when the incident is
// closed with them. Never a drill's. Of a private incident only what somebody asks for, because a
// tracker has other readers. Pure; used by the verbs, the consequences and the engine.

#include "bot/domain/delivery.h"
#include "bot/domain/event.h"
#include "bot/domain/incident.h"

#include <optional>
#include <string>
#include <vector>

namespace tocsin {

bool may_be_filed(const Incident& incident);  // by somebody's word
bool is_filed_by_itself(const Incident& incident);

// Open, and in no tracker yet.
bool is_unfiled(const Task& task);

// What a tracker is told because of this event. `tracker` empty: there is none.
std::vector<Delivery> tracker_consequences(const Incident& before, const Incident& after,
                                           const Event& event, const std::string& tracker);

// The open tasks that have an issue.
std::vector<Delivery> readings_of(const Incident& incident);

// How long after `now` the issues are looked at again; nothing: never more.
std::optional<Duration> next_reading(const Incident& incident, Moment now);

// "#12 “In Progress”"; the key alone before the state was read.
std::string issue_words(const TrackerIssue& issue);

}  // namespace tocsin
