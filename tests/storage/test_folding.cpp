#include "bot/domain/corrections.h"
#include "storage/sqlite_store.h"
#include "tests/storage/samples.h"
#include "tests/storage/temporary_folder.h"
#include "tests/support/sanitized.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>
#include <variant>

namespace tocsin::test_folding {

namespace {

// Writes random events into a few incidents, some of it taken back, and remembers what must stay.
class RandomHistory {
 public:
  RandomHistory(Store& store, unsigned seed) : store_(store), random_(seed) {}

  void run(int transactions) {
    for (int i = 0; i < transactions; ++i) {
      const std::map<std::int64_t, Incident> before = rows_;
      store_.begin();
      const int inputs = below(6);
      for (int input = 0; input < inputs; ++input) handle_one_input();
      if (below(5) == 0) {
        store_.rollback();
        rows_ = before;
      } else {
        store_.commit();
      }
    }
  }

  const std::map<std::int64_t, Incident>& rows() const { return rows_; }
  int corrections() const { return corrections_; }

 private:
  // Corrections of entries that there are; of the first and the last ones too. Never of one that
  // comes later: no command takes its handle.
  void aim_at_an_entry(EventBody& body, EntryNumber last) {
    constexpr EntryNumber k_none{1'000'000};
    const bool has_entries = last.value > 0;
    const EntryNumber some =
        has_entries ? EntryNumber{1 + below(static_cast<int>(last.value))} : k_none;
    std::visit(
        [some](auto& known) {
          if constexpr (requires { known.corrects; }) known.corrects = some;
        },
        body);
  }

  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

  void handle_one_input() {
    const std::map<std::int64_t, Incident> before = rows_;
    store_.open_savepoint();
    const IncidentNumber number{below(5) + 1};
    const auto known = store_.incident(number);
    CHECK(known.has_value() == rows_.contains(number.value));
    Incident incident = known.value_or(Incident());
    incident.number = number;
    const int events = 1 + below(3);
    for (int i = 0; i < events; ++i) {
      const std::vector<EventBody> bodies = every_event("text " + std::to_string(below(1000)));
      EventBody body = bodies[static_cast<std::size_t>(below(static_cast<int>(bodies.size())))];
      // Two incidents cannot have one channel.
      const std::string unique = std::to_string(number.value) + "." + std::to_string(++channels_);
      if (auto* made = std::get_if<event::ChannelMade>(&body)) made->channel.value += unique;
      if (auto* moved = std::get_if<event::ChannelMoved>(&body)) moved->to.value += unique;
      aim_at_an_entry(body, incident.last_entry);
      const Event event =
          next_event(incident, body, minute(below(500)), minute(below(500)), UserId{"U1"}, "EST");
      store_.append(number, event);
      if (is_correction(event.body)) {
        ++corrections_;
        incident = fold(number, store_.events_of(number));
      } else {
        incident = apply(std::move(incident), event);
      }
    }
    store_.put(incident);
    if (below(4) == 0) {
      store_.roll_back_to_savepoint();
      rows_ = before;
    } else {
      store_.release_savepoint();
      rows_[number.value] = incident;
    }
  }

  Store& store_;
  std::mt19937 random_;
  int channels_ = 0;
  int corrections_ = 0;
  std::map<std::int64_t, Incident> rows_;
};

}  // namespace

TEST_CASE("After any history the row of an incident is what its events add up to") {
  for (unsigned seed = 1; seed <= (k_is_sanitized ? 5 : 20); ++seed) {
    CAPTURE(seed);
    const TemporaryFolder folder;
    const OpenOptions options{.now = {}, .flushes = false};
    auto store = SqliteStore::open(folder.file("tocsin.db"), options);
    RandomHistory history(*store, seed);
    history.run(60);
    CHECK(history.corrections() > 0);
    store.reset();
    store = SqliteStore::open(folder.file("tocsin.db"), options);
    CHECK(store->all_incidents().size() == history.rows().size());
    for (const auto& [number, row] : history.rows()) {
      CHECK(store->incident({number}) == row);
      CHECK(fold({number}, store->events_of({number})) == row);
    }
  }
}

}  // namespace tocsin::test_folding
