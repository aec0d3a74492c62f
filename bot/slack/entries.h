#pragma once
// Timeline entries as they are shown in the channel: one message for one entry or for a burst of
// them, each on a line of its own with handle, clock, kind, author and text. Pure.

#include "bot/domain/event.h"
#include "bot/domain/incident.h"
#include "bot/slack/blocks.h"

#include <cstddef>
#include <vector>

namespace tocsin::slack {

// One entry's line(s), mrkdwn.
std::string entry_line(const Event& entry);

// How many of these, from the first, fit into one message: at least 1 when there is one, since a
// single entry that is too long goes over several sections.
std::size_t entries_that_fit(const std::vector<Event>& entries);

// With buttons to answer the pages among them that still wait.
Content entries_content(const std::vector<Event>& entries, const Incident& incident);

}  // namespace tocsin::slack
