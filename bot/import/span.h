#pragma once
// When the incident began and ended, in which zone and how long it lasted: from labels ("Start:"),
// a span ("2:00 PM to 5:30 PM EST"), the timeline; and what the document says it lasted.

#include "bot/import/calendar.h"
#include "bot/import/document.h"
#include "bot/import/outline.h"
#include "bot/import/timeline.h"

#include <string_view>
#include <vector>

namespace tocsin::imports {

// What is said outside of the timeline: start, end, zone, stated duration.
void read_span(const std::vector<Piece>& pieces, const std::vector<RawEntry>& entries,
               std::string_view title, const Calendar& calendar, ImportedDocument& document);

// What only the dated timeline can tell; then the duration, and what does not fit.
void complete_span(const std::vector<Piece>& pieces, ImportedDocument& document);

}  // namespace tocsin::imports
