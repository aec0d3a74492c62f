#include "storage/migrations/migrations.h"
#include "storage/sqlite_store.h"
#include "tests/storage/child.h"
#include "tests/storage/samples.h"
#include "tests/storage/temporary_folder.h"
#include "tests/support/file_content.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace tocsin::test_opening {

namespace {

using Reason = OpenError::Reason;

std::unique_ptr<SqliteStore> open_quickly(const std::string& path) {
  return SqliteStore::open(path, {.now = minute(0), .flushes = false});
}

struct Refused {
  Reason reason;
  std::string sentence;
};

std::optional<Refused> refused(const std::string& path) {
  try {
    open_quickly(path);
    return std::nullopt;
  } catch (const OpenError& error) {
    return Refused{error.reason(), error.what()};
  }
}

void change(const std::string& path, const char* sql) {
  SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// What every refusal owes to the person who reads it.
void check_sentence(const std::string& sentence, const std::string& path) {
  CAPTURE(sentence);
  CHECK(contains(sentence, path));
  CHECK(contains(sentence, ": "));
  CHECK(sentence.ends_with("."));
  CHECK_FALSE(contains(sentence, "\n"));
}

}  // namespace

TEST_CASE("Opening makes the file, for its owner alone") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  auto store = open_quickly(path);
  for (const std::string suffix : {"", "-wal", "-shm", "-lock"}) {
    CAPTURE(suffix);
    struct stat status {};
    REQUIRE(stat((path + suffix).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
}

TEST_CASE("Through a link to a file that is still to be made, it is made where the link points") {
  const TemporaryFolder folder;
  const std::string link = folder.file("tocsin.db");
  std::filesystem::create_directory(folder.file("data"));
  std::filesystem::create_symlink("data/real.db", link);
  open_quickly(link).reset();
  CHECK(std::filesystem::is_symlink(link));
  struct stat status {};
  REQUIRE(stat(folder.file("data/real.db").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  // Once more, now that it is there; and no other may write it by its own name meanwhile.
  const auto store = open_quickly(link);
  const auto other = refused(folder.file("data/real.db"));
  REQUIRE(other);
  CHECK(other->reason == Reason::in_use);
}

TEST_CASE("A store that was closed leaves one file") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  auto store = open_quickly(path);
  store->begin();
  store->put(small_incident(1));
  store->commit();
  store->tidy();
  store.reset();
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    CHECK(entry.path().filename() == "tocsin.db");
    ++files;
  }
  CHECK(files == 1);
}

TEST_CASE("The file says whose it is, and is written through a log that is flushed") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  auto store = SqliteStore::open(path, {.now = minute(7)});
  SQLite::Database reader(path, SQLite::OPEN_READONLY);  // others may read all the time
  CHECK(reader.execAndGet("PRAGMA application_id").getInt() == 0x546f6373);
  CHECK(reader.execAndGet("PRAGMA user_version").getInt() == all_migrations().back().number);
  CHECK(reader.execAndGet("PRAGMA journal_mode").getString() == "wal");
  CHECK(reader.execAndGet("SELECT count(*) FROM migration").getInt() ==
        static_cast<int>(all_migrations().size()));
  CHECK(reader.execAndGet("SELECT applied_at FROM migration").getInt64() == to_stored(minute(7)));
  CHECK(reader.execAndGet("PRAGMA integrity_check").getString() == "ok");
}

TEST_CASE("A reader sees what was committed when it began, and keeps nobody from writing") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  auto store = open_quickly(path);
  SQLite::Database reader(path, SQLite::OPEN_READONLY);
  const auto incidents = [&] {
    return reader.execAndGet("SELECT count(*) FROM incident").getInt();
  };
  reader.exec("BEGIN");
  CHECK(incidents() == 0);
  store->begin();
  store->put(small_incident(1));
  store->commit();
  store->tidy();
  CHECK(incidents() == 0);
  reader.exec("COMMIT");
  CHECK(incidents() == 1);
  store->begin();
  store->put(small_incident(2));
  CHECK(incidents() == 1);
}

TEST_CASE("Another program that writes is met at the beginning of a transaction") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  auto store = open_quickly(path);
  SQLite::Database other(path, SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  try {
    store->begin();
    FAIL("began");
  } catch (const StorageError& error) {
    CHECK(error.kind() == StorageError::Kind::busy);
  }
  other.exec("ROLLBACK");
  store->begin();
  store->put_setting("tide", "high");
  store->commit();
  CHECK(store->setting("tide") == "high");
}

TEST_CASE("A record in memory needs no file") {
  auto store = open_quickly(":memory:");
  auto another = open_quickly(":memory:");
  store->begin();
  store->put(small_incident(1));
  store->commit();
  CHECK(store->incident({1}) == small_incident(1));
  CHECK_FALSE(another->incident({1}));
}

TEST_CASE("A folder that is not there is named, with what to do") {
  const TemporaryFolder folder;
  const std::string path = folder.file("not/there/tocsin.db");
  const auto refusal = refused(path);
  REQUIRE(refusal);
  CHECK(refusal->reason == Reason::no_folder);
  check_sentence(refusal->sentence, path);
  CHECK(contains(refusal->sentence, "mkdir"));
}

TEST_CASE("A folder in the place of the file is refused") {
  const TemporaryFolder folder;
  const std::string path = folder.path().string();
  const auto refusal = refused(path);
  REQUIRE(refusal);
  CHECK(refusal->reason == Reason::not_a_file);
  check_sentence(refusal->sentence, path + "/tocsin.db");
  REQUIRE(refused("/dev/null"));
  CHECK(refused("/dev/null")->reason == Reason::not_a_file);
}

TEST_CASE("A file that is no database is refused and left as it is") {
  const TemporaryFolder folder;
  const std::string path = folder.file("notes.txt");
  const std::string notes(10'000, 'n');
  std::ofstream(path) << notes;
  const auto refusal = refused(path);
  REQUIRE(refusal);
  CHECK(refusal->reason == Reason::not_a_database);
  check_sentence(refusal->sentence, path);
  CHECK(file_content(path) == notes);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("The database of another program is refused and left as it is") {
  const TemporaryFolder folder;
  const std::string path = folder.file("contacts.db");
  change(path, "CREATE TABLE contact (name TEXT); INSERT INTO contact VALUES ('Ada')");
  const std::string before = file_content(path);
  const auto refusal = refused(path);
  REQUIRE(refusal);
  CHECK(refusal->reason == Reason::other_program);
  check_sentence(refusal->sentence, path);
  CHECK(file_content(path) == before);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("An empty file and an empty database are taken") {
  const TemporaryFolder folder;
  std::ofstream(folder.file("empty"));
  CHECK_FALSE(refused(folder.file("empty")));
  change(folder.file("empty.db"), "CREATE TABLE t (a); DROP TABLE t");
  CHECK_FALSE(refused(folder.file("empty.db")));
}

TEST_CASE("A database of a newer version is refused and left as it is") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  open_quickly(path);
  change(path, "PRAGMA user_version = 99");
  const auto refusal = refused(path);
  REQUIRE(refusal);
  CHECK(refusal->reason == Reason::newer_version);
  check_sentence(refusal->sentence, path);
  CHECK(contains(refusal->sentence, "99"));
  CHECK(SQLite::Database(path).execAndGet("PRAGMA user_version").getInt() == 99);
}

TEST_CASE("A database made by another form of a migration is refused") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  const auto check_refusal = [&] {
    const auto refusal = refused(path);
    REQUIRE(refusal);
    CHECK(refusal->reason == Reason::changed_migration);
    check_sentence(refusal->sentence, path);
    CHECK(contains(refusal->sentence, "migration 1"));
  };
  open_quickly(path);
  change(path, "UPDATE migration SET checksum = '0000000000000000' WHERE number = 1");
  check_refusal();
  change(path, "DELETE FROM migration");
  check_refusal();
}

TEST_CASE("A second writer in the same process is turned away and disturbs nobody") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  auto store = open_quickly(path);
  std::filesystem::create_symlink("tocsin.db", folder.file("other-name.db"));
  for (const std::string& name : {path, folder.file("other-name.db")}) {
    const auto refusal = refused(name);
    REQUIRE(refusal);
    CHECK(refusal->reason == Reason::in_use);
    check_sentence(refusal->sentence, name);
    CHECK(contains(refusal->sentence, std::to_string(getpid())));
  }
  store->begin();
  store->put_setting("tide", "high");
  store->commit();
  store.reset();
  store = open_quickly(path);
  CHECK(store->setting("tide") == "high");
}

TEST_CASE("A second writer is turned away until the process of the first has ended") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  std::array<int, 2> opened{};
  std::array<int, 2> finish{};
  REQUIRE(pipe(opened.data()) == 0);
  REQUIRE(pipe(finish.data()) == 0);
  const pid_t child = start_child([&] {
    close(finish[1]);
    auto store = open_quickly(path);
    char byte = 'o';
    if (write(opened[1], &byte, 1) != 1) return 1;
    return read(finish[0], &byte, 1) == 0 ? 0 : 2;  // until the test closes its end
  });
  char byte = 0;
  REQUIRE(read(opened[0], &byte, 1) == 1);
  const auto refusal = refused(path);
  REQUIRE(refusal);
  CHECK(refusal->reason == Reason::in_use);
  CHECK(contains(refusal->sentence, "process " + std::to_string(child)));
  close(finish[1]);
  CHECK(wait_for_child(child) == 0);
  CHECK_FALSE(refused(path));  // it ended without closing the store
  for (const int end : {opened[0], opened[1], finish[0]}) close(end);
}

TEST_CASE("What the user may not write is refused, with the reason") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  open_quickly(path);
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  REQUIRE(chmod(path.c_str(), 0644) == 0);
  // The owner of everything, if the tests run as one, becomes nobody for this.
  const auto reason_for = [&](const std::string& file, mode_t folder_mode) {
    if (geteuid() != 0) chmod(folder.path().c_str(), folder_mode & 0555);
    const int status = run_child([&] {
      if (geteuid() == 0 && setuid(65534) != 0) return 98;
      const auto refusal = refused(file);
      if (!refusal) return 97;
      const bool says_why =
          contains(refusal->sentence, "ermission denied") && contains(refusal->sentence, file);
      return says_why ? static_cast<int>(refusal->reason) : 96;
    });
    chmod(folder.path().c_str(), folder_mode);
    return status;
  };
  const int not_writable = static_cast<int>(Reason::not_writable);
  CHECK(reason_for(path, 0755) == not_writable);
  CHECK(reason_for(folder.file("new.db"), 0755) == not_writable);
  REQUIRE(chmod(path.c_str(), 0444) == 0);
  if (geteuid() == 0) {  // the folder may be written, the file may not
    REQUIRE(chmod(folder.path().c_str(), 0777) == 0);
    CHECK(reason_for(path, 0777) == not_writable);
  }
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("A migration that fails leaves the database as the program before could open it") {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE);
  const std::string_view good =
      "CREATE TABLE migration (number INTEGER, name TEXT, checksum TEXT, applied_at INTEGER);"
      "CREATE TABLE first (a)";
  const std::string_view bad = "CREATE TABLE second (a); INSERT INTO nowhere VALUES (1)";
  const std::array<Migration, 3> failing{
      {{1, "good", good}, {2, "good as well", "CREATE TABLE third (a)"}, {3, "bad", bad}}};
  CHECK_THROWS_AS(apply_missing(database, failing, minute(0)), SQLite::Exception);
  CHECK_FALSE(database.tableExists("first"));  // a new one is made whole or not at all
  CHECK(identify(database).is_empty);

  apply_missing(database, std::span(failing).first(1), minute(1));
  CHECK_THROWS_AS(apply_missing(database, failing, minute(1)), SQLite::Exception);
  CHECK(database.tableExists("first"));
  CHECK_FALSE(database.tableExists("second"));
  CHECK_FALSE(database.tableExists("third"));
  CHECK(identify(database).version == 1);
  CHECK(first_changed(database, failing) == 0);

  const std::array<Migration, 2> mended{
      {{1, "good", good}, {2, "mended", "CREATE TABLE second (a)"}}};
  apply_missing(database, mended, minute(2));
  CHECK(database.tableExists("second"));
  CHECK(identify(database).version == 2);
  CHECK(first_changed(database, mended) == 0);
  CHECK(first_changed(database, failing) == 2);
  apply_missing(database, mended, minute(3));  // nothing is missing now
  CHECK(database.execAndGet("SELECT count(*) FROM migration").getInt() == 2);
}

TEST_CASE("Migrations are numbered without gaps, and landed ones are never changed") {
  std::int64_t number = 0;
  for (const Migration& migration : all_migrations()) CHECK(migration.number == ++number);
  CHECK(checksum_of("") == "cbf29ce484222325");  // published values of FNV-1a
  CHECK(checksum_of("foobar") == "85944171f73967e8");
}

TEST_CASE("Events are never changed or deleted, whoever tries") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  auto store = open_quickly(path);
  store->begin();
  store->put(small_incident(1));
  store->append({1}, logged(1, "as it was"));
  store->commit();
  SQLite::Database other(path, SQLite::OPEN_READWRITE);
  const std::vector<std::string> attempts = {
      "UPDATE event SET body = '{}'",
      "DELETE FROM event",
      "INSERT INTO event SELECT * FROM event WHERE true ON CONFLICT DO UPDATE SET entry = 9",
  };
  for (const std::string& sql : attempts) {
    CAPTURE(sql);
    CHECK_THROWS_AS(other.exec(sql), SQLite::Exception);
  }
  CHECK(store->events_of({1}) == std::vector<Event>{logged(1, "as it was")});
}

TEST_CASE("A row that cannot be understood is an error that names it, and is not invented") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  auto store = open_quickly(path);
  store->begin();
  store->put(small_incident(1));
  const DeliveryId id = store->add({1}, delivery::PostEntry{{1}}, minute(0));
  store->remember_input("key", Reply("answer"), minute(0));
  store->set_timer({{1}, TimerKind::remind_to_close, 0, minute(0)});
  store->commit();
  store.reset();
  change(path,
         "INSERT INTO event VALUES (1, 1, 1, 0, 0, '', '', 'logged', '{\"txt\":1}');"
         "UPDATE incident SET details = '{';"
         "UPDATE outbox SET kind = 'send_pigeon';"
         "UPDATE input SET reply = '[]';"
         "UPDATE timer SET kind = 'whenever'");
  store = open_quickly(path);
  const auto trouble = [](const auto& read) -> std::string {
    try {
      read();
      return "none";
    } catch (const StorageError& error) {
      return error.kind() == StorageError::Kind::broken ? error.what() : "another kind";
    }
  };
  CHECK(trouble([&] { store->events_of({1}); }) ==
        "database: an event of INC-1 (kind logged): /text: is missing");
  CHECK(trouble([&] { store->entry({1}, {1}); }) != "none");
  CHECK(trouble([&] { store->incident({1}); }) == "database: the row of INC-1: /: is not JSON");
  CHECK(trouble([&] { store->active_incidents(); }) != "none");
  CHECK(trouble([&] { store->outbox_row(id); }) ==
        "database: row 1 of the outbox (kind send_pigeon): unknown kind \"send_pigeon\"");
  CHECK(trouble([&] { store->unsettled_rows(); }) != "none");
  CHECK(trouble([&] { store->reply_for("key"); }) ==
        "database: a stored reply: /: is not an object");
  CHECK(trouble([&] { store->timers_due(minute(1)); }) ==
        "database: unknown kind of timer: whenever");
}

TEST_CASE(
    "A record that is only read is searched as far as it is prepared, and nothing is written") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  const auto store = open_quickly(path);
  const auto say = [&](std::int64_t entry, const std::string& text) {
    store->begin();
    store->append({1}, logged(entry, text));
    store->put(small_incident(1));
    store->commit();
  };
  const MayKnow everybody = [](IncidentNumber) { return true; };
  say(1, "The cache is cold");
  CHECK(store->find("cold", 5, everybody).size() == 1);  // which prepares it
  say(2, "The cache is warm");
  {
    const auto reader = SqliteStore::open_to_read(path);
    CHECK(reader->find("cold", 5, everybody).size() == 1);
    CHECK(reader->find("warm", 5, everybody).empty());
    CHECK(reader->not_searched_yet() == 1);
    CHECK(reader->incidents_like({"cache"}, 5, everybody).candidates.size() == 1);
  }
  store->begin();
  CHECK(store->catch_up_search(10) == 1);
  store->commit();
  CHECK(SqliteStore::open_to_read(path)->find("warm", 5, everybody).size() == 1);
}

}  // namespace tocsin::test_opening
