#include "storage/sqlite_store.h"
#include "tests/storage/child.h"
#include "tests/storage/faulty_disk.h"
#include "tests/storage/history.h"
#include "tests/storage/samples.h"
#include "tests/storage/temporary_folder.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace tocsin::test_disk_trouble {

namespace {

using Fault = FaultyDisk::Fault;

constexpr std::int64_t k_before = 3;  // commands that were committed while all was well
constexpr std::int64_t k_last = 90;   // 110 kB of text in one transaction: several writes

std::unique_ptr<SqliteStore> open_store(const TemporaryFolder& folder) {
  return SqliteStore::open(folder.file("tocsin.db"), {});
}

bool set_size_limit(rlim_t bytes) {
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

// What a crash at this moment would leave.
std::int64_t whole_commands_on_disk(const TemporaryFolder& folder) {
  const TemporaryFolder copy;
  for (const std::string name : {"tocsin.db", "tocsin.db-wal"}) {
    std::filesystem::copy_file(folder.file(name), copy.file(name));
  }
  return whole_commands(*open_store(copy));
}

std::optional<StorageError::Kind> trouble_of_commit(Store& store, std::int64_t first,
                                                    std::int64_t last) {
  try {
    store.begin();
    write_commands(store, first, last);
    store.commit();
    return std::nullopt;
  } catch (const StorageError& error) {
    store.rollback();
    return error.kind();
  }
}

StorageError::Kind expected_kind(Fault fault) {
  return fault == Fault::full ? StorageError::Kind::disk_full : StorageError::Kind::broken;
}

// Lets the given write or flush of one transaction fail. False when there are not so many.
bool survives_failure_of(FaultyDisk& disk, Fault fault, std::int64_t number, bool lasting) {
  const TemporaryFolder folder;
  auto store = open_store(folder);
  CHECK_FALSE(trouble_of_commit(*store, 1, k_before));

  disk.fail(fault, number, lasting);
  const auto trouble = trouble_of_commit(*store, k_before + 1, k_last);
  if (!disk.has_failed()) return false;
  REQUIRE(trouble);
  CHECK(*trouble == expected_kind(fault));
  CHECK(whole_commands(*store) == k_before);
  if (lasting) CHECK(trouble_of_commit(*store, k_before + 1, k_last) == expected_kind(fault));
  disk.heal();
  if (!lasting) CHECK(whole_commands_on_disk(folder) == k_before);
  CHECK_FALSE(trouble_of_commit(*store, k_before + 1, k_last));
  CHECK(whole_commands(*store) == k_last);
  store.reset();
  CHECK(whole_commands(*open_store(folder)) == k_last);
  return true;
}

}  // namespace

TEST_CASE("Whichever write or flush fails, nothing is half done and the store goes on") {
  FaultyDisk disk;
  for (const Fault fault : {Fault::full, Fault::broken_write, Fault::broken_flush}) {
    for (const bool lasting : {false, true}) {
      std::int64_t failures = 0;
      std::int64_t number = 1;
      while (survives_failure_of(disk, fault, number, lasting)) {
        CAPTURE(number);
        ++failures;
        number += 1 + number / 8;  // each of the first ones, then ever fewer
      }
      disk.heal();
      CHECK(failures >= (fault == Fault::broken_flush ? 1 : 4));
    }
  }
}

TEST_CASE("A transaction larger than the memory for it is taken back as well") {
  FaultyDisk disk;
  const std::string long_text(300'000, 'x');
  for (const std::int64_t number : {1, 2, 10, 20, 40}) {
    const TemporaryFolder folder;
    auto store = open_store(folder);
    CHECK_FALSE(trouble_of_commit(*store, 1, k_before));
    store->begin();
    disk.fail(Fault::full, number, true);
    const auto write_all = [&] {
      for (std::int64_t i = 0; i < 10; ++i) store->append({1}, logged(100 + i, long_text));
      store->commit();
    };
    CHECK_THROWS_AS(write_all(), StorageError);
    REQUIRE(disk.has_failed());
    disk.heal();
    CHECK(whole_commands(*store) == k_before);
    CHECK(whole_commands_on_disk(folder) == k_before);
    store->begin();
    write_all();
    CHECK(store->events_of({1}).size() == k_before + 1 + 10);
  }
}

TEST_CASE("When the log cannot be moved into the file, it keeps what is in it") {
  FaultyDisk disk;
  for (const Fault fault : {Fault::full, Fault::broken_write, Fault::broken_flush}) {
    for (const std::int64_t number : {1, 2, 5, 20}) {
      const TemporaryFolder folder;
      auto store = open_store(folder);
      CHECK_FALSE(trouble_of_commit(*store, 1, k_last));
      disk.fail(fault, number, true);
      store->tidy();
      CHECK((disk.has_failed() || (fault == Fault::broken_flush && number > 2)));
      disk.heal();
      CHECK(whole_commands(*store) == k_last);
      CHECK(whole_commands_on_disk(folder) == k_last);
      store->tidy();
      CHECK_FALSE(trouble_of_commit(*store, k_last + 1, k_last + 1));
      store.reset();
      CHECK(whole_commands(*open_store(folder)) == k_last + 1);
    }
  }
}

TEST_CASE("A disk that is full when the file is opened is named, and with space it is opened") {
  FaultyDisk disk;
  std::int64_t refused = 0;
  for (bool has_opened = false; !has_opened;) {
    const TemporaryFolder folder;
    std::ofstream(folder.file("tocsin.db"));  // empty: SQLite does what the image does otherwise
    disk.fail(Fault::full, refused + 1, true);
    try {
      const auto store = open_store(folder);
      has_opened = true;  // it wrote less often
      CHECK_FALSE(disk.has_failed());
      disk.heal();  // before it is closed, which writes as well
    } catch (const OpenError& error) {
      ++refused;
      CHECK(error.reason() == OpenError::Reason::disk_full);
      CHECK(std::string(error.what()).find("free some space") != std::string::npos);
    }
    disk.heal();
    CHECK(whole_commands(*open_store(folder)) == 0);
  }
  CHECK(refused >= 3);
}

TEST_CASE("Where there is no room for a new database, it is said and nothing is left behind") {
  const TemporaryFolder folder;
  const int status = run_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    if (!set_size_limit(50'000)) return 1;
    try {
      open_store(folder);
      return 2;
    } catch (const OpenError& error) {
      if (error.reason() != OpenError::Reason::disk_full) return 3;
    }
    if (!std::filesystem::is_empty(folder.path())) return 4;
    if (!set_size_limit(RLIM_INFINITY)) return 5;
    return whole_commands(*open_store(folder)) == 0 ? 0 : 6;
  });
  CHECK(status == 0);
}

TEST_CASE("A real limit on the size of the file is a full disk, and goes away with the limit") {
  const TemporaryFolder folder;
  const int status = run_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    auto store = open_store(folder);
    if (trouble_of_commit(*store, 1, k_before)) return 1;
    if (!set_size_limit(400'000)) return 2;
    std::int64_t stored = k_before;
    std::optional<StorageError::Kind> trouble;
    while (!trouble && stored < 10'000) {
      trouble = trouble_of_commit(*store, stored + 1, stored + 1);
      if (!trouble) ++stored;
    }
    if (trouble != StorageError::Kind::disk_full) return 3;
    if (whole_commands(*store) != stored) return 4;
    if (!set_size_limit(RLIM_INFINITY)) return 5;
    if (trouble_of_commit(*store, stored + 1, stored + 20)) return 6;
    return whole_commands(*store) == stored + 20 ? 0 : 7;
  });
  CHECK(status == 0);
  CHECK(whole_commands(*open_store(folder)) > k_before + 20);
}

}  // namespace tocsin::test_disk_trouble
