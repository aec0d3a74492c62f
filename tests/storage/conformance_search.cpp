// Full text.

#include "tests/storage/conformance.h"
#include "tests/storage/samples.h"

#include <doctest/doctest.h>

namespace tocsin {

namespace {

Event event_of(std::int64_t entry, EventBody body) {
  Event event = logged(entry, "");
  event.body = std::move(body);
  return event;
}

void add(Store& store, std::int64_t incident, std::int64_t entry, EventBody body) {
  store.append({incident}, event_of(entry, std::move(body)));
}

event::Declared declared(std::string title) {
  event::Declared body;
  body.title = std::move(title);
  body.zone = "UTC";
  return body;
}

bool anyone(IncidentNumber) { return true; }

// The incidents that are found, in order: "2 1".
std::string found(const Store& store, std::string_view words, std::size_t most = 10,
                  const MayKnow& may_know = anyone) {
  std::string numbers;
  for (const Found& one : store.find(words, most, may_know)) {
    if (!numbers.empty()) numbers += " ";
    numbers += std::to_string(one.incident.value);
  }
  return numbers;
}

// Three incidents; only the second has "pool" in its title.
void fill(Store& store) {
  committed(store, [&] {
    for (const std::int64_t number : {1, 2, 3}) store.put(small_incident(number));
    add(store, 1, 1, declared("Checkout is failing"));
    add(store, 1, 2, event::Logged{"The connection pool of the database is exhausted since noon"});
    add(store, 1, 3, event::CauseAdded{"Größe des Verbindungspools"});
    add(store, 2, 1, declared("Worker pool is empty"));
    add(store, 2, 2, event::Logged{"Restarted the workers"});
    add(store, 3, 1, declared("Mail is late"));
    add(store, 3, 2, event::RuledOut{HypothesisNumber{1}, "The DNS resolver", "it answers"});
    add(store, 3, 3, event::Logged{"Checkout said: relay.example.com refused us"});
  });
}

void finds_titles_before_texts(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  CHECK(found(*store, "pool") == "2 1");
  CHECK(found(*store, "POOL") == "2 1");
  CHECK(found(*store, "pool", 1) == "2");
  CHECK(found(*store, "checkout") == "1 3");
  CHECK(found(*store, "elephant").empty());
  store.reset();
  store = record.open();
  CHECK(found(*store, "pool") == "2 1");
}

void says_which_entry_it_was(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  const std::vector<Found> hits = store->find("resolver", 10, anyone);
  REQUIRE(hits.size() == 1);
  CHECK(hits.front().incident == IncidentNumber{3});
  CHECK(hits.front().entry == EntryNumber{2});
  CHECK(hits.front().excerpt.find("The DNS resolver") != std::string::npos);
  CHECK(hits.front().has_all);
}

void counts_words_of_the_whole_incident(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  const std::vector<Found> hits = store->find("checkout exhausted", 10, anyone);
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].incident == IncidentNumber{1});
  CHECK(hits[0].words == 2);
  CHECK(hits[0].has_all);
  CHECK(hits[1].incident == IncidentNumber{3});
  CHECK(hits[1].words == 1);
  CHECK_FALSE(hits[1].has_all);
}

void takes_the_beginning_of_the_last_word(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  CHECK(found(*store, "exhau") == "1");
  CHECK(store->find("exhau pool", 10, anyone).front().words == 1);
  CHECK(found(*store, "grosse").empty());
  CHECK(found(*store, "größe") == "1");
  CHECK(found(*store, "grobe").empty());
  CHECK(found(*store, "große") == "1");  // accents do not count
  CHECK(found(*store, "Grö") == "1");
  CHECK(found(*store, "relay.example.com") == "3");
  CHECK(found(*store, "relay.exam") == "3");
  CHECK(found(*store, "relay.ample").empty());
  CHECK(found(*store, "checkout fail") == "1 3");
}

// The names of machines: all of them cannot be asked for, but the one that was typed always is.
void takes_a_beginning_that_hundreds_of_words_have(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  committed(*store, [&] {
    store->put(small_incident(4));
    store->put(small_incident(5));
    add(*store, 4, 1, declared("Disks are full"));
    for (std::int64_t i = 0; i < 300; ++i) {
      add(*store, 4, i + 2, event::Logged{"host" + std::to_string(1000 + i) + " is full"});
    }
    add(*store, 5, 1, declared("host9 is full"));
    add(*store, 5, 2, event::Logged{"host9 again"});
  });
  CHECK(found(*store, "hos") == "4");
  CHECK(found(*store, "host12") == "4");
  CHECK(found(*store, "host9") == "5");
  CHECK(found(*store, "host1299") == "4");
  CHECK(found(*store, "full hos").substr(0, 1) == "4");
}

void follows_corrections(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  committed(*store, [&] {
    add(*store, 1, 0, event::EntryEdited{EntryNumber{2}, "", "The cache is cold"});
  });
  CHECK(found(*store, "exhausted").empty());
  CHECK(found(*store, "cold") == "1");
  committed(*store, [&] { add(*store, 1, 0, event::EntryStruck{EntryNumber{2}, "wrong"}); });
  CHECK(found(*store, "cold").empty());
  CHECK(found(*store, "wrong").empty());
  committed(*store, [&] { add(*store, 1, 0, event::EntryRestored{EntryNumber{2}}); });
  CHECK(found(*store, "cold") == "1");
  committed(*store, [&] {
    add(*store, 1, 0, event::EntryEdited{EntryNumber{2}, "The cache is cold", "Nothing"});
    add(*store, 1, 0, event::EntryRetimed{EntryNumber{2}, minute(1), minute(2)});
    add(*store, 9, 0, event::EntryStruck{EntryNumber{2}, ""});
    store->put(small_incident(9));
  });
  CHECK(found(*store, "cold").empty());
  CHECK(found(*store, "nothing") == "1");
}

void forgets_what_was_rolled_back(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  store->begin();
  add(*store, 1, 9, event::Logged{"elephant"});
  CHECK(found(*store, "elephant") == "1");
  store->rollback();
  CHECK(found(*store, "elephant").empty());
}

void catches_up_in_parts(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  committed(*store, [&] {
    CHECK(store->catch_up_search(3) == 3);
    CHECK(store->catch_up_search(3) == 3);
    add(*store, 1, 0, event::EntryEdited{EntryNumber{2}, "", "The cache is cold"});
    CHECK(store->catch_up_search(100) == 3);
    CHECK(store->catch_up_search(100) == 0);
  });
  CHECK(found(*store, "cold") == "1");
  CHECK(found(*store, "pool") == "2");
  store->begin();
  add(*store, 2, 9, event::Logged{"elephant"});
  CHECK(store->catch_up_search(100) == 1);
  store->rollback();
  CHECK(found(*store, "elephant").empty());
}

void finds_only_what_may_be_known(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  const MayKnow all_but_2 = [](IncidentNumber number) { return number != IncidentNumber{2}; };
  CHECK(found(*store, "pool", 10, all_but_2) == "1");
  CHECK(found(*store, "pool", 1, all_but_2) == "1");  // what is kept out takes no place
  CHECK(found(*store, "worker pool", 10, all_but_2) == "1");
  CHECK_FALSE(store->find("worker pool", 10, all_but_2).front().has_all);
  CHECK(found(*store, "pool", 10, [](IncidentNumber) { return false; }).empty());
}

void finds_in_a_long_incident(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] {
    store->put(small_incident(1));
    store->put(small_incident(2));
    add(*store, 1, 1, declared("Checkout is failing"));
    for (std::int64_t entry = 2; entry <= 500; ++entry) {
      add(*store, 1, entry, event::Logged{"still looking, attempt " + std::to_string(entry)});
    }
    add(*store, 1, 501, event::Logged{"The elephant trips over the cable"});
    add(*store, 2, 1, declared("An elephant"));
  });
  while (store->not_searched_yet() > 0) {
    committed(*store, [&] { store->catch_up_search(200); });
  }
  const std::vector<Found> hits = store->find("elephant cable", 10, anyone);
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].entry == EntryNumber{501});
  CHECK(hits[0].has_all);
  const std::vector<Found> apart = store->find("checkout elephant", 10, anyone);
  REQUIRE_FALSE(apart.empty());
  CHECK(apart[0].incident == IncidentNumber{1});
  CHECK(apart[0].words == 2);  // in different parts of it
  CHECK(found(*store, "attempt 277") == "1");
  CHECK(store->find("attempt 277", 1, anyone).front().entry == EntryNumber{277});
}

void says_what_is_not_searched_yet(TestRecord& record) {
  auto store = record.open();
  committed(*store, [&] {
    store->put(small_incident(1));
    add(*store, 1, 1, declared("Checkout is failing"));
    for (std::int64_t entry = 2; entry <= 3'000; ++entry) {
      add(*store, 1, entry, event::Logged{"attempt " + std::to_string(entry)});
    }
  });
  CHECK(store->not_searched_yet() == 3'000);
  CHECK(found(*store, "checkout") == "1");
  const std::size_t left = store->not_searched_yet();
  CHECK(left > 0);  // nobody waits for all of it
  CHECK(left < 3'000);
  committed(*store, [&] { CHECK(store->catch_up_search(10'000) == left); });
  CHECK(store->not_searched_yet() == 0);
  CHECK(found(*store, "attempt 3000") == "1");
}

void finds_neighbours(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  committed(*store, [&] {
    add(*store, 1, 4, event::ImpactSet{"Nobody can pay"});
    add(*store, 1, 5, event::Suspected{HypothesisNumber{1}, "A leak of connections"});
    add(*store, 1, 6, event::Confirmed{HypothesisNumber{1}, "seen in the graph"});
  });
  const Neighbours past = store->incidents_like({"pools", "resolver", "elephant"}, 10, anyone);
  CHECK(past.incidents == 3);
  CHECK(past.having == std::vector<std::size_t>{2, 1, 0});
  REQUIRE(past.candidates.size() == 3);
  CHECK(past.candidates.front().incident == IncidentNumber{3});  // has the rarest of the words
  const PastWords& first = past.candidates.back();
  REQUIRE(first.incident == IncidentNumber{1});
  CHECK(first.title == "Checkout is failing\n");
  CHECK(first.gist.find("Nobody can pay") != std::string::npos);
  CHECK(first.gist.find("A leak of connections") != std::string::npos);  // it was confirmed
  CHECK(first.text.find("exhausted since noon") != std::string::npos);
  const MayKnow all_but_3 = [](IncidentNumber number) { return number != IncidentNumber{3}; };
  const Neighbours known = store->incidents_like({"pools", "resolver"}, 1, all_but_3);
  REQUIRE(known.candidates.size() == 1);
  CHECK(known.candidates.front().incident == IncidentNumber{2});
  CHECK(store->incidents_like({}, 10, anyone).candidates.empty());
  for (const std::string& text : hard_texts()) {
    CHECK(store->incidents_like({text}, 10, anyone).candidates.size() <= 3);
  }
}

void takes_any_words(TestRecord& record) {
  auto store = record.open();
  fill(*store);
  for (std::string text : hard_texts()) {
    CHECK(store->find(text, 3, anyone).size() <= 3);
    CHECK(store->find("pool " + text, 3, anyone).size() <= 3);
  }
  for (const std::string_view words :
       {"", " ", "\"", "\"\"", "(", ")", "AND", "pool AND", "NOT pool", "NEAR(pool, 2)", "*", "^",
        "title:pool", "- -", "{pool}", "+", "'; DROP TABLE search; --", "\xFF\xFE", "…"}) {
    CAPTURE(words);
    CHECK(store->find(words, 3, anyone).size() <= 3);
  }
  CHECK(found(*store, "\"pool\"") == "2 1");
  CHECK(found(*store, std::string_view("po\0ol", 5)).empty());
  std::string many;
  for (int i = 0; i < 5'000; ++i) many += "word ";
  CHECK(store->find(many, 3, anyone).empty());
  CHECK(store->find("pool", 0, anyone).empty());
}

}  // namespace

std::vector<ConformanceCase> search_cases() {
  return {
      {"A title that has the word is found before a text that has it", finds_titles_before_texts},
      {"What is found names its entry, with an excerpt", says_which_entry_it_was},
      {"Words count together when they stand in different entries of one incident",
       counts_words_of_the_whole_incident},
      {"The beginning of the last word is enough", takes_the_beginning_of_the_last_word},
      {"A beginning that hundreds of words have is one too",
       takes_a_beginning_that_hundreds_of_words_have},
      {"What is found is the record as it stands after corrections", follows_corrections},
      {"What was rolled back is not found", forgets_what_was_rolled_back},
      {"The words of events may be prepared part by part", catches_up_in_parts},
      {"Whatever is typed is looked for as words", takes_any_words},
      {"What may not be known is not found and takes no place", finds_only_what_may_be_known},
      {"A long incident is found by its last entry, and by words far apart in it",
       finds_in_a_long_incident},
      {"Who looks does not wait for a great import, and is told how much is missing",
       says_what_is_not_searched_yet},
      {"Incidents that share the rarest words are neighbours", finds_neighbours},
  };
}

}  // namespace tocsin
