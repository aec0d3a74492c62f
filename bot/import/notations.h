#pragma once
// What people keep postmortems in besides Markdown and HTML, brought to the labels and headings of
// Markdown: the head of a mail, YAML (in front of a text or all of it), the markup of Jira and
// Confluence. A text that is none of these comes back as it is. Goes through the text a few times,
// whatever its length.

#include <string>
#include <string_view>

namespace tocsin::imports {

std::string notation_to_markdown(std::string_view text);

}  // namespace tocsin::imports
