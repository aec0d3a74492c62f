// The rows of incidents.

#include "tests/storage/conformance.h"
#include "tests/storage/samples.h"

#include <doctest/doctest.h>

namespace tocsin {

namespace {

void keeps_every_field(TestRecord& record) {
  auto store = record.open();
  store->begin();
  std::int64_t number = 0;
  for (const std::string& text : hard_texts()) store->put(full_incident(++number, text));
  store->put(small_incident(++number));
  store->commit();
  number = 0;
  for (const std::string& text : hard_texts()) {
    ++number;
    CHECK(store->incident({number}) == full_incident(number, text));
  }
  store.reset();
  store = record.open();
  number = 0;
  for (const std::string& text : hard_texts()) {
    ++number;
    CHECK(store->incident({number}) == full_incident(number, text));
  }
  CHECK(store->incident({number + 1}) == small_incident(number + 1));
  CHECK_FALSE(store->incident({number + 2}));
}

void keeps_every_state_and_severity(TestRecord& record) {
  auto store = record.open();
  std::vector<Incident> incidents;
  for (int i = 0; i < 7; ++i) {
    Incident incident = small_incident(i + 1);
    incident.state = static_cast<State>(i);
    if (i < 4) incident.severity = static_cast<Severity>(i + 1);
    incidents.push_back(incident);
  }
  committed(*store, [&] {
    for (const Incident& incident : incidents) store->put(incident);
  });
  store.reset();
  store = record.open();
  for (const Incident& incident : incidents) CHECK(store->incident(incident.number) == incident);
}

// Each field by itself, because an implementation may leave out what it believes unchanged.
void replaces_each_field(TestRecord& record) {
  const Incident before = small_incident(1);
  const Incident full = full_incident(1, "changed");
  std::vector<Incident> steps(25, before);
  steps[0].title = full.title;
  steps[1].severity = full.severity;
  steps[2].state = full.state;
  steps[3].is_private = full.is_private;
  steps[4].is_drill = full.is_drill;
  steps[5].zone = full.zone;
  steps[6].declarer = full.declarer;
  steps[7].lead = full.lead;
  steps[8].declared_at = minute(77);
  steps[9].since = full.since;
  steps[10].started_at = full.started_at;
  steps[11].detected_at = full.detected_at;
  steps[12].mitigated_at = full.mitigated_at;
  steps[13].resolved_at = full.resolved_at;
  steps[14].closed_at = full.closed_at;
  steps[15].end_known = full.end_known;
  steps[16].close_asked = full.close_asked;
  steps[17].impact = full.impact;
  steps[18].summary = full.summary;
  steps[19].causes = full.causes;
  steps[20].last_entry = full.last_entry;
  steps[21].latest_entry_at = full.latest_entry_at;
  steps[22].channel = full.channel;
  steps[23].channel_name = full.channel_name;
  steps[24].is_imported = full.is_imported;
  steps.push_back(full);
  steps.push_back(before);
  steps.push_back(before);
  auto store = record.open();
  for (const Incident& step : steps) {
    committed(*store, [&] { store->put(step); });
    CHECK(store->incident({1}) == step);
    store.reset();
    store = record.open();
    CHECK(store->incident({1}) == step);
    committed(*store, [&] { store->put(before); });
  }
  CHECK(store->all_incidents() == std::vector<IncidentNumber>{{1}});
}

void changes_entries_and_more_in_any_order(TestRecord& record) {
  auto store = record.open();
  Incident incident = small_incident(1);
  for (std::int64_t i = 1; i <= 300; ++i) {
    incident.last_entry = {i};
    incident.latest_entry_at = minute(i);
    if (i % 7 == 0) incident.impact = "impact " + std::to_string(i);
    if (i % 50 == 0) incident.latest_entry_at.reset();
    store->begin();
    store->put(incident);
    if (i % 3 == 0) store->put(incident);
    store->commit();
  }
  CHECK(store->incident({1}) == incident);
  store.reset();
  store = record.open();
  CHECK(store->incident({1}) == incident);
}

void stores_again_what_was_rolled_back(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] { store->put(small_incident(1)); });
  Incident changed = small_incident(1);
  changed.last_entry = {1};
  store->begin();
  store->put(changed);
  store->rollback();
  committed(*store, [&] { store->put(changed); });
  changed.last_entry = {2};
  store->begin();
  store->open_savepoint();
  store->put(changed);
  store->roll_back_to_savepoint();
  store->put(changed);
  store->commit();
  store.reset();
  store = record.open();
  CHECK(store->incident({1}) == changed);
}

void finds_incidents_by_channel(TestRecord& record) {
  auto store = record.open();
  Incident first = small_incident(1);
  first.channel = ChannelId{"C1"};
  Incident second = small_incident(2);
  second.channel = ChannelId{"c1"};
  committed(*store, [&] {
    store->put(first);
    store->put(second);
    store->put(small_incident(3));
    store->put(small_incident(4));  // any number may have no channel
  });
  CHECK(store->incident_of_channel(ChannelId{"C1"}) == IncidentNumber{1});
  CHECK(store->incident_of_channel(ChannelId{"c1"}) == IncidentNumber{2});
  CHECK_FALSE(store->incident_of_channel(ChannelId{"C"}));
  CHECK_FALSE(store->incident_of_channel(ChannelId{""}));
  first.channel = ChannelId{"C9"};
  committed(*store, [&] { store->put(first); });
  CHECK_FALSE(store->incident_of_channel(ChannelId{"C1"}));
  CHECK(store->incident_of_channel(ChannelId{"C9"}) == IncidentNumber{1});
}

void gives_a_channel_to_one_incident_only(TestRecord& record) {
  auto store = record.open();
  Incident first = small_incident(1);
  first.channel = ChannelId{"C1"};
  committed(*store, [&] { store->put(first); });
  Incident second = small_incident(2);
  second.channel = ChannelId{"C1"};
  store->begin();
  CHECK_THROWS_AS(store->put(second), StorageError);
  store->rollback();
  CHECK_FALSE(store->incident({2}));
}

void numbers_incidents_one_after_the_other(TestRecord& record) {
  auto store = record.open();
  CHECK(store->next_incident_number() == IncidentNumber{1});
  store->begin();
  store->put(small_incident(1));
  CHECK(store->next_incident_number() == IncidentNumber{2});
  store->rollback();
  CHECK(store->next_incident_number() == IncidentNumber{1});
  committed(*store, [&] {
    store->put(small_incident(7));
    store->put(small_incident(3));
  });
  CHECK(store->next_incident_number() == IncidentNumber{8});
  CHECK(store->all_incidents() == std::vector<IncidentNumber>{{3}, {7}});
}

void lists_active_incidents_latest_first(TestRecord& record) {
  auto store = record.open();
  CHECK(store->active_incidents().empty());
  CHECK_FALSE(store->has_active_incidents());
  store->begin();
  for (std::int64_t number = 1; number <= 14; ++number) {
    Incident incident = small_incident(number);
    incident.state = static_cast<State>((number - 1) % 7);
    store->put(incident);
  }
  store->commit();
  std::vector<std::int64_t> numbers;
  for (const Incident& incident : store->active_incidents()) {
    CHECK_FALSE(is_over(incident.state));
    CHECK(store->incident(incident.number) == incident);
    numbers.push_back(incident.number.value);
  }
  CHECK(numbers == std::vector<std::int64_t>{12, 11, 10, 9, 8, 5, 4, 3, 2, 1});
  Incident closed = small_incident(12);
  closed.state = State::closed;
  committed(*store, [&] { store->put(closed); });
  CHECK(store->active_incidents().size() == 9);
  CHECK(store->has_active_incidents());
  committed(*store, [&] {
    for (Incident over : store->active_incidents()) {
      over.state = State::cancelled;
      store->put(over);
    }
  });
  CHECK_FALSE(store->has_active_incidents());
}

void keeps_many_incidents_apart(TestRecord& record) {
  auto store = record.open();
  store->begin();
  for (std::int64_t number = 1; number <= 200; ++number) store->put(small_incident(number));
  for (std::int64_t number = 1; number <= 200; ++number) {
    Incident incident = small_incident(number);
    incident.last_entry = {number};
    store->put(incident);
  }
  store->commit();
  for (std::int64_t number = 1; number <= 200; ++number) {
    Incident incident = small_incident(number);
    incident.last_entry = {number};
    CHECK(store->incident({number}) == incident);
  }
}

void keeps_moments_for_numbers(TestRecord& record) {
  auto store = record.open();
  CHECK(store->times_since(minute(-100'000)).empty());
  Incident full = full_incident(1, "text");
  full.is_drill = false;
  full.is_private = false;
  full.merged_into = {};
  full.state = State::resolved;
  const Incident small = small_incident(2);
  committed(*store, [&] {
    store->put(full);
    store->put(small);
  });
  const auto all = [&] { return store->times_since(minute(-100'000)); };
  REQUIRE(all().size() == 2);
  CHECK(all()[0] == times_of(full));
  CHECK(all()[1] == times_of(small));
  CHECK(store->times_since(minute(100'000)).empty());
  full.resolved_at = minute(777);
  committed(*store, [&] { store->put(full); });
  store.reset();
  store = record.open();
  CHECK(all()[0] == times_of(full));
  for (const int reason : {0, 1, 2, 3}) {
    CAPTURE(reason);
    Incident kept_out = full;
    if (reason == 0) kept_out.is_drill = true;
    if (reason == 1) kept_out.is_private = true;
    if (reason == 2) kept_out.state = State::cancelled;
    if (reason == 3) kept_out.merged_into = {2};
    committed(*store, [&] { store->put(kept_out); });
    CHECK(all().size() == 1);
    committed(*store, [&] { store->put(full); });
    CHECK(all().size() == 2);
  }
}

}  // namespace

std::vector<ConformanceCase> incident_cases() {
  return {
      {"an incident comes back with every field, whatever the text", keeps_every_field},
      {"every state and severity comes back", keeps_every_state_and_severity},
      {"putting an incident again replaces each of its fields", replaces_each_field},
      {"entries and other fields may change in any order", changes_entries_and_more_in_any_order},
      {"a change that was rolled back is stored when it is made again",
       stores_again_what_was_rolled_back},
      {"an incident is found by its channel", finds_incidents_by_channel},
      {"a channel belongs to one incident only", gives_a_channel_to_one_incident_only},
      {"incidents are numbered one after the other", numbers_incidents_one_after_the_other},
      {"active incidents are listed latest first", lists_active_incidents_latest_first},
      {"many incidents are kept apart", keeps_many_incidents_apart},
      {"the moments for numbers are kept of each incident that counts", keeps_moments_for_numbers},
  };
}

}  // namespace tocsin
