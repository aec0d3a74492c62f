#include "commands/marked_message.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_keep_message(const Request& request) {
  return take_over_message(request, k_keep_message, delivery::ReadMessage::Purpose::keep);
}

}  // namespace

const Verb k_keep_message = {
    .name = "keep-message",
    .aliases = "",
    .arguments = "CHANNEL MESSAGE [THREAD]",
    .purpose = "Takes a message over into the timeline.",
    .examples = {"keep-message C1 1700000000.000100", "INC-7 keep-message C1 1700000000.000100"},
    .is_hidden = true,
    .run = run_keep_message,
};

}  // namespace tocsin
