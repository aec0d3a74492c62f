#pragma once
// The words by which an event is found again: its title and what a person typed, without the bot's
// own wording. Used by storage, which keeps them in step with the record.

#include "bot/domain/event.h"

#include <string>

namespace tocsin {

struct SearchWords {
  std::string title;  // counts for more
  std::string text;
  bool empty() const { return title.empty() && text.empty(); }
};

SearchWords search_words(const EventBody& body);

}  // namespace tocsin
