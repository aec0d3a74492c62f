// The outbox.

#include "tests/storage/conformance.h"
#include "tests/storage/samples.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace tocsin {

namespace {

std::vector<std::int64_t> unsettled_ids(const Store& store) {
  std::vector<std::int64_t> ids;
  for (const OutboxRow& row : store.unsettled_rows()) ids.push_back(row.id.value);
  return ids;
}

DeliveryState state_of(const Store& store, DeliveryId id) {
  const auto row = store.outbox_row(id);
  REQUIRE(row);
  return row->state;
}

void set_state(Store& store, DeliveryId id, DeliveryState state) {
  auto row = store.outbox_row(id);
  REQUIRE(row);
  row->state = state;
  committed(store, [&] { store.update(*row); });
}

void keeps_every_delivery_with_every_text(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] { store->put(small_incident(7)); });
  std::set<std::size_t> kinds;
  std::vector<std::pair<DeliveryId, Delivery>> added;
  store->begin();
  for (const std::string& text : hard_texts()) {
    for (const Delivery& delivery : every_delivery(text)) {
      kinds.insert(delivery.index());
      added.emplace_back(store->add({7}, delivery, minute(4)), delivery);
    }
  }
  store->commit();
  REQUIRE(kinds.size() == std::variant_size_v<Delivery::Kinds>);
  store.reset();
  store = record.open();
  for (const auto& [id, delivery] : added) {
    const auto row = store->outbox_row(id);
    REQUIRE(row);
    CHECK(row->delivery == delivery);
    CHECK(row->id == id);
    CHECK(row->incident == IncidentNumber{7});
    CHECK(row->lane == lane_of(delivery, {7}));
    CHECK(row->subject == subject_of(delivery));
    CHECK(row->created_at == minute(4));
  }
}

void begins_ready_and_untried(TestRecord& record) {
  auto store = record.open();
  DeliveryId id;
  committed(*store, [&] { id = store->add({0}, delivery::ReadPeople{}, minute(1)); });
  CHECK(id.value > 0);
  const auto row = store->outbox_row(id);
  REQUIRE(row);
  CHECK(row->incident == IncidentNumber{0});
  CHECK(row->state == DeliveryState::ready);
  CHECK(row->joined_to == DeliveryId{0});
  CHECK(row->progress.empty());
  CHECK(row->attempts == 0);
  CHECK_FALSE(row->sending_at);
  CHECK(row->trouble.empty());
  CHECK_FALSE(store->outbox_row({id.value + 1}));
  CHECK_FALSE(store->outbox_row({0}));
}

void keeps_what_is_updated(TestRecord& record) {
  auto store = record.open();
  DeliveryId first;
  DeliveryId second;
  committed(*store, [&] {
    store->put(small_incident(1));
    first = store->add({1}, delivery::PostEntry{{1}}, minute(1));
    second = store->add({1}, delivery::PostEntry{{2}}, minute(2));
  });
  for (const std::string& text : hard_texts()) {
    auto row = store->outbox_row(second);
    REQUIRE(row);
    row->state = DeliveryState::sending;
    row->joined_to = first;
    row->progress = text;
    row->attempts += 3;
    row->sending_at = minute(9);
    row->trouble = text;
    committed(*store, [&] { store->update(*row); });
    store.reset();
    store = record.open();
    const auto kept = store->outbox_row(second);
    REQUIRE(kept);
    CHECK(kept->state == DeliveryState::sending);
    CHECK(kept->joined_to == first);
    CHECK(kept->progress == text);
    CHECK(kept->attempts == row->attempts);
    CHECK(kept->sending_at == minute(9));
    CHECK(kept->trouble == text);
    CHECK(kept->delivery == Delivery{delivery::PostEntry{{2}}});
    CHECK(kept->created_at == minute(2));
  }
  auto row = store->outbox_row(second);
  row->joined_to = {};
  row->sending_at.reset();
  committed(*store, [&] { store->update(*row); });
  CHECK(store->outbox_row(second)->joined_to == DeliveryId{0});
  CHECK_FALSE(store->outbox_row(second)->sending_at);
  CHECK(state_of(*store, first) == DeliveryState::ready);
}

void refuses_to_update_a_row_that_is_not_there(TestRecord& record) {
  auto store = record.open();
  OutboxRow row;
  row.id = {99};
  store->begin();
  CHECK_THROWS_AS(store->update(row), StorageError);
}

void gives_growing_ids(TestRecord& record) {
  auto store = record.open();
  std::int64_t last = 0;
  for (int round = 0; round < 5; ++round) {
    committed(*store, [&] {
      for (int i = 0; i < 3; ++i) {
        const DeliveryId id = store->add({0}, delivery::ReadPerson{{"U1"}}, minute(0));
        CHECK(id.value > last);
        last = id.value;
      }
    });
    set_state(*store, {last}, DeliveryState::sent);  // even then its id is not given again
    store.reset();
    store = record.open();
  }
}

void lists_unsettled_rows_by_id(TestRecord& record) {
  auto store = record.open();
  CHECK(store->unsettled_rows().empty());
  committed(*store, [&] {
    for (int i = 0; i < 5; ++i) store->add({0}, delivery::Tell{{"U1"}, "hello"}, minute(9 - i));
  });
  const std::vector<std::int64_t> ids = unsettled_ids(*store);
  REQUIRE(ids.size() == 5);
  CHECK(std::is_sorted(ids.begin(), ids.end()));
  set_state(*store, {ids[0]}, DeliveryState::sending);
  set_state(*store, {ids[1]}, DeliveryState::sent);
  set_state(*store, {ids[2]}, DeliveryState::rejected);
  set_state(*store, {ids[3]}, DeliveryState::superseded);
  CHECK(unsettled_ids(*store) == std::vector<std::int64_t>{ids[0], ids[4]});
  const std::vector<OutboxRow> rows = store->unsettled_rows();
  CHECK(rows[0].state == DeliveryState::sending);
  CHECK(rows[1].state == DeliveryState::ready);
  CHECK(state_of(*store, {ids[2]}) == DeliveryState::rejected);
  set_state(*store, {ids[0]}, DeliveryState::ready);  // to be tried again
  CHECK(unsettled_ids(*store) == std::vector<std::int64_t>{ids[0], ids[4]});
  CHECK_THROWS_AS(set_state(*store, {ids[1]}, DeliveryState::ready), StorageError);
}

void lists_unsettled_rows_after_each_tidying(TestRecord& record) {
  auto store = record.open();
  std::vector<std::int64_t> unsettled;
  for (int round = 0; round < 4; ++round) {
    committed(*store, [&] {
      for (int i = 0; i < 3; ++i) {
        unsettled.push_back(store->add({0}, delivery::Tell{{"U1"}, "hello"}, minute(1)).value);
      }
    });
    // What is settled lies before and behind what is not.
    set_state(*store, {unsettled.back()}, DeliveryState::sent);
    unsettled.pop_back();
    if (round > 0) {
      set_state(*store, {unsettled.front()}, DeliveryState::rejected);
      unsettled.erase(unsettled.begin());
    }
    committed(*store, [&] { store->forget_inputs_before(minute(0)); });
    CHECK(unsettled_ids(*store) == unsettled);
    store.reset();
    store = record.open();
    CHECK(unsettled_ids(*store) == unsettled);
  }
}

void replaces_a_waiting_row_of_the_same_subject(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] {
    store->put(small_incident(1));
    store->put(small_incident(2));
  });
  DeliveryId first;
  DeliveryId elsewhere;
  DeliveryId topic;
  DeliveryId second;
  committed(*store, [&] {
    first = store->add({1}, delivery::EditCard{}, minute(1));
    elsewhere = store->add({2}, delivery::EditCard{}, minute(1));
    topic = store->add({1}, delivery::SetTopic{}, minute(1));
    second = store->add({1}, delivery::EditCard{}, minute(2));
  });
  CHECK(state_of(*store, first) == DeliveryState::superseded);
  CHECK(state_of(*store, second) == DeliveryState::ready);
  CHECK(state_of(*store, elsewhere) == DeliveryState::ready);  // another lane
  CHECK(state_of(*store, topic) == DeliveryState::ready);      // another subject

  set_state(*store, second, DeliveryState::sending);
  DeliveryId third;
  committed(*store, [&] { third = store->add({1}, delivery::EditCard{}, minute(3)); });
  CHECK(state_of(*store, second) == DeliveryState::sending);  // on its way, not to be called back
  CHECK(state_of(*store, third) == DeliveryState::ready);
}

void never_replaces_rows_without_a_subject(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] {
    store->put(small_incident(1));
    for (int i = 0; i < 3; ++i) store->add({1}, delivery::PostEntry{{1}}, minute(1));
    CHECK(store->supersede("inc:1:channel", "").empty());
  });
  CHECK(unsettled_ids(*store).size() == 3);
}

void supersedes_by_lane_and_subject(TestRecord& record) {
  auto store = record.open();
  const Delivery edit = delivery::EditCard{};
  const std::string lane = lane_of(edit, {1});
  const std::string subject = subject_of(edit);
  DeliveryId first;
  DeliveryId second;
  committed(*store, [&] {
    store->put(small_incident(1));
    first = store->add({1}, edit, minute(1));
  });
  set_state(*store, first, DeliveryState::sending);
  committed(*store, [&] { second = store->add({1}, edit, minute(2)); });
  committed(*store, [&] {
    CHECK(store->supersede(lane, "another").empty());
    CHECK(store->supersede("another", subject).empty());
    CHECK(store->supersede(lane, subject) == std::vector<DeliveryId>{second});
    CHECK(store->supersede(lane, subject).empty());
  });
  CHECK(state_of(*store, first) == DeliveryState::sending);
  CHECK(state_of(*store, second) == DeliveryState::superseded);
  set_state(*store, first, DeliveryState::ready);  // now free to wait again
}

void refuses_two_waiting_rows_of_one_subject(TestRecord& record) {
  auto store = record.open();
  DeliveryId first;
  committed(*store, [&] {
    store->put(small_incident(1));
    first = store->add({1}, delivery::EditCard{}, minute(1));
  });
  set_state(*store, first, DeliveryState::sending);
  committed(*store, [&] { store->add({1}, delivery::EditCard{}, minute(2)); });
  auto row = store->outbox_row(first);
  row->state = DeliveryState::ready;
  store->begin();
  CHECK_THROWS_AS(store->update(*row), StorageError);
  store->rollback();
  CHECK(state_of(*store, first) == DeliveryState::sending);
}

void refuses_deliveries_of_an_unknown_incident(TestRecord& record) {
  auto store = record.open();
  store->begin();
  CHECK_THROWS_AS(
      [&] {
        store->add({5}, delivery::PostCard{}, minute(0));
        store->commit();
      }(),
      StorageError);
  store->rollback();
  CHECK(store->unsettled_rows().empty());
}

}  // namespace

std::vector<ConformanceCase> outbox_cases() {
  return {
      {"every delivery comes back, whatever the text", keeps_every_delivery_with_every_text},
      {"a new row is ready and untried", begins_ready_and_untried},
      {"what is updated comes back, the rest is as it was", keeps_what_is_updated},
      {"a row that is not there is not updated", refuses_to_update_a_row_that_is_not_there},
      {"ids grow and are never given twice", gives_growing_ids},
      {"unsettled rows are listed by id", lists_unsettled_rows_by_id},
      {"unsettled rows are listed after each tidying", lists_unsettled_rows_after_each_tidying},
      {"a waiting row is replaced by a later one of its lane and subject",
       replaces_a_waiting_row_of_the_same_subject},
      {"rows without a subject are never replaced", never_replaces_rows_without_a_subject},
      {"superseding takes the ready row of a lane and subject", supersedes_by_lane_and_subject},
      {"two rows of one subject never wait in one lane", refuses_two_waiting_rows_of_one_subject},
      {"deliveries of an unknown incident are not committed",
       refuses_deliveries_of_an_unknown_incident},
  };
}

}  // namespace tocsin
