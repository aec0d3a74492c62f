#pragma once
// Taking over a message of Slack: behind the message shortcuts, whose lines carry where it is.

#include "commands/catalog.h"

namespace tocsin {

// Asks for the message to be read for this incident; what comes of it is recorded by the engine
// once Slack has answered.
Outcome take_over_message(const Request& request, const Verb& verb,
                          delivery::ReadMessage::Purpose purpose);

}  // namespace tocsin
