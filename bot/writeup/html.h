#pragma once
// The write-up as one HTML file that needs nothing else: no script, no font, no picture from
// elsewhere. The document is what the template gives; the timeline is drawn above it. Reads well on
// a phone, on paper, in the dark and by a screen reader. Deterministic.

#include "bot/domain/postmortem.h"
#include "bot/writeup/template.h"

#include <string>
#include <string_view>

namespace tocsin::writeup {

std::string html_of(const PostmortemSources& sources, const Template& layout);

// For text and attributes: nothing in it is markup, and it is one line.
std::string escape_html(std::string_view text);

}  // namespace tocsin::writeup
