#pragma once
// Incident histories copied from a status page: "Resolved", its text, and below it the moment,
// the newest first. Called by notation_to_markdown.

#include <string>
#include <string_view>

namespace tocsin::imports {

// The text with its updates as a summary and a timeline, the oldest first; as it is when it has
// fewer than three of them.
std::string status_page_to_markdown(std::string_view text);

}  // namespace tocsin::imports
