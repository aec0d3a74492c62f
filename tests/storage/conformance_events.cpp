// The events of incidents.

#include "tests/storage/conformance.h"
#include "tests/storage/samples.h"

#include <doctest/doctest.h>

#include <set>

namespace tocsin {

namespace {

void keeps_every_event_with_every_text(TestRecord& record) {
  auto store = record.open();
  std::vector<Event> events;
  std::set<std::size_t> kinds;
  for (const std::string& text : hard_texts()) {
    for (const EventBody& body : every_event(text)) {
      Event event;
      event.happened_at = minute(-static_cast<std::int64_t>(events.size()));
      event.recorded_at = minute(static_cast<std::int64_t>(events.size()));
      event.actor = UserId{text.size() < 100 ? text : "U1"};
      if (events.size() % 3 != 0) event.entry = {static_cast<std::int64_t>(events.size())};
      event.zone = text.size() < 100 ? text : "EST";
      event.body = body;
      events.push_back(event);
      kinds.insert(body.index());
    }
  }
  REQUIRE(kinds.size() == std::variant_size_v<EventBody::Kinds>);
  committed(*store, [&] {
    store->put(small_incident(1));
    for (const Event& event : events) store->append({1}, event);
  });
  store.reset();
  store = record.open();
  CHECK(store->events_of({1}) == events);
}

void keeps_events_in_the_order_of_recording(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] {
    store->put(small_incident(1));
    store->put(small_incident(2));
  });
  // Two incidents in turns, moments and entry numbers that go backwards.
  std::vector<Event> first;
  std::vector<Event> second;
  for (std::int64_t i = 50; i > 0; --i) {
    store->begin();
    first.push_back(logged(i, "first " + std::to_string(i)));
    store->append({1}, first.back());
    second.push_back(logged(i, "second " + std::to_string(i)));
    store->append({2}, second.back());
    store->commit();
  }
  CHECK(store->events_of({1}) == first);
  CHECK(store->events_of({2}) == second);
  CHECK(store->events_of({3}).empty());
}

void finds_entries_by_number(TestRecord& record) {
  auto store = record.open();
  Event unnumbered = logged(0, "not in the timeline");
  committed(*store, [&] {
    store->put(small_incident(1));
    store->put(small_incident(2));
    store->append({1}, logged(1, "one"));
    store->append({1}, unnumbered);
    store->append({1}, unnumbered);
    store->append({1}, logged(12, "twelve"));
    store->append({2}, logged(1, "of another incident"));
  });
  CHECK(store->entry({1}, {1}) == logged(1, "one"));
  CHECK(store->entry({1}, {12}) == logged(12, "twelve"));
  CHECK(store->entry({2}, {1}) == logged(1, "of another incident"));
  CHECK_FALSE(store->entry({2}, {12}));
  CHECK_FALSE(store->entry({1}, {0}));
  CHECK_FALSE(store->entry({3}, {1}));
  CHECK(store->events_of({1}).size() == 4);
}

void refuses_an_entry_number_twice(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] {
    store->put(small_incident(1));
    store->append({1}, logged(1, "first"));
  });
  store->begin();
  CHECK_THROWS_AS(store->append({1}, logged(1, "second")), StorageError);
  store->rollback();
  CHECK(store->events_of({1}).size() == 1);
  CHECK(store->entry({1}, {1}) == logged(1, "first"));
}

void takes_events_before_their_incident(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] {
    store->append({1}, logged(1, "first"));
    store->put(small_incident(1));
  });
  CHECK(store->events_of({1}).size() == 1);
}

void refuses_events_of_no_incident(TestRecord& record) {
  auto store = record.open();
  store->begin();
  CHECK_THROWS_AS(
      [&] {
        store->append({1}, logged(1, "of nothing"));
        store->commit();
      }(),
      StorageError);
  store->rollback();
  CHECK(store->events_of({1}).empty());
}

}  // namespace

std::vector<ConformanceCase> event_cases() {
  return {
      {"every event comes back, whatever the text", keeps_every_event_with_every_text},
      {"events come back in the order of recording", keeps_events_in_the_order_of_recording},
      {"an entry is found by its number", finds_entries_by_number},
      {"an entry number is used once in an incident", refuses_an_entry_number_twice},
      {"events may be appended before the row of their incident",
       takes_events_before_their_incident},
      {"events of no incident are not committed", refuses_events_of_no_incident},
  };
}

}  // namespace tocsin
