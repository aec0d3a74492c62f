#pragma once
// Messages as Slack wants them: blocks within Slack's limits, and always the text that stands in
// notifications, screen readers and in place of blocks that Slack refuses. Every builder below
// takes values and gives values; none can exceed a limit, whatever people typed. Pure.

#include "bot/domain/reply.h"
#include "bot/domain/rich_text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

struct Content {
  std::string text;           // mrkdwn, at most k_text_units
  std::string blocks;         // a JSON list; empty: text only
  bool text_is_whole = true;  // false: the blocks say more than the text
};

inline constexpr std::size_t k_most_blocks = 45;       // of 50
inline constexpr std::size_t k_most_buttons = 25;      // in one actions block
inline constexpr std::size_t k_longest_value = 2'000;  // of a button
inline constexpr std::size_t k_longest_label = 75;     // of a button

// A button's value is its command line behind the version of this form, so that a button on a
// message from years ago can still be told apart. On the wire, and in old messages for good.
std::string button_value(std::string_view command_line);
std::optional<std::string> command_line_of(std::string_view value);  // nothing: not one of ours

// For a plain_text object: never empty, at most so long, a cut is shown by "…".
std::string plain_label(std::string_view typed, std::size_t units);

// Paragraphs become sections, buttons one row of actions. A button whose command line is too long
// to be carried becomes a sentence that says so.
Content reply_content(const Reply& reply);

// A sentence of the bot's own.
Content sentence_content(const RichText& text);

// The same words without blocks, short enough for every method: for when Slack refuses the blocks.
// Ends with a sentence when something had to be left out. `whole` says where to read the rest.
std::string plain_content(const Content& content, std::string_view whole);

// For builders in this folder: the paragraphs of a reply as mrkdwn, with a sentence for each button
// that cannot be one, and a message made of such paragraphs.
std::vector<std::string> paragraphs_of(const Reply& reply);
Content content_of(const std::vector<std::string>& paragraphs, const std::vector<Button>& buttons);

// For builders in this folder: sections of verbatim mrkdwn as JSON texts, each within its limit.
std::vector<std::string> sections_of(std::string_view mrkdwn);
std::string actions_of(const std::vector<Button>& buttons);
std::string context_of(std::string_view mrkdwn);
std::string list_of(const std::vector<std::string>& blocks);

}  // namespace tocsin::slack
