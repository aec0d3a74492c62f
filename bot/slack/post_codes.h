#pragma once
// What the posting steps share: groups of Slack's error codes, and how a message in a history is
// recognised as ours. Used by the deliver_*.cpp files only. Pure.

#include "bot/domain/event.h"
#include "bot/slack/progress.h"
#include "bot/slack/web_api.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

// What tells a post of ours apart, in its metadata: in Slack for good.
struct PostMark {
  std::string operation;  // empty: none of ours
  std::string incident;
  std::string entries;
};
PostMark mark_of(JsonReader& message);

// Entries by number and the moment when they were recorded, because after a restore a number may be
// given again: "12@1763735705000 13@1763735706500".
std::string marks_of(const std::vector<Event>& entries);
bool has_all(std::string_view marks, const std::vector<Event>& entries);

}  // namespace tocsin::slack
