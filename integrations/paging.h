#pragma once
// What all pager services have in common: what is said of a page, and what a refusal means. Of a
// private incident nothing leaves but its number and that it is private; a drill is marked as one.
// Pure; engine's thread.

#include "integrations/destination.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::paging {

struct Line {
  std::string label;  // "Severity"
  std::string text;
};

struct PageText {
  std::string key;          // "INC-7-P1": what the service knows the page by
  std::string headline;     // one line
  std::vector<Line> facts;  // of a private incident none
  std::string link;         // to the incident's channel; empty: it has none, or it is private
  std::optional<Severity> severity;  // as far as it may be told
  bool is_drill = false;
};

// The context is one of a delivery::CallPager.
const delivery::CallPager& call_of(const DeliveryContext& context);
PageText page_text(const DeliveryContext& context);

// Headline and facts with a line each, and the link; for services that show plain text.
std::string plain_text(const PageText& text);

// At most so many bytes, cut between letters, with "…" at the end.
std::string shortened(std::string_view text, std::size_t most_bytes);

// A trigger that is refused for good is a page that has to reach people in another way.
Verdict told(Verdict verdict, const DeliveryContext& context);

}  // namespace tocsin::paging
