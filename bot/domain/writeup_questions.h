#pragma once
// The message below a posted write-up: what it still asks, with a button for each question that
// opens the form which answers it. Made anew whenever it leaves, so that it shows what is open
// then. Pure.

#include "bot/domain/incident.h"
#include "bot/domain/postmortem.h"
#include "bot/domain/reply.h"

#include <vector>

namespace tocsin {

// Without buttons when nothing is open any more.
Reply questions_reply(const Incident& incident, const std::vector<OpenQuestion>& questions);

}  // namespace tocsin
