// People, write-ups, our messages, timers, settings.

#include "tests/storage/conformance.h"
#include "tests/storage/samples.h"

#include <doctest/doctest.h>

namespace tocsin {

namespace {

void keeps_people(TestRecord& record) {
  auto store = record.open();
  std::vector<Person> people;
  for (const std::string& text : hard_texts()) {
    const int i = static_cast<int>(people.size());
    people.push_back(
        {UserId{"U" + std::to_string(i)}, text, text, i % 2 == 0, i % 3 == 0, i % 5 == 0});
  }
  committed(*store, [&] {
    for (const Person& person : people) store->put(person);
  });
  store.reset();
  store = record.open();
  for (const Person& person : people) CHECK(store->person(person.id) == person);
  CHECK_FALSE(store->person(UserId{"U"}));
  CHECK_FALSE(store->person(UserId{""}));
  const Person gone{UserId{"U1"}, "Ada", "Europe/London", true, true, true};
  committed(*store, [&] { store->put(gone); });
  CHECK(store->person(UserId{"U1"}) == gone);
  CHECK(store->person(UserId{"U2"}) == people[2]);
}

void keeps_writeups_by_revision(TestRecord& record) {
  auto store = record.open();
  std::vector<Writeup> writeups;
  for (const std::string& text : hard_texts()) {
    const auto revision = static_cast<std::int64_t>(writeups.size()) + 1;
    writeups.push_back({{1}, revision, minute(-revision), text});
  }
  const Writeup other{{2}, 40, minute(0), "of another incident"};
  committed(*store, [&] {
    store->put(small_incident(1));
    store->put(small_incident(2));
    store->put(other);
    for (auto writeup = writeups.rbegin(); writeup != writeups.rend(); ++writeup) {
      store->put(*writeup);
    }
  });
  store.reset();
  store = record.open();
  for (const Writeup& writeup : writeups) CHECK(store->writeup({1}, writeup.revision) == writeup);
  CHECK(store->latest_writeup({1}) == writeups.back());
  CHECK(store->latest_writeup({2}) == other);
  CHECK_FALSE(store->latest_writeup({3}));
  CHECK_FALSE(store->writeup({1}, 40));
  const Writeup again{{1}, 1, minute(1), "rendered again"};
  committed(*store, [&] { store->put(again); });
  CHECK(store->writeup({1}, 1) == again);
  CHECK(store->latest_writeup({1}) == writeups.back());
}

void keeps_one_message_per_purpose(TestRecord& record) {
  auto store = record.open();
  const MessageRef card{MessagePurpose::card, {"C1"}, {"1731679200.000100"}};
  const MessageRef announcement{MessagePurpose::announcement, {"C2"}, {"1731679200.000200"}};
  const MessageRef writeup{MessagePurpose::writeup, {"C1"}, {"1731679200.000300"}};
  const MessageRef later_card{MessagePurpose::card, {"C3"}, {"1731679200.100000"}};
  committed(*store, [&] {
    store->put(small_incident(1));
    store->put(small_incident(2));
    for (const MessageRef& message : {card, announcement, writeup}) store->put({1}, message);
  });
  store.reset();
  store = record.open();
  CHECK(store->message({1}, MessagePurpose::card) == card);
  CHECK(store->message({1}, MessagePurpose::announcement) == announcement);
  CHECK(store->message({1}, MessagePurpose::writeup) == writeup);
  CHECK_FALSE(store->message({2}, MessagePurpose::card));
  committed(*store, [&] { store->put({1}, later_card); });
  CHECK(store->message({1}, MessagePurpose::card) == later_card);
  committed(*store, [&] {
    store->forget_message({1}, MessagePurpose::card, 0);
    store->forget_message({2}, MessagePurpose::card, 0);  // of which there is none
  });
  CHECK_FALSE(store->message({1}, MessagePurpose::card));
  CHECK(store->message({1}, MessagePurpose::writeup) == writeup);
}

void keeps_the_parts_of_a_message(TestRecord& record) {
  auto store = record.open();
  const MessageRef first{MessagePurpose::writeup, {"C1"}, {"1731679200.000100"}, 0, "one"};
  const MessageRef second{MessagePurpose::writeup, {"C1"}, {"1731679200.000200"}, 1, "two"};
  const MessageRef tenth{MessagePurpose::writeup, {"C1"}, {"1731679200.001000"}, 9, ""};
  const MessageRef canvas{MessagePurpose::canvas, {"C1"}, {"F0123"}, 0, ""};
  const MessageRef questions{MessagePurpose::questions, {"C1"}, {"1731679200.000300"}, 0, ""};
  committed(*store, [&] {
    store->put(small_incident(1));
    store->put(small_incident(2));
    for (const MessageRef& message : {tenth, second, questions, canvas, first})
      store->put({1}, message);
    store->put({2}, second);
  });
  store.reset();
  store = record.open();
  CHECK(store->messages({1}, MessagePurpose::writeup) == std::vector{first, second, tenth});
  CHECK(store->message({1}, MessagePurpose::writeup) == first);
  CHECK(store->message({1}, MessagePurpose::questions) == questions);
  CHECK(store->message({1}, MessagePurpose::canvas) == canvas);
  CHECK_FALSE(store->message({2}, MessagePurpose::writeup));  // it has no first part
  MessageRef changed = second;
  changed.shows = "other";
  committed(*store, [&] {
    store->put({1}, changed);
    store->forget_message({1}, MessagePurpose::writeup, 0);
  });
  CHECK(store->messages({1}, MessagePurpose::writeup) == std::vector{changed, tenth});
  CHECK(store->messages({1}, MessagePurpose::card).empty());
}

void tells_due_timers_in_their_order(TestRecord& record) {
  auto store = record.open();
  CHECK_FALSE(store->next_timer());
  CHECK(store->timers_due(minute(1000)).empty());
  const Timer people{{0}, TimerKind::refresh_people, 0, minute(30)};
  const Timer inputs{{0}, TimerKind::forget_old_inputs, 0, minute(10)};
  const Timer first{{1}, TimerKind::remind_to_close, 0, minute(20)};
  const Timer second{{1}, TimerKind::remind_to_close, 1, minute(5)};
  committed(*store, [&] {
    store->put(small_incident(1));
    for (const Timer& timer : {people, inputs, first, second}) store->set_timer(timer);
  });
  store.reset();
  store = record.open();
  CHECK(store->next_timer() == minute(5));
  CHECK(store->timers_due(minute(5) - Duration{1}).empty());
  CHECK(store->timers_due(minute(5)) == std::vector<Timer>{second});
  CHECK(store->timers_due(minute(1000)) == std::vector<Timer>{second, inputs, first, people});
}

void moves_and_drops_timers(TestRecord& record) {
  auto store = record.open();
  Timer timer{{1}, TimerKind::remind_to_close, 2, minute(5)};
  const Timer other{{2}, TimerKind::remind_to_close, 2, minute(7)};
  committed(*store, [&] {
    store->put(small_incident(1));
    store->put(small_incident(2));
    store->set_timer(timer);
    store->set_timer(other);
  });
  timer.due_at = minute(9);
  committed(*store, [&] { store->set_timer(timer); });
  CHECK(store->timers_due(minute(1000)) == std::vector<Timer>{other, timer});
  Timer later = timer;
  later.due_at = minute(11);
  committed(*store, [&] { store->set_timer_once(later); });  // it is set: it stays
  CHECK(store->timers_due(minute(1000)) == std::vector<Timer>{other, timer});
  later.step = 3;
  committed(*store, [&] { store->set_timer_once(later); });
  CHECK(store->timers_due(minute(1000)) == std::vector<Timer>{other, timer, later});
  committed(*store, [&] { store->drop_timer({1}, TimerKind::remind_to_close, 3); });
  committed(*store, [&] {
    store->drop_timer({1}, TimerKind::remind_to_close, 1);  // of which there is none
    store->drop_timer({1}, TimerKind::refresh_people, 2);
  });
  CHECK(store->timers_due(minute(1000)).size() == 2);
  committed(*store, [&] { store->drop_timer({1}, TimerKind::remind_to_close, 2); });
  CHECK(store->timers_due(minute(1000)) == std::vector<Timer>{other});
}

void keeps_settings(TestRecord& record) {
  auto store = record.open();
  CHECK_FALSE(store->setting("announcement_channel"));
  for (const std::string& text : hard_texts()) {
    committed(*store, [&] { store->put_setting("announcement_channel", text); });
    store.reset();
    store = record.open();
    CHECK(store->setting("announcement_channel") == text);
  }
  CHECK_FALSE(store->setting("announcement"));
}

void keeps_moments_from_far_away(TestRecord& record) {
  auto store = record.open();
  Event event = logged(1, "long ago");
  event.happened_at = from_stored(-62'135'596'800'000);  // year 1
  event.recorded_at = from_stored(253'402'300'799'999);  // year 9999
  committed(*store, [&] {
    store->put(small_incident(1));
    store->append({1}, event);
  });
  CHECK(store->events_of({1}) == std::vector<Event>{event});
}

}  // namespace

std::vector<ConformanceCase> other_cases() {
  return {
      {"people come back and are replaced by id", keeps_people},
      {"write-ups come back by revision, the latest by number", keeps_writeups_by_revision},
      {"there is one message for each purpose", keeps_one_message_per_purpose},
      {"a message of several parts is kept part by part", keeps_the_parts_of_a_message},
      {"due timers are told in the order in which they are due", tells_due_timers_in_their_order},
      {"setting a timer again moves it, dropping it ends it", moves_and_drops_timers},
      {"settings come back, whatever the text", keeps_settings},
      {"moments from far away come back", keeps_moments_from_far_away},
  };
}

}  // namespace tocsin
