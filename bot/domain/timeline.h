#pragma once
// How an event reads in a timeline: a kind word and a sentence. Used by the channel, by `timeline`
// and by the write-up, so that an entry reads the same wherever it is seen.

#include "bot/domain/event.h"
#include "bot/domain/rich_text.h"

#include <string>
#include <string_view>

namespace tocsin {

// "log", "detected", "status", …
std::string_view kind_word(const EventBody& body);

// The text that stands in the timeline, without time and author; as the person typed it where they
// did.
RichText timeline_words(const EventBody& body);

// The same as plain text: people as ids.
std::string timeline_text(const EventBody& body);

}  // namespace tocsin
