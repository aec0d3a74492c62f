#pragma once
// What people do in Slack besides slash commands and buttons, as inputs of the engine: mentions,
// "!log" in an incident's channel, lines in the bot's direct messages, reactions, edits, changes of
// channels and people, shortcuts, the home tab. Decides only whether a frame can mean anything to
// the engine; what it means is the engine's matter. Pure.

#include "bot/engine/inputs.h"
#include "bot/slack/envelope.h"

#include <optional>
#include <string>

namespace tocsin {

// Who we are in this workspace.
struct OwnNames {
  UserId user;
  std::string bot_id;
};

// Nothing: it means nothing to us and may be acknowledged at once. `token` is given back when the
// input is on disk.
std::optional<Input> input_of(const slack::Frame& frame, const OwnNames& own, AckToken token);

}  // namespace tocsin
