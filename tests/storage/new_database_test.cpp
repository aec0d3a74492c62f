// A new database is a copy of an image that is made while building, and has to be what the
// migrations make of an empty file.

#include "storage/migrations/migrations.h"
#include "storage/new_database/image.h"
#include "tests/storage/samples.h"
#include "tests/storage/temporary_folder.h"
#include "tests/support/file_content.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <set>
#include <vector>

namespace tocsin::test::new_database {

namespace {

SQLite::Database in_memory() { return {":memory:", SQLite::OPEN_READWRITE}; }

std::vector<std::string> column_of(SQLite::Database& database, const std::string& sql) {
  std::vector<std::string> values;
  SQLite::Statement rows(database, sql);
  while (rows.executeStep()) values.push_back(rows.getColumn(0).getString());
  return values;
}

std::vector<std::string> rows_of(SQLite::Database& database, const std::string& table) {
  std::string quoted;
  for (const std::string& column :
       column_of(database, "SELECT name FROM pragma_table_info('" + table + "')")) {
    quoted += (quoted.empty() ? "quote(" : " || ', ' || quote(") + column + ")";
  }
  return column_of(database, "SELECT " + quoted + " FROM \"" + table + "\"");
}

// All that is in a database, whatever the order in which it was made.
std::set<std::string> contents(SQLite::Database& database) {
  std::set<std::string> all;
  SQLite::Statement made(database, "SELECT type, name, tbl_name, sql FROM sqlite_schema");
  while (made.executeStep()) {
    const std::string name = made.getColumn(1).getString();
    all.insert(made.getColumn(0).getString() + " " + name + " of " + made.getColumn(2).getString() +
               ": " + made.getColumn(3).getString());
    if (made.getColumn(0).getString() != "table") continue;
    for (const std::string& row : rows_of(database, name)) all.insert(name + ": " + row);
  }
  for (const char* number : {"PRAGMA user_version", "PRAGMA application_id", "PRAGMA page_size"}) {
    all.insert(number + (" " + database.execAndGet(number).getString()));
  }
  return all;
}

void check_is_new(SQLite::Database& made, Moment now) {
  SQLite::Database migrated = in_memory();
  apply_missing(migrated, all_migrations(), now);
  const std::set<std::string> expected = contents(migrated);
  CHECK(expected.size() > 2 * all_migrations().size());
  CHECK(contents(made) == expected);
  CHECK(first_changed(made, all_migrations()) == 0);
  CHECK(identify(made).version == all_migrations().back().number);
  CHECK(made.execAndGet("PRAGMA integrity_check").getString() == "ok");
}

}  // namespace

TEST_CASE("A new database in memory is in all its tables, rows and numbers what migrations make") {
  // The first has bytes of zero in it, the last is the largest that SQLite stores in six bytes.
  for (const std::int64_t now :
       {std::int64_t{0}, to_stored(minute(3)), (std::int64_t{1} << 47) - 1}) {
    CAPTURE(now);
    SQLite::Database made = in_memory();
    fill_memory(made, from_stored(now));
    check_is_new(made, from_stored(now));
  }
}

TEST_CASE("So is one in a file, which is written through a log and belongs to its owner alone") {
  const TemporaryFolder folder;
  const std::string path = folder.file("tocsin.db");
  // What a power cut may have left behind.
  std::ofstream(path + "-new") << "half of a database";
  for (const bool flushes : {true, false}) {
    CAPTURE(flushes);
    REQUIRE(make_database_file(path, minute(3), flushes) == 0);
    struct stat status {};
    REQUIRE(stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK_FALSE(std::filesystem::exists(path + "-new"));
    SQLite::Database made(path, SQLite::OPEN_READWRITE);
    CHECK(made.execAndGet("PRAGMA journal_mode").getString() == "wal");
    check_is_new(made, minute(3));
    std::filesystem::remove(path);
  }
}

TEST_CASE("The moment of making stands once for each migration and nowhere else") {
  SQLite::Database made = in_memory();
  fill_memory(made, from_stored(k_moment_of_making));
  CHECK(made.execAndGet("SELECT count(*) FROM migration WHERE applied_at = " +
                        std::to_string(k_moment_of_making))
            .getInt() == static_cast<int>(all_migrations().size()));
  const TemporaryFolder folder;
  REQUIRE(make_database_file(folder.file("sooner.db"), minute(3), false) == 0);
  REQUIRE(make_database_file(folder.file("later.db"), minute(4), false) == 0);
  const std::string sooner = file_content(folder.file("sooner.db"));
  const std::string later = file_content(folder.file("later.db"));
  REQUIRE(sooner.size() == new_database_image().size());
  REQUIRE(later.size() == sooner.size());
  std::size_t differing = 0;
  for (std::size_t i = 0; i < sooner.size(); ++i) differing += sooner[i] != later[i] ? 1U : 0U;
  // A minute is 60,000 milliseconds, so of each six bytes two or three differ.
  CHECK(differing >= 2 * all_migrations().size());
  CHECK(differing <= 3 * all_migrations().size());
}

TEST_CASE("Where no file can be made there is none, and the reason is told") {
  const TemporaryFolder folder;
  const std::string path = folder.file("missing/tocsin.db");
  CHECK(make_database_file(path, minute(3), true) == ENOENT);
  CHECK_FALSE(std::filesystem::exists(path + "-new"));
  // Somebody's folder stands where the file would be written first.
  const std::string taken = folder.file("taken.db");
  std::filesystem::create_directory(taken + "-new");
  CHECK(make_database_file(taken, minute(3), true) == EEXIST);
  CHECK_FALSE(std::filesystem::exists(taken));
}

}  // namespace tocsin::test::new_database
