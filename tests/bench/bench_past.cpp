// The past at full size: makes a record of many incidents whose words are as unevenly common as in
// people's texts (Zipf), prepares it for searching in the parts in which the engine does it, and
// measures what `find`, `similar` and `stats` cost then. The file is kept: a second run measures
// at once.

#include "bot/domain/corrections.h"
#include "bot/domain/plain_words.h"
#include "bot/domain/similar.h"
#include "bot/domain/stats.h"
#include "storage/sqlite_store.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::bench {

namespace {

using namespace std::chrono_literals;

const Moment k_first = from_stored(1'500'000'000'000);
const Moment k_now = from_stored(1'775'000'000'000);

constexpr std::string_view k_frequent =
    "the of to in and a on is for with at we from error errors service after by not are was it "
    "database timeout latency users checkout restarted again deploy node pod traffic requests api "
    "cache queue payment login search region primary replica connection pool memory cpu disk "
    "network dns certificate config release rollback failed failing slow down up rate high 500 "
    "alerts graph dashboard log logs looks fine still checking team paged customers order orders "
    "worker workers job jobs kafka redis postgres nginx gateway proxy token auth session key "
    "expired limit quota load balancer cluster zone storage bucket index shard lock migration "
    "script backup batch report invoice ledger mail push webhook stream consumer producer lag "
    "offset schema table query plan thread heap leak crash loop kernel packet loss firewall route";

constexpr std::string_view k_beginnings =
    "pay auth cart led mail push route shard queue cache edge core risk fraud geo tax ship stock "
    "price promo user team file blob media video chat feed rank match ad bid click data etl lake "
    "model train score audit sign vault secret key cert host kube node mesh grid rail flow sync";

constexpr std::string_view k_endings =
    "api svc gate hub mesh flow store base works line node box cast link port dock yard mill forge "
    "stream pipe sync bus grid lens scope watch guard ward keep nest field ring bridge tower bay "
    "pool tank vault mint press loom spool reel deck stage lift crane hook latch bolt gear";

std::vector<std::string> vocabulary() {
  std::vector<std::string> words = plain_words(k_frequent);
  std::vector<std::string> rare;
  for (const std::string& beginning : plain_words(k_beginnings)) {
    for (const std::string& ending : plain_words(k_endings)) rare.push_back(beginning + ending);
  }
  for (int i = 1; i <= 20'000; ++i) rare.push_back("host" + std::to_string(i));
  std::mt19937_64 random(7);
  std::ranges::shuffle(rare, random);
  words.insert(words.end(), rare.begin(), rare.end());
  return words;
}

class Writer {
 public:
  Writer() : words_(vocabulary()) {
    double sum = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      sum += 1.0 / std::pow(static_cast<double>(i) + 2.7, 1.05);
      up_to_.push_back(sum);
    }
  }

  const std::string& word() {
    const double place = std::uniform_real_distribution<double>(0, up_to_.back())(random_);
    const auto found = std::ranges::lower_bound(up_to_, place);
    return words_[static_cast<std::size_t>(found - up_to_.begin())];
  }
  std::string text(std::size_t words) {
    std::string text;
    for (std::size_t i = 0; i < words; ++i) text += (i == 0 ? "" : " ") + word();
    return text;
  }
  std::int64_t number(std::int64_t below) {
    return std::uniform_int_distribution<std::int64_t>(0, below - 1)(random_);
  }
  const std::string& ranked(std::size_t rank) const { return words_.at(rank); }

 private:
  std::vector<std::string> words_;
  std::vector<double> up_to_;
  std::mt19937_64 random_{42};
};

void write_incident(Store& store, Writer& writer, std::int64_t number) {
  Incident incident;
  incident.number = {number};
  const Moment start =
      k_first + std::chrono::milliseconds(writer.number((k_now - k_first).count()));
  Moment at = start;
  std::vector<Event> events;
  const auto add = [&](EventBody body) {
    events.push_back(next_event(incident, std::move(body), at, at, UserId{"U1"}));
    incident = apply(std::move(incident), events.back());
    at += std::chrono::minutes(writer.number(8) + 1);
  };
  event::Declared declared{writer.text(5), {}, false, false, start, "UTC"};
  declared.severity = static_cast<Severity>(writer.number(4) + 1);
  add(declared);
  add(event::Detected{writer.text(8)});
  add(event::ImpactSet{writer.text(12)});
  add(event::Suspected{HypothesisNumber{1}, writer.text(6)});
  for (int i = 0; i < 21; ++i) add(event::Logged{writer.text(11)});
  add(event::RuledOut{HypothesisNumber{1}, "", writer.text(5)});
  add(event::CauseAdded{writer.text(9)});
  add(event::WorkaroundFound{writer.text(7)});
  add(event::FixFound{writer.text(8)});
  add(event::StateMoved{State::investigating, State::resolved, ""});
  store.put(incident);
  for (const Event& event : events) store.append(incident.number, event);
}

double milliseconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

template <class Work>
double timed(const Work& work) {
  const auto from = std::chrono::steady_clock::now();
  work();
  return milliseconds(std::chrono::steady_clock::now() - from);
}

void report(std::string_view what, std::vector<double> times) {
  std::ranges::sort(times);
  const auto at = [&](std::size_t tenths) { return times[(times.size() - 1) * tenths / 10]; };
  fmt::print("{:<44} median {:8.2f} ms   9 of 10 {:8.2f} ms   longest {:8.2f} ms\n", what, at(5),
             at(9), times.back());
}

void prepare(Store& store) {
  std::vector<double> parts;
  double all = 0;
  std::size_t count = 1;
  while (count > 0) {
    parts.push_back(timed([&] {
      store.begin();
      count = store.catch_up_search(300);
      store.commit();
    }));
    all += parts.back();
  }
  report("300 events prepared for searching", parts);
  fmt::print("all of them: {:.0f} s\n", all / 1'000);
}

std::vector<std::string> questions(Writer& writer, std::size_t first_rank, std::size_t last_rank,
                                   std::size_t words) {
  std::vector<std::string> all;
  for (int i = 0; i < 100; ++i) {
    std::string question;
    for (std::size_t word = 0; word < words; ++word) {
      const auto rank = first_rank + static_cast<std::size_t>(writer.number(
                                         static_cast<std::int64_t>(last_rank - first_rank)));
      question += (word == 0 ? "" : " ") + writer.ranked(rank);
    }
    all.push_back(std::move(question));
  }
  return all;
}

bool anyone(IncidentNumber) { return true; }

void measure_find(const Store& store, Writer& writer) {
  struct Kind {
    std::string_view name;
    std::size_t first;
    std::size_t last;
    std::size_t words;
  };
  for (const Kind& kind :
       {Kind{"find: one very common word", 0, 20, 1}, Kind{"find: one common word", 20, 150, 1},
        Kind{"find: one rare word", 200, 3'000, 1}, Kind{"find: two common words", 20, 150, 2},
        Kind{"find: three words of any kind", 20, 3'000, 3},
        Kind{"find: six words of any kind", 0, 1'000, 6},
        Kind{"find: two rare words", 500, 3'000, 2}}) {
    std::vector<double> times;
    for (const std::string& question : questions(writer, kind.first, kind.last, kind.words)) {
      times.push_back(timed([&] { store.find(question, 9, anyone); }));
    }
    report(kind.name, times);
  }
  std::vector<double> times;
  for (std::string question : questions(writer, 20, 3'000, 1)) {
    question.resize(std::min<std::size_t>(question.size(), 3));
    times.push_back(timed([&] { store.find(question, 9, anyone); }));
  }
  report("find: the first three letters", times);
}

void measure_similar(const Store& store, Writer& writer, std::int64_t incidents) {
  std::vector<double> times;
  std::size_t found = 0;
  for (int i = 0; i < 200; ++i) {
    const IncidentNumber number{writer.number(incidents) + 1};
    times.push_back(timed([&] {
      const auto incident = store.incident(number);
      const auto asked = asked_words(*incident, standing_events(store.events_of(number)));
      std::vector<std::string> words;
      for (const AskedWord& one : asked) words.push_back(one.word);
      const auto may_know = [&](IncidentNumber other) {
        const auto past = store.incident(other);
        return past && is_example(*past, number);
      };
      for (const Alike& one :
           alike(asked, store.incidents_like(words, k_most_neighbours, may_know))) {
        known_of(*store.incident(one.incident), store.events_of(one.incident), one.words);
        ++found;
      }
    }));
  }
  report("similar", times);
  fmt::print("  {} told for 200 incidents of random words\n", found);
}

void measure_stats(const Store& store) {
  for (const auto& [name, days] : {std::pair{"stats 90d", 90}, std::pair{"stats 1y", 365},
                                   std::pair{"stats of the whole past", 3'650}}) {
    std::vector<double> times;
    const Moment from = k_now - 24h * days;
    for (int i = 0; i < 20; ++i) {
      times.push_back(timed([&, from] {
        stats_of(store.times_since(from), {from, k_now, 24h * 28}, std::nullopt);
      }));
    }
    report(name, times);
  }
}

int run(const std::string& path, std::int64_t incidents) {
  OpenOptions options;
  options.flushes = false;
  const std::unique_ptr<SqliteStore> store = SqliteStore::open(path, options);
  Writer writer;
  const std::int64_t there = store->next_incident_number().value - 1;
  const double written = timed([&] {
    store->begin();
    for (std::int64_t number = there + 1; number <= incidents; ++number) {
      write_incident(*store, writer, number);
      if (number % 1'000 != 0) continue;
      store->commit();
      store->begin();
    }
    store->commit();
  });
  fmt::print("{} incidents, {} of them written now in {:.0f} s\n", incidents, incidents - there,
             written / 1'000);
  prepare(*store);
  measure_find(*store, writer);
  measure_similar(*store, writer, incidents);
  measure_stats(*store);
  return 0;
}

}  // namespace

}  // namespace tocsin::bench

int main(int count, char** arguments) {
  if (count < 2 || count > 3) {
    fmt::print(stderr, "usage: bench_past DATABASE [INCIDENTS]\n");
    return 2;
  }
  return tocsin::bench::run(arguments[1], count == 3 ? std::atoll(arguments[2]) : 100'000);
}
