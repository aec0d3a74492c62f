#pragma once
// Which day a written day is, given all days of the document: "August 10" in a document of 2024,
// "05/06/2024" beside "14/08/2024".

#include "bot/import/outline.h"
#include "bot/import/written_times.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::imports {

class Calendar {
 public:
  explicit Calendar(const std::vector<Piece>& pieces);

  // Nothing when the document never says which year.
  std::optional<std::chrono::sys_days> day_of(const WrittenDay& written) const;

  // Whether a day was met that could be read in two ways, and nothing settled it.
  bool is_doubtful(const WrittenDay& written) const { return written.two_ways && !day_first_; }

 private:
  std::optional<int> year_;
  bool day_first_ = false;
};

}  // namespace tocsin::imports
