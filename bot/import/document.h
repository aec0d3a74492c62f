#pragma once
// What a written postmortem says, as values: the result of read_document. Times are what the
// document's own clock showed, never converted; what it does not say is absent, never guessed.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::imports {

// A day and a clock on the wall of the place that the document is about; one of them may be absent
// when the document does not name it. Undated times are still in the document's order.
struct LocalTime {
  std::optional<std::chrono::sys_days> day;
  std::optional<std::chrono::seconds> of_day;

  bool operator==(const LocalTime&) const = default;
};

std::string print_local_time(
    const LocalTime& time);  // "2024-08-10T14:30:00", "T14:30:00", "2024-08-10"

enum class EntryKind { detected, log, suspect, ruledout, escalate, workaround, fix, resolved };

std::string_view kind_word(EntryKind kind);  // as in the JSON

struct ImportedEntry {
  std::optional<LocalTime> time;
  std::string text;
  EntryKind kind = EntryKind::log;

  bool operator==(const ImportedEntry&) const = default;
};

struct ImportedDocument {
  std::string title;
  std::vector<std::string> authors;
  std::optional<LocalTime> start;
  std::optional<LocalTime> end;
  std::optional<std::string> zone;               // as written: "PST", "UTC+3", "Europe/Berlin"
  std::optional<std::int64_t> duration_minutes;  // from start to end
  std::optional<std::int64_t> stated_duration_minutes;  // what the document says by itself
  std::optional<std::string> impact;
  std::optional<double> impact_percent;  // of users, customers, requests; of nothing else
  std::optional<std::string> root_cause;
  std::vector<ImportedEntry> timeline;   // in the document's order
  std::vector<std::string> false_leads;  // told outside the timeline
  std::vector<std::string> escalations;
  std::optional<std::string> resolution;
  std::vector<std::string> measures;
  std::vector<std::string> tasks;
  std::vector<std::string> warnings;

  bool operator==(const ImportedDocument&) const = default;
};

}  // namespace tocsin::imports
