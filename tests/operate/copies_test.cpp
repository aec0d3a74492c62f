// Backups under load, what they have in them, and putting one back.

#include "bot/operate/copies.h"
#include "bot/operate/check.h"
#include "storage/copies.h"
#include "storage/integrity.h"
#include "storage/sqlite_store.h"
#include "tests/operate/records.h"
#include "tests/storage/temporary_folder.h"
#include "tests/support/file_content.h"

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace copies_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

const CopyTools k_tools{troubles_in};
const Moment k_now = from_stored(1'763'712'000'000);

std::int64_t entries_in(const std::string& path) {
  return SqliteStore::open_to_read(path)->incident(IncidentNumber{1})->last_entry.value;
}

}  // namespace

TEST_CASE("A backup that is made while the bot writes is whole, as of one moment") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  std::atomic<std::int64_t> written = 0;
  std::atomic<bool> enough = false;
  std::thread writer([&] {
    const auto store = SqliteStore::open(database, {.now = {}, .flushes = false});
    declare(*store, 1);
    written = 1;
    while (!enough) {
      log_line(*store, 1, "A line that takes some room " + std::string(500, 'x'));
      ++written;
    }
  });
  while (written < 200) std::this_thread::yield();
  for (int number = 1; number <= 5; ++number) {
    const std::string copy = folder.file("copy-" + std::to_string(number) + ".db");
    const std::int64_t before = written;
    CHECK(back_up(database, copy, k_tools) == 0);
    CHECK(troubles_in(copy).empty());
    CHECK(entries_in(copy) >= before);
    while (written < before + 20) std::this_thread::yield();  // the writer was not stopped by it
  }
  enough = true;
  writer.join();
  CHECK(troubles_in(database).empty());
}

TEST_CASE("A backup is one file, and replaces none") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  make_record(database, 3);
  const std::string copy = folder.file("copy.db");
  CHECK(back_up(database, copy, k_tools) == 0);
  const std::string first = file_content(copy);
  CHECK_FALSE(std::filesystem::exists(copy + "-wal"));
  CHECK(back_up(database, copy, k_tools) == 1);
  CHECK(file_content(copy) == first);
  CHECK(back_up(database, folder.path().string(), k_tools) == 1);
  CHECK(back_up(folder.file("nothing.db"), folder.file("other.db"), k_tools) == 1);
  CHECK_FALSE(std::filesystem::exists(folder.file("other.db")));
  const auto mode = std::filesystem::status(copy).permissions();
  CHECK((mode & std::filesystem::perms::others_all) == std::filesystem::perms::none);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    files += entry.path().filename().string().find("copy") != std::string::npos ? 1 : 0;
  }
  CHECK(files == 1);
}

TEST_CASE("A restored record is the one that was backed up, and the old one is kept") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  make_record(database, 2);
  const std::string copy = folder.file("copy.db");
  REQUIRE(back_up(database, copy, k_tools) == 0);
  {
    const auto store = SqliteStore::open(database, {});
    log_line(*store, 1, "After the backup");
  }
  const std::int64_t later = entries_in(database);
  CHECK(restore(copy, database, k_now, k_tools) == 0);
  CHECK(entries_in(database) == later - 1);
  CHECK(entries_in(database + ".before-restore-1") == later);
  CHECK(troubles_in(database).empty());
  const auto store = SqliteStore::open(database, {});  // and it can be written
  log_line(*store, 1, "Goes on");
}

TEST_CASE("A restore into an empty place makes the record") {
  const TemporaryFolder folder;
  make_record(folder.file("tocsin.db"), 2);
  REQUIRE(back_up(folder.file("tocsin.db"), folder.file("copy.db"), k_tools) == 0);
  CHECK(restore(folder.file("copy.db"), folder.file("new.db"), k_now, k_tools) == 0);
  CHECK(SqliteStore::open_to_read(folder.file("new.db"))->all_incidents().size() == 2);
}

TEST_CASE("While a bot runs a restore is refused, and so is one from a damaged file") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  make_record(database, 2);
  const std::string copy = folder.file("copy.db");
  REQUIRE(back_up(database, copy, k_tools) == 0);
  {
    const auto bot = SqliteStore::open(database, {});
    CHECK(restore(copy, database, k_now, k_tools) == 1);
    log_line(*bot, 1, "Undisturbed");
  }
  const std::string before = file_content(database);
  std::ofstream(folder.file("letter.txt")) << std::string(5'000, 'x');
  CHECK(restore(folder.file("letter.txt"), database, k_now, k_tools) == 1);
  CHECK(restore(folder.file("nothing.db"), database, k_now, k_tools) == 1);
  CHECK(restore(database, database, k_now, k_tools) == 1);
  CHECK(file_content(database) == before);
}

TEST_CASE("What waited when the backup was made is marked to be looked for before it is sent") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  DeliveryId last;
  {
    const auto store = SqliteStore::open(database, {});
    declare(*store, 1);
    store->begin();
    store->add(IncidentNumber{1}, delivery::PostCard{}, k_now);
    last = store->add(IncidentNumber{1}, delivery::PostEntry{EntryNumber{1}}, k_now);
    store->commit();
  }
  const std::string copy = folder.file("copy.db");
  REQUIRE(back_up(database, copy, k_tools) == 0);
  const Restored restored = put_in_place(copy, database, k_now, {});
  CHECK(restored.waiting.size() == 2);
  const auto store = SqliteStore::open(database, {});
  CHECK(store->setting("restored_rows") == std::to_string(last.value));
  const auto rows = store->unsettled_rows();
  REQUIRE(rows.size() == 2);
  CHECK(rows.front().state == DeliveryState::ready);
  CHECK_FALSE(rows.front().sending_at);
  store->begin();
  const DeliveryId next = store->add(IncidentNumber{1}, delivery::EditCard{}, k_now);
  store->commit();
  CHECK(next.value > last.value + 1'000);  // the old record may have used the numbers in between
}

TEST_CASE("A look that a restored row has had before the backup does not count any more") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  {
    const auto store = SqliteStore::open(database, {});
    declare(*store, 1);
    store->begin();
    const DeliveryId id = store->add(IncidentNumber{1}, delivery::PostCard{}, k_now);
    OutboxRow row = *store->outbox_row(id);
    row.sending_at = k_now;  // was not found, and is about to be sent again
    store->update(row);
    store->commit();
  }
  const std::string copy = folder.file("copy.db");
  REQUIRE(back_up(database, copy, k_tools) == 0);
  put_in_place(copy, database, k_now, {});
  const auto rows = SqliteStore::open_to_read(database)->unsettled_rows();
  REQUIRE(rows.size() == 1);
  CHECK_FALSE(rows.front().sending_at);
}

TEST_CASE("A restore says what is looked for and what cannot be") {
  Restored restored;
  CHECK(what_may_come_again(restored).empty());
  restored.waiting = {delivery::EditCard{}, delivery::PostEntry{EntryNumber{3}}};
  CHECK(what_may_come_again(restored) ==
        "1 post was still waiting when the backup was made. It is looked for before it is sent.\n");
  restored.waiting.emplace_back(delivery::PostCard{});
  restored.waiting.emplace_back(delivery::AttachWriteup{});
  restored.waiting.emplace_back(delivery::CallPager{});
  restored.due_since = 2;
  const std::string said = what_may_come_again(restored);
  CHECK(said.find("2 posts were still waiting when the backup was made. Each is looked for") == 0);
  CHECK(said.find("\n1 file may come a second time") != std::string::npos);
  CHECK(said.find("\n1 call of a pager may come") != std::string::npos);
  CHECK(said.find("\n2 reminders or steps of a page may come") != std::string::npos);
}

TEST_CASE("Reminders of which the time has come since the backup are counted") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  {
    const auto store = SqliteStore::open(database, {});
    declare(*store, 1);
    store->begin();
    store->set_timer(Timer{IncidentNumber{1}, TimerKind::update_due, 0, k_now - Duration{60'000}});
    store->set_timer(Timer{IncidentNumber{1}, TimerKind::update_due, 1, k_now + Duration{60'000}});
    store->set_timer(
        Timer{IncidentNumber{1}, TimerKind::prepare_search, 0, k_now - Duration{60'000}});
    store->commit();
  }
  const std::string copy = folder.file("copy.db");
  REQUIRE(back_up(database, copy, k_tools) == 0);
  CHECK(put_in_place(copy, database, k_now, {}).due_since == 1);
}

}  // namespace copies_test
