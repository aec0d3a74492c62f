#pragma once
// Makes text that a person typed (or that Slack sent) harmless inside Markdown: it is shown as it
// was typed and can neither end a table row, start a heading, a list or a link, nor smuggle in HTML
// or a Slack mention. The only function that does this; the write-up calls it for every such text.
// Pure, on any thread.

#include <string>
#include <string_view>

namespace tocsin {

enum class MarkdownPlace {
  one_line,   // headings, table cells, list items: line breaks become " ↵ "
  paragraph,  // a block of its own: line breaks and blank lines are kept
};

// Addresses beginning with http:// or https:// become links to themselves, because escaping would
// break them. Control characters, characters that turn the direction of writing and broken UTF-8
// are shown as U+FFFD.
std::string escape_markdown(std::string_view text, MarkdownPlace place = MarkdownPlace::one_line);

// The same text on one line with nothing escaped, for surfaces that escape in their own way:
// control characters, marks that turn the direction and broken UTF-8 as U+FFFD, line breaks as
// " ↵ ".
std::string on_one_line(std::string_view text);

}  // namespace tocsin
