#pragma once
// A write-up as an answer that only the asker sees: its Markdown as paragraphs of a reply, a
// section each, cut where an answer may be no longer.

#include "bot/domain/reply.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace tocsin {

struct WriteupPreview {
  std::vector<RichText> paragraphs;
  bool is_whole = true;
};

WriteupPreview preview_of(std::string_view markdown, std::size_t most_bytes);

}  // namespace tocsin
