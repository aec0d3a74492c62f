#include "bot/operate/check.h"

#include "bot/domain/corrections.h"

#include <fmt/core.h>

#include <optional>

namespace tocsin {

namespace {

// Which facts differ, so that somebody can judge whether it matters tonight.
std::string differences(const Incident& row, const Incident& folded) {
  std::string names;
  const auto compare = [&names](const char* name, bool is_same) {
    if (!is_same) names += (names.empty() ? "" : ", ") + std::string(name);
  };
  compare("title", row.title == folded.title);
  compare("severity", row.severity == folded.severity);
  compare("state", row.state == folded.state);
  compare("lead", row.lead == folded.lead);
  compare("roles", row.roles == folded.roles);
  compare("impact", row.impact == folded.impact);
  compare("summary", row.summary == folded.summary);
  compare("causes", row.causes == folded.causes);
  compare("hypotheses", row.hypotheses == folded.hypotheses);
  compare("tasks", row.tasks == folded.tasks);
  compare("pages", row.pages == folded.pages);
  compare("times", row.started_at == folded.started_at && row.detected_at == folded.detected_at &&
                       row.mitigated_at == folded.mitigated_at &&
                       row.resolved_at == folded.resolved_at && row.closed_at == folded.closed_at);
  compare("entries", row.last_entry == folded.last_entry);
  compare("channel", row.channel == folded.channel);
  return names.empty() ? "smaller things" : names;
}

// Rows of earlier versions do not say of their pages whether these have ended.
void forget_what_is_not_kept(Incident& folded, const Incident& row) {
  if (folded.pages.size() != row.pages.size()) return;
  for (std::size_t i = 0; i < row.pages.size(); ++i) {
    if (!row.pages[i].is_ended) folded.pages[i].is_ended = false;
  }
}

std::optional<std::string> trouble_of(const CheckedRecord& record, IncidentNumber number) {
  const std::optional<Incident> row = record.store.incident(number);
  if (!row) return handle(number) + " is listed but cannot be read.";
  Incident folded = fold(number, record.store.events_of(number));
  forget_what_is_not_kept(folded, *row);
  if (folded != *row) {
    return fmt::format("{} is stored otherwise than its events add up to: {}.", handle(number),
                       differences(*row, folded));
  }
  if (!record.is_found_as_it_stands(*row)) {
    return fmt::format("{} is not searched by its words as they stand.", handle(number));
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> record_troubles(const CheckedRecord& record, const Progress& progress) {
  std::vector<std::string> troubles;
  const std::vector<IncidentNumber> numbers = record.store.all_incidents();
  std::size_t done = 0;
  for (const IncidentNumber number : numbers) {
    try {
      if (auto trouble = trouble_of(record, number)) troubles.push_back(std::move(*trouble));
    } catch (const StorageError& error) {
      troubles.push_back(fmt::format("{} cannot be read: {}.", handle(number), error.what()));
    }
    if (progress) progress(++done, numbers.size());
  }
  return troubles;
}

std::string check_report(const std::string& path, std::size_t incidents,
                         const std::vector<std::string>& troubles) {
  if (troubles.empty()) {
    return fmt::format(
        "{} is whole: {} incident{}, each as its events add up to, and the search knows them.\n",
        path, incidents, incidents == 1 ? "" : "s");
  }
  std::string report;
  for (const std::string& trouble : troubles) report += trouble + "\n";
  return report + fmt::format(
                      "{} finding{} in {}. Stop the bot, keep a copy of this file, and put back "
                      "the latest backup that `tocsin check --database BACKUP` finds whole: "
                      "tocsin restore BACKUP\n",
                      troubles.size(), troubles.size() == 1 ? "" : "s", path);
}

}  // namespace tocsin
