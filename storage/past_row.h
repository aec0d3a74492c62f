#pragma once
// Internal to storage/: where the words of an incident stand in the full-text index. One row for
// each 64 of its entries, so that a line typed into an incident of 10,000 entries costs no more
// than one typed into a new one. The incident's title is in the first of them.

#include "bot/domain/ids.h"

#include <algorithm>
#include <cstdint>

namespace tocsin {

struct PastRow {
  IncidentNumber incident;
  std::int64_t part = 0;

  static constexpr std::int64_t k_parts = 65'536;
  static constexpr std::int64_t k_entries = 64;

  static PastRow of(IncidentNumber incident, EntryNumber entry) {
    return {incident, std::min(entry.value / k_entries, k_parts - 1)};
  }
  static PastRow from(std::int64_t rowid) {
    return {IncidentNumber{rowid / k_parts}, rowid % k_parts};
  }

  std::int64_t rowid() const { return incident.value * k_parts + part; }
  std::int64_t last_rowid() const { return incident.value * k_parts + k_parts - 1; }
  std::int64_t first_entry() const { return part * k_entries; }
  std::int64_t last_entry() const {
    return part == k_parts - 1 ? INT64_MAX : first_entry() + k_entries - 1;
  }
  auto operator<=>(const PastRow&) const = default;
};

}  // namespace tocsin
