// Transactions and savepoints, and the inputs that were handled.

#include "tests/storage/conformance.h"
#include "tests/storage/samples.h"

#include <doctest/doctest.h>

namespace tocsin {

namespace {

void keeps_what_was_committed(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] { store->put_setting("tide", "high"); });
  store.reset();
  store = record.open();
  CHECK(store->setting("tide") == "high");
}

void forgets_what_was_not_committed(TestRecord& record) {
  auto store = record.open();
  store->begin();
  store->put(small_incident(1));
  store->append({1}, logged(1, "lost"));
  store->put_setting("tide", "high");
  CHECK(store->setting("tide") == "high");  // the transaction sees its own changes
  store.reset();
  store = record.open();
  CHECK_FALSE(store->setting("tide"));
  CHECK_FALSE(store->incident({1}));
  CHECK(store->events_of({1}).empty());
}

void rolls_everything_back(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] {
    store->put(small_incident(1));
    store->set_timer({{1}, TimerKind::remind_to_close, 0, minute(5)});
  });
  store->begin();
  store->remember_input("key", Reply("answer"), minute(0));
  store->append({1}, logged(1, "one"));
  Incident changed = small_incident(1);
  changed.title = "Another title";
  store->put(changed);
  store->put(Person{UserId{"U1"}, "Ada", "UTC", false, false, false});
  store->put(Writeup{{1}, 1, minute(1), "# text"});
  store->put({1}, MessageRef{MessagePurpose::card, {"C1"}, {"1.2"}});
  const DeliveryId id = store->add({1}, delivery::EditCard{}, minute(0));
  store->drop_timer({1}, TimerKind::remind_to_close, 0);
  store->rollback();
  CHECK_FALSE(store->reply_for("key"));
  CHECK(store->events_of({1}).empty());
  CHECK(store->incident({1}) == small_incident(1));
  CHECK_FALSE(store->person(UserId{"U1"}));
  CHECK_FALSE(store->latest_writeup({1}));
  CHECK_FALSE(store->message({1}, MessagePurpose::card));
  CHECK_FALSE(store->outbox_row(id));
  CHECK(store->next_timer() == minute(5));
}

void may_roll_back_at_any_time(TestRecord& record) {
  auto store = record.open();
  store->rollback();
  store->begin();
  store->rollback();
  store->rollback();
  committed(*store, [&] { store->put_setting("tide", "low"); });
  store->rollback();
  CHECK(store->setting("tide") == "low");
}

void takes_one_input_back_and_keeps_the_others(TestRecord& record) {
  auto store = record.open();
  store->begin();
  store->open_savepoint();
  store->put(small_incident(1));
  store->remember_input("first", Reply("first"), minute(0));
  store->release_savepoint();

  store->open_savepoint();
  Incident changed = small_incident(1);
  changed.title = "Changed by an input that failed";
  changed.last_entry = {1};
  store->put(changed);
  store->append({1}, logged(1, "by an input that failed"));
  store->add({1}, delivery::PostEntry{{1}}, minute(0));
  store->remember_input("second", Reply("second"), minute(0));
  store->roll_back_to_savepoint();
  CHECK(store->incident({1}) == small_incident(1));

  store->open_savepoint();
  store->append({1}, logged(1, "third"));
  store->remember_input("third", Reply("third"), minute(0));
  store->release_savepoint();
  store->commit();

  store.reset();
  store = record.open();
  CHECK(store->reply_for("first") == Reply("first"));
  CHECK_FALSE(store->reply_for("second"));
  CHECK(store->reply_for("third") == Reply("third"));
  CHECK(store->incident({1}) == small_incident(1));
  REQUIRE(store->events_of({1}).size() == 1);
  CHECK(store->events_of({1})[0] == logged(1, "third"));
  CHECK(store->unsettled_rows().empty());
}

void loses_released_savepoints_with_the_transaction(TestRecord& record) {
  auto store = record.open();
  store->begin();
  store->open_savepoint();
  store->put_setting("tide", "high");
  store->release_savepoint();
  store->rollback();
  CHECK_FALSE(store->setting("tide"));
}

void refuses_changes_outside_a_transaction(TestRecord& record) {
  auto store = record.open();
  CHECK_THROWS_AS(store->put_setting("tide", "high"), StorageError);
  CHECK_THROWS_AS(store->put(small_incident(1)), StorageError);
  CHECK_THROWS_AS(store->append({1}, logged(1, "x")), StorageError);
  CHECK_THROWS_AS(store->add({0}, delivery::ReadPeople{}, minute(0)), StorageError);
  CHECK_THROWS_AS(store->commit(), StorageError);
  store.reset();
  store = record.open();
  CHECK_FALSE(store->setting("tide"));
  CHECK(store->all_incidents().empty());
}

void drops_the_whole_transaction_at_an_error(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] { store->remember_input("seen", Reply("first"), minute(0)); });
  store->begin();
  store->put_setting("tide", "high");
  store->open_savepoint();
  store->put(small_incident(1));
  try {
    store->remember_input("seen", Reply("second"), minute(1));
    FAIL("the same input was stored twice");
  } catch (const StorageError& error) {
    CHECK(error.kind() == StorageError::Kind::broken);
  }
  // Whoever goes on without noticing changes nothing.
  CHECK_THROWS_AS(store->put_setting("tide", "low"), StorageError);
  CHECK_THROWS_AS(store->commit(), StorageError);
  store->rollback();
  CHECK_FALSE(store->setting("tide"));
  CHECK_FALSE(store->incident({1}));
  CHECK(store->reply_for("seen") == Reply("first"));

  committed(*store, [&] { store->put_setting("tide", "low"); });
  CHECK(store->setting("tide") == "low");
}

void remembers_inputs_with_their_replies(TestRecord& record) {
  auto store = record.open();
  CHECK_FALSE(store->reply_for("anything"));
  store->begin();
  std::int64_t number = 0;
  for (const std::string& text : hard_texts()) {
    ++number;
    store->remember_input("key " + std::to_string(number), full_reply(text), minute(number));
  }
  store->remember_input("empty", Reply(), minute(0));
  store->commit();
  store.reset();
  store = record.open();
  number = 0;
  for (const std::string& text : hard_texts()) {
    CHECK(store->reply_for("key " + std::to_string(++number)) == full_reply(text));
  }
  CHECK(store->reply_for("empty") == Reply());
  CHECK_FALSE(store->reply_for("key"));
  CHECK_FALSE(store->reply_for("KEY 1"));  // keys are exact
}

void tells_keys_apart_byte_by_byte(TestRecord& record) {
  auto store = record.open();
  const std::string with_zero("a\0b", 3);
  committed(*store, [&] {
    store->remember_input("a", Reply("short"), minute(0));
    store->remember_input(with_zero, Reply("long"), minute(0));
    store->remember_input(std::string(2000, 'k'), Reply("very long"), minute(0));
  });
  CHECK(store->reply_for("a") == Reply("short"));
  CHECK(store->reply_for(with_zero) == Reply("long"));
  CHECK(store->reply_for(std::string(2000, 'k')) == Reply("very long"));
  CHECK_FALSE(store->reply_for(std::string("a\0c", 3)));
}

void forgets_only_older_inputs(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] {
    store->remember_input("late", Reply("late"), minute(3));
    store->remember_input("early", Reply("early"), minute(1));
    store->remember_input("edge", Reply("edge"), minute(2));
  });
  committed(*store, [&] { CHECK(store->forget_inputs_before(minute(2)) == 1); });
  committed(*store, [&] { CHECK(store->forget_inputs_before(minute(2)) == 0); });
  CHECK_FALSE(store->reply_for("early"));
  CHECK(store->reply_for("edge"));
  CHECK(store->reply_for("late"));
  committed(*store, [&] { store->remember_input("early", Reply("again"), minute(4)); });
  CHECK(store->reply_for("early") == Reply("again"));
}

}  // namespace

std::vector<ConformanceCase> transaction_cases() {
  return {
      {"what was committed is there after a restart", keeps_what_was_committed},
      {"what was not committed is gone after a restart", forgets_what_was_not_committed},
      {"a rollback takes back every kind of change", rolls_everything_back},
      {"a rollback is harmless at any time", may_roll_back_at_any_time},
      {"rolling back to a savepoint takes back one input and keeps the others",
       takes_one_input_back_and_keeps_the_others},
      {"a released savepoint still belongs to its transaction",
       loses_released_savepoints_with_the_transaction},
      {"nothing is changed outside a transaction", refuses_changes_outside_a_transaction},
      {"an error takes the whole transaction with it", drops_the_whole_transaction_at_an_error},
      {"an input is remembered with its reply", remembers_inputs_with_their_replies},
      {"keys of inputs are told apart byte by byte", tells_keys_apart_byte_by_byte},
      {"only inputs older than the moment are forgotten", forgets_only_older_inputs},
  };
}

}  // namespace tocsin
