#pragma once
// Small records in files, for the tests of what the operator does with them.

#include "bot/operate/check.h"
#include "storage/integrity.h"
#include "storage/sqlite_store.h"

#include <string>
#include <vector>

namespace tocsin::test {

inline std::vector<std::string> troubles_in(const std::string& path) {
  std::vector<std::string> troubles = file_troubles(path);
  const auto store = SqliteStore::open_to_read(path);
  const CheckedRecord record{*store, [&store](const Incident& incident) {
                               return store->is_found_as_it_stands(incident);
                             }};
  for (std::string& trouble : record_troubles(record, {})) troubles.push_back(std::move(trouble));
  return troubles;
}

inline void happen(Store& store, Incident& incident, EventBody body) {
  const Moment now = from_stored(1'763'712'000'000 + incident.last_entry.value * 60'000);
  const Event event = next_event(incident, std::move(body), now, now, UserId{"U0ANA"});
  store.append(incident.number, event);
  incident = apply(std::move(incident), event);
}

inline void declare(Store& store, std::int64_t number, bool is_private = false,
                    bool is_drill = false) {
  Incident incident;
  incident.number = IncidentNumber{number};
  event::Declared declared;
  declared.title = "Checkout is failing " + std::to_string(number);
  declared.severity = Severity::sev1;
  declared.is_private = is_private;
  declared.is_drill = is_drill;
  declared.zone = "UTC";
  store.begin();
  happen(store, incident, declared);
  store.put(incident);
  store.commit();
}

inline void log_line(Store& store, std::int64_t number, const std::string& text) {
  Incident incident = *store.incident(IncidentNumber{number});
  event::Logged logged;
  logged.text = text;
  store.begin();
  happen(store, incident, logged);
  store.put(incident);
  store.commit();
}

inline void make_record(const std::string& path, std::int64_t incidents) {
  const auto store = SqliteStore::open(path, {.now = {}, .flushes = false});
  for (std::int64_t number = 1; number <= incidents; ++number) {
    declare(*store, number);
    log_line(*store, number, "The first line");
  }
  store->begin();
  store->catch_up_search(1'000);
  store->commit();
}

}  // namespace tocsin::test
