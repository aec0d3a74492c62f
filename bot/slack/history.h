#pragma once
// Looking in a conversation's history for a message of ours whose answer was lost. A look is a walk
// over pages; where the next page is, stands in the cursor: "" at first, "open" to learn a direct
// message's channel, "in:<channel>" and then "in:<channel>,<cursor>" once it is known, "join" to
// join first, "page:<cursor>" after that. Used by the deliver_*.cpp files only. Pure.

#include "bot/slack/web_api.h"
#include "integrations/destination.h"

#include <functional>
#include <optional>
#include <string>

namespace tocsin {
class JsonReader;
}

namespace tocsin::slack {

Prepared history_request(const SlackSettings& settings, const Place& place, Moment since,
                         const std::string& cursor);

// Gives the verdict for the message that is looked for, nothing for any other one.
using IsOurs = std::function<std::optional<Verdict>(JsonReader& message)>;

// `cursor`: of the look that is answered.
Look read_history(const Place& place, const std::string& cursor, const net::HttpResponse& answer,
                  const IsOurs& is_ours);

// A person's id stands for the direct message with them; only chat.postMessage takes it as a
// channel.
bool is_person(const ChannelId& channel);

}  // namespace tocsin::slack
