// Looks into the full-text index. Whoever waits for it is answered while others wait behind them,
// so nothing here goes through all rows that have a common word: of each question the latest rows
// are taken, and what stands in a title.

#include "bot/domain/plain_words.h"
#include "bot/domain/search_words.h"
#include "storage/connection.h"
#include "storage/past_row.h"
#include "storage/sqlite_store.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_words = 12;      // of one question
constexpr std::size_t k_longest_word = 100;   // in bytes; no word of a language is longer
constexpr std::size_t k_least_beginning = 3;  // letters; fewer would be half of the dictionary
constexpr std::string_view k_last_letter = "\xF4\x8F\xBF\xBF";  // U+10FFFF, behind all others
constexpr std::int64_t k_beginnings_looked_at = 64;
constexpr std::int64_t k_beginnings_asked = 16;  // those that most rows have
constexpr std::int64_t k_latest_weighed = 2'000;
constexpr std::int64_t k_latest_counted = 1'000;
constexpr std::size_t k_most_compared_bytes = 16'384;  // of the entries of one incident

bool is_separator(char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; }

// As FTS5 takes it: in quotes, so that nothing in it is an operator.
std::string in_quotes(std::string_view word) {
  std::string text = "\"";
  for (const char c : word) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + "\"";
}

// Whatever was typed, as questions of a word each.
struct Questions {
  std::vector<std::string> all;
  // The last of them, taken apart, where it is long enough to be the beginning of a word.
  std::vector<std::string> beginning;
};

Questions questions_of(std::string_view typed) {
  Questions questions;
  std::vector<std::string> last;
  std::size_t at = 0;
  while (at < typed.size() && questions.all.size() < k_most_words) {
    std::size_t end = at;
    while (end < typed.size() && !is_separator(typed[end])) ++end;
    const std::string_view word = typed.substr(at, std::min(end - at, k_longest_word));
    std::vector<std::string> plain = plain_words(word);
    if (!plain.empty()) {
      questions.all.push_back(in_quotes(word));
      last = std::move(plain);
    }
    at = end + 1;
  }
  if (!last.empty() && last.back().size() >= k_least_beginning) questions.beginning = last;
  return questions;
}

std::string joined(const std::vector<std::string>& questions, std::string_view word) {
  std::string text;
  for (const std::string& question : questions) {
    if (!text.empty()) text += word;
    text += question;
  }
  return text;
}

}  // namespace

// Every word of the index, in the order of the alphabet, with how many rows have it.
constexpr const char* k_make_word_list = R"sql(
  CREATE VIRTUAL TABLE IF NOT EXISTS temp.past_word USING fts5vocab('main', 'past', 'row')
)sql";

constexpr const char* k_words_from = R"sql(
  SELECT term FROM (
    SELECT term, doc FROM temp.past_word WHERE term >= ?1 AND term < ?2 ORDER BY term LIMIT ?3)
  ORDER BY doc DESC, term LIMIT ?4
)sql";

namespace {

// The word itself and what begins with it, as one question. FTS5 has a way to ask this, but it puts
// the rows of all such words together before it tells the first one: three letters with which the
// names of 20,000 machines begin took seconds.
std::string with_beginnings(Connection& connection, const std::string& question,
                            const std::vector<std::string>& plain) {
  connection.control(k_make_word_list);
  std::string before;
  for (std::size_t i = 0; i + 1 < plain.size(); ++i) before += plain[i] + " ";
  const std::string& beginning = plain.back();
  std::vector<std::string> any{question};
  Query rows = connection.select(k_words_from, beginning, beginning + std::string(k_last_letter),
                                 k_beginnings_looked_at, k_beginnings_asked);
  while (rows.next()) {
    if (rows.view(0) != beginning) any.push_back(in_quotes(before + rows.text(0)));
  }
  return any.size() == 1 ? question : "(" + joined(any, " OR ") + ")";
}

// The incidents that have a word, and how many there are in all: counted, or, when only the latest
// were looked at, reckoned from how close together these are.
struct Having {
  std::set<std::int64_t> latest;
  double all = 0;
};

double rarity(double having, double incidents) {
  return std::log((incidents + 1.0) / (having + 0.5));
}

}  // namespace

// The rank of FTS5 is the better the smaller it is. A word counts eight times as much in a title
// and three times as much in the gist.
constexpr const char* k_with_rank = R"sql(
  SELECT rowid, bm25(past, 8.0, 3.0, 1.0) FROM past
  WHERE past MATCH ?1 ORDER BY rowid DESC LIMIT ?2
)sql";

constexpr const char* k_rows_with = R"sql(
  SELECT rowid FROM past WHERE past MATCH ?1 ORDER BY rowid DESC LIMIT ?2
)sql";

constexpr const char* k_last_number = R"sql(
  SELECT coalesce(max(number), 0) FROM incident
)sql";

namespace {

Having having(Connection& connection, const std::string& question, std::int64_t incidents) {
  Having found;
  Query rows = connection.select(k_rows_with, question, k_latest_counted);
  std::int64_t count = 0;
  for (; rows.next(); ++count) found.latest.insert(PastRow::from(rows.integer(0)).incident.value);
  found.all = static_cast<double>(found.latest.size());
  if (count < k_latest_counted) return found;
  const auto span = static_cast<double>(incidents - *found.latest.begin() + 1);
  if (span >= 1) found.all *= static_cast<double>(incidents) / span;
  return found;
}

// What speaks for an incident.
struct Candidate {
  IncidentNumber incident;
  std::optional<PastRow> row;  // the best one with all words; nothing: they stand in several
  std::size_t words = 0;       // that it has
  bool in_title = false;       // all of them
  double rank = 0;             // the smaller the better
};

class Candidates {
 public:
  Candidates(Connection& connection, std::vector<std::string> questions, std::int64_t incidents)
      : connection_(connection), questions_(std::move(questions)), incidents_(incidents) {}

  std::vector<Candidate> take() {
    const std::string all = joined(questions_, " AND ");
    add_with_all(all, false);
    add_with_all("title : (" + all + ")", true);
    if (questions_.size() > 1) add_with_some();
    std::vector<Candidate> sorted;
    sorted.reserve(known_.size());
    for (auto& [incident, candidate] : known_) sorted.push_back(candidate);
    std::ranges::sort(sorted, [](const Candidate& left, const Candidate& right) {
      return std::tuple(right.words, right.in_title, left.rank, right.incident) <
             std::tuple(left.words, left.in_title, right.rank, left.incident);
    });
    return sorted;
  }

 private:
  void add_with_all(const std::string& question, bool in_title) {
    Query rows = connection_.select(k_with_rank, question, k_latest_weighed);
    while (rows.next()) {
      const PastRow row = PastRow::from(rows.integer(0));
      const double rank = rows.real(1);
      const auto [place, is_new] = known_.try_emplace(row.incident.value);
      Candidate& candidate = place->second;
      if (is_new || rank < candidate.rank) {
        candidate.incident = row.incident;
        candidate.row = row;
        candidate.rank = rank;
      }
      candidate.words = questions_.size();
      candidate.in_title = candidate.in_title || in_title;
    }
  }

  // Words may stand in different parts of an incident, or there are only some of them.
  void add_with_some() {
    std::unordered_map<std::int64_t, Candidate> some;
    for (const std::string& question : questions_) {
      const Having found = having(connection_, question, incidents_);
      const double weight = rarity(found.all, static_cast<double>(incidents_));
      for (const std::int64_t incident : found.latest) {
        if (known_.contains(incident)) continue;
        Candidate& candidate = some[incident];
        candidate.incident = IncidentNumber{incident};
        ++candidate.words;
        candidate.rank -= weight;
      }
    }
    known_.insert(some.begin(), some.end());
  }

  Connection& connection_;
  std::vector<std::string> questions_;
  std::int64_t incidents_;
  std::unordered_map<std::int64_t, Candidate> known_;
};

}  // namespace

constexpr const char* k_first_row_with = R"sql(
  SELECT rowid FROM past WHERE past MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid LIMIT 1
)sql";

namespace {

// Where to take the excerpt from when no row has all words.
PastRow row_with_some(Connection& connection, IncidentNumber incident, const std::string& any) {
  const PastRow first{incident, 0};
  Query rows = connection.select(k_first_row_with, any, first.rowid(), first.last_rowid());
  return rows.next() ? PastRow::from(rows.integer(0)) : first;
}

}  // namespace

std::int64_t SqliteStore::last_number() const {
  Query rows = connection_->select(k_last_number);
  return rows.next() ? rows.integer(0) : 0;
}

std::vector<Found> SqliteStore::find(std::string_view typed, std::size_t most,
                                     const MayKnow& may_know) const {
  const Questions asked = questions_of(typed);
  if (asked.all.empty() || most == 0) return {};
  const_cast<SqliteStore*>(this)->catch_up_before_a_look();  // NOLINT: what is kept to find again
  std::vector<std::string> questions = asked.all;
  if (!asked.beginning.empty()) {
    questions.back() = with_beginnings(*connection_, questions.back(), asked.beginning);
  }
  const std::string any = joined(questions, " OR ");
  std::vector<Found> best;
  for (const Candidate& candidate : Candidates(*connection_, questions, last_number()).take()) {
    if (best.size() == most) break;
    const IncidentNumber incident = candidate.incident;
    if (!may_know(incident)) continue;
    const PastRow row = candidate.row ? *candidate.row : row_with_some(*connection_, incident, any);
    BestEntry entry =
        best_entry(entries_between(incident, row.first_entry(), row.last_entry()), typed);
    best.push_back({incident, entry.entry, std::move(entry.excerpt), candidate.words,
                    candidate.words == questions.size()});
  }
  return best;
}

constexpr const char* k_words_of = R"sql(
  SELECT title, gist, text FROM past WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid
)sql";

PastWords SqliteStore::words_of(IncidentNumber incident) const {
  PastWords words;
  words.incident = incident;
  const PastRow first{incident, 0};
  Query rows = connection_->select(k_words_of, first.rowid(), first.last_rowid());
  while (rows.next()) {
    words.title.append(rows.view(0)).append("\n");
    words.gist.append(rows.view(1)).append("\n");
    if (words.text.size() < k_most_compared_bytes) words.text.append(rows.view(2)).append("\n");
  }
  return words;
}

Neighbours SqliteStore::incidents_like(const std::vector<std::string>& words, std::size_t most,
                                       const MayKnow& may_know) const {
  const_cast<SqliteStore*>(this)->catch_up_before_a_look();  // NOLINT: what is kept to find again
  const std::int64_t last = last_number();
  Neighbours neighbours;
  neighbours.incidents = static_cast<std::size_t>(last);
  std::unordered_map<std::int64_t, double> weights;
  for (const std::string& word : words) {
    std::vector<std::string> spellings;
    for (const std::string& plain : plain_words(word)) {
      for (const std::string& spelling : spellings_of(plain)) {
        spellings.push_back(in_quotes(spelling));
      }
    }
    if (spellings.empty()) {
      neighbours.having.push_back(0);
      continue;
    }
    const Having found = having(*connection_, joined(spellings, " OR "), last);
    neighbours.having.push_back(static_cast<std::size_t>(std::llround(found.all)));
    const double weight = rarity(found.all, static_cast<double>(last));
    for (const std::int64_t incident : found.latest) weights[incident] += weight;
  }
  std::vector<std::pair<std::int64_t, double>> sorted(weights.begin(), weights.end());
  std::ranges::sort(sorted, [](const auto& left, const auto& right) {
    return std::tuple(right.second, right.first) < std::tuple(left.second, left.first);
  });
  for (const auto& [number, weight] : sorted) {
    if (neighbours.candidates.size() == most) break;
    const IncidentNumber incident{number};
    if (may_know(incident)) neighbours.candidates.push_back(words_of(incident));
  }
  return neighbours;
}

}  // namespace tocsin
