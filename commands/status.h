#pragma once
// Moving the state of an incident: shared by the state verbs and by `close`.

#include "commands/entry.h"

namespace tocsin {

Outcome move_state(const Request& request, State to);

}  // namespace tocsin
