#pragma once
// What travels from the workspace to the bot over Socket Mode, and what became of it. The workspace
// makes envelopes, the hub delivers them and reports each one's end back as a Settled. Plain
// values; payloads are JSON text, so that nothing here needs the JSON header.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"

#include <string>

namespace tocsin::sandbox {

enum class EnvelopeKind { slash_commands, interactive, events_api };

struct Envelope {
  EnvelopeKind kind = EnvelopeKind::events_api;
  std::string payload;            // a JSON object, as text
  bool accepts_response = false;  // the ack may carry a payload
  std::string key;                // trigger_id, or event_id for events
  std::string type;               // "/incident", "block_actions", "message", …
};

enum class SettledAs {
  acked,              // within Slack's limit
  operation_timeout,  // a person's act was not acked for 3 s: they saw an error, the text is lost
  dispatch_failed,    // a person's act found no connection: they saw an error
  given_up,           // an event that was not acked in any of its attempts
};

struct Settled {
  Envelope envelope;
  SettledAs outcome = SettledAs::acked;
  Moment offered_at;
  Moment settled_at;
  int attempts = 0;         // deliveries that reached a connection
  std::string envelope_id;  // of the last attempt
  std::string answer;       // the ack's payload as JSON text; empty when there was none
};

}  // namespace tocsin::sandbox
