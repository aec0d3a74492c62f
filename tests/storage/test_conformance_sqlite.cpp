#include "storage/sqlite_store.h"
#include "tests/storage/conformance.h"
#include "tests/storage/temporary_folder.h"

#include <doctest/doctest.h>

namespace tocsin::test_conformance_sqlite {

namespace {

class SqliteRecord final : public TestRecord {
 public:
  std::unique_ptr<Store> open() override {
    return SqliteStore::open(folder_.file("tocsin.db"), {});
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("conformance: the SQLite store does what every store has to do") {
  for (const ConformanceCase& one : conformance_cases()) {
    SUBCASE(one.sentence) {
      SqliteRecord record;
      one.check(record);
    }
  }
}

}  // namespace tocsin::test_conformance_sqlite
