#pragma once
// What every implementation of Store has to do, written against storage/store.h alone: one engine
// of storage is held to it by test_conformance_sqlite.cpp, a second one would be by a file like
// that.

#include "storage/store.h"

#include <memory>
#include <string>
#include <vector>

namespace tocsin {

// One record of the engine under test, empty at first. open() opens it again and again (one at a
// time), like a program that is started again.
class TestRecord {
 public:
  virtual ~TestRecord() = default;
  virtual std::unique_ptr<Store> open() = 0;
};

struct ConformanceCase {
  const char* sentence;  // what holds
  void (*check)(TestRecord& record);
};

std::vector<ConformanceCase> conformance_cases();

// Its parts, one file each.
std::vector<ConformanceCase> transaction_cases();
std::vector<ConformanceCase> incident_cases();
std::vector<ConformanceCase> event_cases();
std::vector<ConformanceCase> outbox_cases();
std::vector<ConformanceCase> other_cases();
std::vector<ConformanceCase> search_cases();
std::vector<ConformanceCase> alert_cases();

// Runs `change` in a transaction of its own.
template <class Change>
void committed(Store& store, const Change& change) {
  store.begin();
  change();
  store.commit();
}

}  // namespace tocsin
