#pragma once
// Slack's rules for blocks and views, as far as a client can break them. Called by the workspace
// for every blocks argument and view, and by tests of the bot's own rendering. Lengths are counted
// in UTF-16 units on the text as sent, which is the strictest reading of Slack's documents.

#include "bot/json.h"

#include <string>
#include <vector>

namespace tocsin::sandbox {

enum class Surface { message, modal, home };

// Each as "[ERROR] … [json-pointer:/blocks/0/text/text]"; empty when Slack would take it.
std::vector<std::string> block_kit_errors(const Json& blocks, Surface surface);

// The whole view of views.open and its kin, blocks included (pointers begin with /view).
std::vector<std::string> view_errors(const Json& view);

}  // namespace tocsin::sandbox
