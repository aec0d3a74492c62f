#pragma once
// A write-up is longer than a message may be: its Markdown is cut at the borders of its sections
// into parts that Slack takes, in order and with nothing left out. Cuts depend on the text only, so
// that a restart in the middle goes on with the same parts. Pure.

#include "bot/domain/writeup.h"
#include "bot/slack/blocks.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

// Each at most k_markdown_units. A section that is too long itself is cut between lines; a table
// that is cut gets its head again; a code fence that is cut is closed and opened again.
std::vector<std::string> writeup_parts(std::string_view markdown);

// A short note of what a message shows that carries this part; stored, so that an edit leaves alone
// the messages of a write-up that have not changed.
std::string note_of_part(std::string_view part);

// A part as a `markdown` block, and as plain sections for workspaces where Slack refuses that
// block.
Content writeup_part_content(std::string_view part);
Content writeup_part_as_sections(std::string_view part);

}  // namespace tocsin::slack
