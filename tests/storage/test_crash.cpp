#include "storage/sqlite_store.h"
#include "tests/storage/child.h"
#include "tests/storage/history.h"
#include "tests/storage/temporary_folder.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <random>

namespace tocsin::test_crash {

namespace {

std::unique_ptr<SqliteStore> open_store(const TemporaryFolder& folder) {
  return SqliteStore::open(folder.file("tocsin.db"), {.now = {}, .flushes = false});
}

// Commits without end and tells the number of the last command after each commit.
int write_and_tell(const TemporaryFolder& folder, std::int64_t stored, int pipe_end) {
  auto store = open_store(folder);
  while (true) {
    const std::int64_t last = stored + 1 + stored % 4;
    store->begin();
    write_commands(*store, stored + 1, last);
    store->commit();
    stored = last;
    if (write(pipe_end, &stored, sizeof stored) != sizeof stored) return 1;
  }
}

}  // namespace

TEST_CASE("A writer that is killed loses nothing that it had told, and leaves nothing half done") {
  const TemporaryFolder folder;
  std::mt19937 random(20'241'114);  // the seed is fixed, the moment of the kill is the system's
  std::int64_t stored = 0;
  for (int round = 0; round < 30; ++round) {
    CAPTURE(round);
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    const pid_t child = start_child([&] { return write_and_tell(folder, stored, ends[1]); });
    close(ends[1]);
    std::int64_t told = stored;
    const auto commits = std::uniform_int_distribution<int>(0, 20)(random);
    for (int i = 0; i < commits; ++i) REQUIRE(read(ends[0], &told, sizeof told) == sizeof told);
    REQUIRE(kill(child, SIGKILL) == 0);
    CHECK(wait_for_child(child) == 128 + SIGKILL);
    while (read(ends[0], &told, sizeof told) == sizeof told) {
    }
    close(ends[0]);
    const std::int64_t found = whole_commands(*open_store(folder));
    // What was told, or one commit more that could not be told any more.
    CHECK((found == told || found == told + 1 + told % 4));
    stored = found;
    REQUIRE(stored >= 0);
  }
  CHECK(stored > 30);
}

}  // namespace tocsin::test_crash
