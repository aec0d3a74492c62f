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

  // "11/10/2022" behind "10/10/2022": the other way to read it, where that is within two days of
  // `start` and the usual one is not.
  std::optional<std::chrono::sys_days> day_near(
      const std::optional<WrittenDay>& written,
      const std::optional<std::chrono::sys_days>& start) const;

  // Whether a day was met that could be read in two ways, and nothing settled it.
  bool is_doubtful(const WrittenDay& written) const { return written.two_ways && !day_first_; }

 private:
  std::optional<int> year_;
  bool day_first_ = false;
};

}  // namespace tocsin::imports
