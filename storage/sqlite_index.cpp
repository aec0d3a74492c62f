// Fills the full-text index behind the events. A row is made anew from the record whenever one of
// its entries came or was corrected, so it holds them as they stand.

#include "bot/domain/corrections.h"
#include "bot/domain/search_words.h"
#include "storage/connection.h"
#include "storage/event_codec.h"
#include "storage/past_row.h"
#include "storage/sqlite_store.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

namespace tocsin {

namespace {

// What somebody who looks waits for at most; it takes some milliseconds.
constexpr std::size_t k_most_before_a_look = 1'000;

}  // namespace

constexpr const char* k_entries_between = R"sql(
  SELECT entry, kind, body FROM event
  WHERE incident = ?1 AND entry BETWEEN ?2 AND ?3
  ORDER BY entry
)sql";

constexpr const char* k_corrections = R"sql(
  SELECT entry, kind, body FROM event
  WHERE incident = ?1 AND entry IS NULL
  ORDER BY sequence
)sql";

// Without moments and people, which are not looked for. One that cannot be read is left out: it is
// reported where its incident is.
std::vector<Event> SqliteStore::entries_between(IncidentNumber incident, std::int64_t first,
                                                std::int64_t last) const {
  std::vector<Event> events;
  const auto take = [&events](Query rows) {
    while (rows.next()) {
      auto body = event_body_from(rows.view(1), rows.view(2));
      if (!body) continue;
      Event& event = events.emplace_back();
      event.entry = EntryNumber{rows.integer(0)};
      event.body = std::move(*body);
    }
  };
  take(connection_->select(k_entries_between, incident, first, last));
  take(connection_->select(k_corrections, incident));
  return standing_events(events);
}

constexpr const char* k_forget_row = R"sql(
  DELETE FROM past WHERE rowid = ?1
)sql";

constexpr const char* k_put_row = R"sql(
  INSERT OR REPLACE INTO past (rowid, title, gist, text) VALUES (?1, ?2, ?3, ?4)
)sql";

SearchWords SqliteStore::words_in(const PastRow& row) const {
  const std::vector<Event> standing =
      entries_between(row.incident, row.first_entry(), row.last_entry());
  // The hypothesis that was confirmed may have been opened long before.
  const bool needs_whole = std::ranges::any_of(standing, [](const Event& event) {
    return std::holds_alternative<event::Confirmed>(event.body);
  });
  const std::vector<Event> whole =
      needs_whole ? entries_between(row.incident, 0, INT64_MAX) : std::vector<Event>();
  return search_words(standing, whole);
}

void SqliteStore::index_row(const PastRow& row) {
  const SearchWords words = words_in(row);
  if (words.empty()) {
    connection_->execute(k_forget_row, row.rowid());
  } else {
    connection_->execute(k_put_row, row.rowid(), words.title, words.gist, words.text);
  }
}

constexpr const char* k_has_later_events = R"sql(
  SELECT 1 FROM event
  WHERE sequence > (SELECT sequence FROM search_progress) AND incident = ?1 LIMIT 1
)sql";

constexpr const char* k_indexed = R"sql(
  SELECT rowid, title, gist, text FROM past WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid
)sql";

bool SqliteStore::is_found_as_it_stands(const Incident& incident) const {
  if (connection_->select(k_has_later_events, incident.number).next())
    return true;  // its turn comes
  const PastRow first{incident.number, 0};
  const PastRow last = PastRow::of(incident.number, incident.last_entry);
  Query rows = connection_->select(k_indexed, first.rowid(), first.last_rowid());
  bool has_row = rows.next();
  for (PastRow row = first; row.part <= last.part; ++row.part) {
    const SearchWords words = words_in(row);
    if (words.empty()) continue;
    if (!has_row || rows.integer(0) != row.rowid() || rows.view(1) != words.title ||
        rows.view(2) != words.gist || rows.view(3) != words.text) {
      return false;
    }
    has_row = rows.next();
  }
  return !has_row;
}

constexpr const char* k_not_indexed = R"sql(
  SELECT sequence, incident, entry, kind, body FROM event
  WHERE sequence > (SELECT sequence FROM search_progress)
  ORDER BY sequence LIMIT ?1
)sql";

constexpr const char* k_note_progress = R"sql(
  UPDATE search_progress SET sequence = ?1
)sql";

std::size_t SqliteStore::catch_up_search(std::size_t most) {
  std::set<PastRow> touched;
  std::size_t count = 0;
  std::int64_t last = 0;
  {
    Query rows = connection_->select(k_not_indexed, static_cast<std::int64_t>(most));
    for (; rows.next(); ++count) {
      last = rows.integer(0);
      std::optional<EntryNumber> entry;
      if (!rows.is_null(2)) {
        entry = EntryNumber{rows.integer(2)};
      } else if (const auto body = event_body_from(rows.view(3), rows.view(4))) {
        entry = corrected_entry(*body);
      }
      if (entry) touched.insert(PastRow::of(IncidentNumber{rows.integer(1)}, *entry));
    }
  }
  if (count == 0) return 0;
  for (const PastRow& row : touched) index_row(row);
  connection_->execute(k_note_progress, last);
  return count;
}

// Looking is the one thing that may be done outside of a transaction, as everywhere. Whoever only
// reads finds what is prepared already: the bot prepares the rest in its next quiet moment.
void SqliteStore::catch_up_before_a_look() {
  if (connection_->is_read_only()) return;
  if (connection_->in_transaction()) {
    catch_up_search(k_most_before_a_look);
    return;
  }
  connection_->control("BEGIN IMMEDIATE");
  catch_up_search(k_most_before_a_look);
  connection_->control("COMMIT");
}

constexpr const char* k_behind = R"sql(
  SELECT coalesce((SELECT max(sequence) FROM event), 0) - sequence FROM search_progress
)sql";

std::size_t SqliteStore::not_searched_yet() const {
  Query rows = connection_->select(k_behind);
  return rows.next() ? static_cast<std::size_t>(std::max<std::int64_t>(rows.integer(0), 0)) : 0;
}

}  // namespace tocsin
