#pragma once
// `tocsin check`: whether the record is what it should be. Reads only, also while a bot runs.
// Called by main, by `backup` and by `restore`.

#include "bot/domain/incident.h"
#include "storage/store.h"

#include <functional>
#include <string>
#include <vector>

namespace tocsin {

using Progress = std::function<void(std::size_t done, std::size_t all)>;

// The record as it lies in a file, opened by main.
struct CheckedRecord {
  const Store& store;
  std::function<bool(const Incident&)> is_found_as_it_stands;  // by `find`
};

// Whether the stored row of every incident is what its events add up to, and whether the search
// knows it. One sentence for each that differs.
std::vector<std::string> record_troubles(const CheckedRecord& record, const Progress& progress);

// What people are told, and what they can do.
std::string check_report(const std::string& path, std::size_t incidents,
                         const std::vector<std::string>& troubles);

}  // namespace tocsin
