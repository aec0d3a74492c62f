#pragma once
// The rules of a ladder: who is called next when nobody has answered a page of a team. Pure; used
// by apply(), by the verbs and, when the time of a rung is over, by the engine.

#include "bot/domain/event.h"
#include "bot/domain/team.h"
#include "bot/domain/work.h"

#include <optional>
#include <string>
#include <vector>

namespace tocsin {

// The rung that is called now; null behind the last, and for a page without a ladder.
const Rung* rung_of(const Page& page);

// The same person, group or team was called: who answers one answers the other.
bool have_same_target(const Page& one, const Page& other);

// Called by one of the rungs so far. The members of a group are not known: with one among those
// called, everybody may be.
bool may_be_called(const Page& page, const UserId& user);

// The pagers that have refused this page since its present rung was called.
using PagerNames = std::vector<std::string>;
PagerNames refused_pagers(const std::vector<Event>& events, PageNumber page);

// Somebody of the rung that is called now has not said that they can't; a pager has not refused.
bool is_anybody_left(const Page& page, const PagerNames& refused);

// The event with which the ladder goes on: the next rung with somebody who has not declined, else
// its end.
EventBody next_of_ladder(const Page& page);

// What is due on this ladder at `now`: nothing while it waits, when it was answered or stopped, or
// when all of it was climbed.
std::optional<EventBody> due_on_ladder(const Page& page, Moment now);

// What is due on this ladder because a pager has refused it: nothing while somebody else of the
// rung may answer.
std::optional<EventBody> due_after_refusal(const Page& page, const PagerNames& refused);

// The pagers that were called for this page so far, once each.
PagerNames called_pagers(const Page& page);

// The page's ladder with the telephone numbers as they are known at this time, and with those whom
// a pager has named meanwhile for a schedule of the team. Null: as it was when the page was opened.
std::vector<Rung> rungs_as_known(const Page& page, const Roster* roster, Moment at);

// "@ana +49 30 1234, @bo (no number is set up)": everybody whom the ladder can call, once each.
std::string phone_list(const std::vector<Rung>& rungs);

}  // namespace tocsin
