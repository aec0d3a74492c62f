#pragma once
// HTML that people leave in their Markdown (or a whole page of it) as Markdown, so that one parser
// reads both: headings, lists, tables, bold. Tags that mean nothing for the reading are dropped;
// what is no HTML tag ("<5%", "<unknown>") stays. Goes through the text once.

#include <string>
#include <string_view>

namespace tocsin::imports {

std::string html_to_markdown(std::string_view text);

}  // namespace tocsin::imports
