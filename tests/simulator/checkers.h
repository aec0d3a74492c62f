#pragma once
// What must be true of a world that has come to rest, said without knowing how the bot works: only
// what people typed and were told, what Slack shows, and what the store answers. Each returns
// sentences about what is wrong; empty is good.

#include "tests/simulator/world.h"

#include <string>
#include <vector>

namespace tocsin::simulator {

using Findings = std::vector<std::string>;

Findings what_was_called_saved_is_stored_once(World& world);
Findings what_is_stored_is_posted_once_and_in_order(World& world);
Findings no_message_appears_twice(World& world);
Findings every_incident_has_one_channel_one_card_and_one_announcement(World& world);
Findings every_closed_incident_has_its_writeup_once(World& world);
Findings the_events_fold_to_the_row(World& world);
Findings slack_had_nothing_to_complain_about(World& world);
Findings reminders_come_once_and_not_early(World& world);
// Of a team's ladder: no step early, none twice, none after an answer or the end of the incident;
// and nobody is called more often than the record says.
Findings ladders_call_in_time_once_and_not_after_an_answer(World& world);

// Of alerts that were called saved: each is on one card with one message, which shows its state.
Findings alerts_are_on_one_card_each_as_they_are(World& world);
Findings alerts_belong_to_the_incidents_that_their_cards_name(World& world);
// No page leaves after it was answered or stopped; every page that waits has reached its pager, or
// it is said that it did not; what was answered or is over does not ring there any more.
Findings pagers_are_called_in_time_and_told_of_the_end(World& world);

// Only when some time has passed since the last change: it follows after a short quiet time.
Findings a_posted_writeup_shows_the_record(World& world);

Findings all_findings(World& world);

}  // namespace tocsin::simulator
