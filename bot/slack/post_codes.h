#pragma once
// What the posting steps share: groups of Slack's error codes, and how a message in a history is
// recognised as ours. Used by the deliver_*.cpp files only. Pure.

#include "bot/slack/progress.h"
#include "bot/slack/web_api.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {
class JsonReader;
}

namespace tocsin::slack {

bool is_about_blocks(std::string_view error);    // shorter, or without blocks, it would be taken
bool is_about_metadata(std::string_view error);  // without metadata it would be taken
bool is_gone(std::string_view error);  // of an edit: the message cannot be edited any more

// How a post or an edit is tried again after this error: once the bot is in the channel, or without
// blocks. Nothing when neither is left.
std::optional<Progress> another_way(std::string_view error, Progress progress);
Progress once_joined(Progress progress);

bool is_own_message(JsonReader& message, const SlackSettings& settings);
std::string operation_of(JsonReader& message);  // empty: none of ours

}  // namespace tocsin::slack
