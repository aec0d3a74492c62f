#pragma once
// The one place where a text of ours becomes Slack's mrkdwn. What a person typed can never become a
// mention, a ping of a channel, a link with a false label, or markup that swallows what follows;
// control and direction characters are shown harmlessly (the stored text stays as typed). The only
// markup that plain text gets is that a bare http(s) address becomes a link to itself, because text
// objects are sent with `verbatim`, which switches off all guessing on Slack's side. Pure.

#include "bot/domain/moment.h"
#include "bot/domain/rich_text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

std::string to_mrkdwn(const RichText& text);

// Plain text, escaped; what Plain spans go through.
std::string escaped(std::string_view typed);

// As escaped(), on one line and without links: for topics.
std::string escaped_line(std::string_view typed);

// For plain_text objects, which know no markup and no escaping: what looks like one of Slack's
// tokens is parted by a character that is not seen, in case somebody on the way does know them.
std::string unmarked(std::string_view typed);

// Only the harmless form of control and direction characters, on one line.
std::string one_line(std::string_view typed);

// "<!date^1700000000^{time}|14:35 UTC>". `format` is one of Slack's tokens or a text with them.
std::string date_token(Moment moment, std::string_view format, std::string_view fallback);

// Slack does not say how it counts, so lengths are UTF-16 units of the escaped text, and every
// limit below is five percent under Slack's.
inline constexpr std::size_t k_section_units = 2'850;    // of 3,000
inline constexpr std::size_t k_text_units = 3'800;       // of 4,000, top-level text
inline constexpr std::size_t k_markdown_units = 11'000;  // of 12,000, all markdown blocks together

std::size_t slack_length(std::string_view mrkdwn);

// At most `units` long. A cut is shown by "…" and never goes through an entity (&amp;), a token
// (<@U1>) or a character.
std::string shorten(std::string_view mrkdwn, std::size_t units);

// Pieces of at most `units`, cut at line ends where there is one, else at blanks, else anywhere but
// inside an entity, a token or a character. Nothing is left out but the line end or blank of a cut.
std::vector<std::string> split_text(std::string_view mrkdwn, std::size_t units);

}  // namespace tocsin::slack
