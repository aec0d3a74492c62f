#pragma once
// A record with one incident of three people, a private one and a drill, as the API sees it.

#include "storage/outside_reader.h"
#include "storage/sqlite_store.h"
#include "tests/domain/postmortem_record.h"

#include <memory>
#include <string>

namespace tocsin::test {

class WebWorld {
 public:
  WebWorld() {
    OpenOptions options;
    options.flushes = false;
    store = SqliteStore::open(":memory:", options);
    save(checkout());
    save(secret());
  }

  OutsideReader outside() const { return OutsideReader(*store, policy); }

  static constexpr const char* k_secret_word = "acquisition";

  static Record checkout() {
    Record record(1);
    record.add(utc(2026, 3, 10, 8, 26), "U1", declared("Checkout is <b>failing</b>"));
    record.add(utc(2026, 3, 10, 8, 30), "U2", event::Logged{"errors from the gateway"});
    record.add(utc(2026, 3, 10, 8, 31), "U2", event::Logged{"a typo"});
    record.correct(utc(2026, 3, 10, 8, 32), "U2", event::EntryStruck{EntryNumber{3}, ""});
    return record;
  }

  static Record secret() {
    Record record(2);
    event::Declared body = declared(std::string("The ") + k_secret_word + " is on the open share");
    body.is_private = true;
    record.add(utc(2026, 3, 10, 9, 0), "U3", std::move(body));
    record.add(utc(2026, 3, 10, 9, 1), "U3", event::Logged{std::string(k_secret_word) + " papers"});
    return record;
  }

  void save(const Record& record) {
    store->begin();
    for (const auto& [id, name] : record.names) {
      store->put(Person{UserId{id}, name, "", false, false, false});
    }
    for (const Event& event : record.events) store->append(record.incident.number, event);
    store->put(record.incident);
    store->commit();
  }

  std::unique_ptr<SqliteStore> store;
  Policy policy;
};

}  // namespace tocsin::test
