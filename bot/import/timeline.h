#pragma once
// The entries of the timeline: found in list items, bare lines, table rows, headings or sentences
// (collect_entries), then dated in the document's order (date_entries), which is never changed.
// What an entry is follows from its words and, where they do not say it, from its place.

#include "bot/import/calendar.h"
#include "bot/import/document.h"
#include "bot/import/outline.h"
#include "bot/import/written_times.h"

#include <optional>
#include <string>
#include <vector>

namespace tocsin::imports {

struct RawEntry {
  std::optional<WrittenClock> clock;
  std::optional<WrittenDay> day;    // said without a clock, by this entry or above it
  std::optional<unsigned> weekday;  // of the heading above it, Sunday is 0: "Friday"
  std::string text;
  std::string more;       // what belongs to it and does not tell its kind
  bool is_bare = false;   // only its time stood there: what follows is its text
  bool is_named = false;  // a label says what kind of step it is
  int level = 0;
};

std::vector<RawEntry> collect_entries(const std::vector<Piece>& pieces);

// Start and end are what the document says elsewhere, if it does. Adds to timeline and warnings.
void date_entries(const std::vector<RawEntry>& raw, const Calendar& calendar,
                  ImportedDocument& document);

// What entries are whose words do not say it: by their place among the others, and, once it is
// known when the incident ended, by their place before that.
void settle_beginning(ImportedDocument& document);
void settle_ending(ImportedDocument& document);

}  // namespace tocsin::imports
