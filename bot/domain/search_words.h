#pragma once
// The words by which an event is found again: what a person typed, without the bot's own wording.
// Used by storage, which keeps them in step with the record.

#include "bot/domain/event.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct SearchWords {
  std::string title;  // counts for most
  std::string gist;   // what it did, why, and what helped: impact, summary, causes, workaround, fix
  std::string text;   // the rest
  bool empty() const { return title.empty() && gist.empty() && text.empty(); }
};

SearchWords search_words(const EventBody& body);

// The same of several events, a line each. A hypothesis that was confirmed is a cause; its own
// words may stand elsewhere in the incident: in `whole`.
SearchWords search_words(const std::vector<Event>& standing, const std::vector<Event>& whole);

// Of these entries the one that has most of the words, the later one of equals, and an excerpt
// around the first of them. The last word may be the beginning of one.
struct BestEntry {
  EntryNumber entry;
  std::string excerpt;
};
BestEntry best_entry(const std::vector<Event>& standing, std::string_view typed);

}  // namespace tocsin
