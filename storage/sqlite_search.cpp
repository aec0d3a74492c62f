// Full text: what `find` looks in, and how it catches up with the events.

#include "bot/domain/corrections.h"
#include "bot/domain/search_words.h"
#include "storage/connection.h"
#include "storage/event_codec.h"
#include "storage/sqlite_store.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_words = 12;     // of one question
constexpr std::size_t k_longest_word = 100;  // in bytes; no word of a language is longer

bool is_separator(char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; }

// The words as FTS5 takes them: in quotes, so that nothing in them is an operator. The last one may
// be the beginning of a word.
std::vector<std::string> quoted_words(std::string_view typed) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < typed.size() && words.size() < k_most_words) {
    if (is_separator(typed[at])) {
      ++at;
      continue;
    }
    std::string word = "\"";
    for (; at < typed.size() && !is_separator(typed[at]); ++at) {
      if (word.size() > k_longest_word) continue;
      if (typed[at] == '"') word += '"';
      word += typed[at];
    }
    words.push_back(word + "\"");
  }
  if (!words.empty()) words.back() += " *";
  return words;
}

std::string any_of(const std::vector<std::string>& words) {
  std::string question;
  for (const std::string& word : words) {
    if (!question.empty()) question += " OR ";
    question += word;
  }
  return question;
}

}  // namespace

constexpr const char* k_sequence_of = R"sql(
  SELECT sequence FROM event WHERE incident = ?1 AND entry = ?2
)sql";

constexpr const char* k_forget = R"sql(
  DELETE FROM search WHERE rowid = ?1
)sql";

constexpr const char* k_index = R"sql(
  INSERT INTO search (rowid, title, text) VALUES (?1, ?2, ?3)
)sql";

void SqliteStore::index_words(std::int64_t sequence, const EventBody& body) {
  const SearchWords words = search_words(body);
  if (words.empty()) return;
  connection_->execute(k_index, sequence, words.title, words.text);
}

// Corrections are rare, so they may read the whole incident.
void SqliteStore::index_again(IncidentNumber incident, const std::set<EntryNumber>& entries) {
  std::map<EntryNumber, std::int64_t> sequences;
  for (const EntryNumber entry : entries) {
    Query rows = connection_->select(k_sequence_of, incident, entry);
    if (rows.next()) sequences.emplace(entry, rows.integer(0));
  }
  for (const auto& [entry, sequence] : sequences) connection_->execute(k_forget, sequence);
  for (const Event& event : standing_events(events_of(incident))) {
    const auto corrected = sequences.find(event.entry);
    if (corrected != sequences.end()) index_words(corrected->second, event.body);
  }
}

constexpr const char* k_not_indexed = R"sql(
  SELECT sequence, incident, kind, body FROM event
  WHERE sequence > (SELECT sequence FROM search_progress)
  ORDER BY sequence LIMIT ?1
)sql";

constexpr const char* k_note_progress = R"sql(
  UPDATE search_progress SET sequence = ?1
)sql";

std::size_t SqliteStore::catch_up_search(std::size_t most) {
  std::vector<std::pair<std::int64_t, EventBody>> bodies;
  std::map<IncidentNumber, std::set<EntryNumber>> corrected;
  std::size_t count = 0;
  std::int64_t last = 0;
  {
    Query rows = connection_->select(k_not_indexed, static_cast<std::int64_t>(most));
    for (; rows.next(); ++count) {
      last = rows.integer(0);
      // One that cannot be read is reported where its incident is.
      auto body = event_body_from(rows.view(2), rows.view(3));
      if (!body) continue;
      if (const auto entry = corrected_entry(*body)) {
        corrected[IncidentNumber{rows.integer(1)}].insert(*entry);
      } else {
        bodies.emplace_back(last, std::move(*body));
      }
    }
  }
  if (count == 0) return 0;
  for (const auto& [sequence, body] : bodies) index_words(sequence, body);
  for (const auto& [incident, entries] : corrected) index_again(incident, entries);
  connection_->execute(k_note_progress, last);
  return count;
}

// Looking is the one thing that may be done outside of a transaction, as everywhere.
void SqliteStore::complete_search() {
  constexpr std::size_t k_all = 1'000'000'000;
  if (connection_->in_transaction()) {
    catch_up_search(k_all);
    return;
  }
  connection_->control("BEGIN IMMEDIATE");
  catch_up_search(k_all);
  connection_->control("COMMIT");
}

constexpr const char* k_incidents_with = R"sql(
  SELECT DISTINCT event.incident
  FROM search JOIN event ON event.sequence = search.rowid
  WHERE search MATCH ?1
)sql";

// A match in a title counts four times as much as one in a text.
constexpr const char* k_best_entries = R"sql(
  SELECT event.incident, event.entry, event.sequence
  FROM search JOIN event ON event.sequence = search.rowid
  WHERE search MATCH ?1
  ORDER BY bm25(search, 4.0, 1.0), event.sequence DESC
)sql";

constexpr const char* k_excerpt = R"sql(
  SELECT snippet(search, -1, '', '', '…', 24) FROM search WHERE search MATCH ?1 AND rowid = ?2
)sql";

std::vector<Found> SqliteStore::find(std::string_view typed, std::size_t most) const {
  const std::vector<std::string> words = quoted_words(typed);
  if (words.empty()) return {};
  const_cast<SqliteStore*>(this)->complete_search();  // NOLINT: what is kept only to find again
  std::map<IncidentNumber, std::size_t> words_of;     // how many of the words an incident has
  for (const std::string& word : words) {
    Query rows = connection_->select(k_incidents_with, word);
    while (rows.next()) ++words_of[IncidentNumber{rows.integer(0)}];
  }
  const std::string question = any_of(words);
  struct Candidate {
    Found found;
    std::int64_t sequence;  // of its best entry
    std::size_t rank;       // 0: the best match
  };
  std::vector<Candidate> candidates;
  std::set<IncidentNumber> seen;
  {
    Query rows = connection_->select(k_best_entries, question);
    while (rows.next()) {
      const IncidentNumber incident{rows.integer(0)};
      if (!seen.insert(incident).second) continue;
      const std::size_t count = words_of[incident];
      Found one{incident, EntryNumber{rows.integer(1)}, "", count, count == words.size()};
      candidates.push_back({std::move(one), rows.integer(2), candidates.size()});
    }
  }
  std::ranges::sort(candidates, [](const Candidate& left, const Candidate& right) {
    return std::tuple(right.found.words, left.rank) < std::tuple(left.found.words, right.rank);
  });
  if (candidates.size() > most) candidates.resize(most);
  std::vector<Found> best;
  for (Candidate& candidate : candidates) {
    Query excerpt = connection_->select(k_excerpt, question, candidate.sequence);
    if (excerpt.next()) candidate.found.excerpt = excerpt.text(0);
    best.push_back(std::move(candidate.found));
  }
  return best;
}

}  // namespace tocsin
