#pragma once
// Markdown into HTML by cmark-gfm in its safe mode (raw HTML and script addresses are left out),
// with tables. What the write-up adds: entry numbers become links to their line in the timeline,
// tables may be scrolled sideways, and a figure stands in front of the first section.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace tocsin::writeup {

// `entries`: the numbers that exist; only they become links. `figure` is HTML and not looked at.
std::string html_of_markdown(std::string_view markdown, const std::set<std::int64_t>& entries,
                             const std::string& figure);

}  // namespace tocsin::writeup
