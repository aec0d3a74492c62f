// A new database is made at once, by one script, and has to be what the migrations make of an empty
// file. The script is written by this test: TOCSIN_ACCEPT_FIXTURES=1 after a migration was added.

#include "storage/migrations.h"
#include "tests/storage/samples.h"
#include "tests/support/source_path.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

namespace tocsin::test::new_database {

namespace {

constexpr const char* k_head = R"(R"sql(
-- What the numbered migrations make of an empty file, all together, for a new database. Written by
-- tests/storage/new_database_test.cpp; never changed by hand.
)";

SQLite::Database in_memory() { return {":memory:", SQLite::OPEN_READWRITE}; }

std::vector<std::string> column_of(SQLite::Database& database, const std::string& sql) {
  std::vector<std::string> values;
  SQLite::Statement rows(database, sql);
  while (rows.executeStep()) values.push_back(rows.getColumn(0).getString());
  return values;
}

// Each row of a table as it would stand behind VALUES.
std::vector<std::string> rows_of(SQLite::Database& database, const std::string& table) {
  std::string quoted;
  for (const std::string& column :
       column_of(database, "SELECT name FROM pragma_table_info('" + table + "')")) {
    quoted += (quoted.empty() ? "quote(" : " || ', ' || quote(") + column + ")";
  }
  return column_of(database, "SELECT " + quoted + " FROM \"" + table + "\"");
}

std::string script_for(SQLite::Database& database) {
  const std::vector<std::string> made_by_others =
      column_of(database, "SELECT name FROM pragma_table_list WHERE type = 'shadow'");
  const std::set<std::string> hidden(made_by_others.begin(), made_by_others.end());
  std::string script = k_head;
  std::string data;
  SQLite::Statement made(database,
                         "SELECT type, name, sql FROM sqlite_schema "
                         "WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid");
  while (made.executeStep()) {
    const std::string name = made.getColumn(1).getString();
    if (hidden.contains(name)) continue;
    script += "\n" + made.getColumn(2).getString() + ";\n";
    if (made.getColumn(0).getString() != "table" || name == "migration") continue;
    for (const std::string& row : rows_of(database, name)) {
      data += "\nINSERT INTO " + name + " VALUES (" + row + ");\n";
    }
  }
  return script + data + ")sql\"\n";
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
  for (const char* number : {"PRAGMA user_version", "PRAGMA application_id"}) {
    all.insert(number + (" " + database.execAndGet(number).getString()));
  }
  return all;
}

}  // namespace

TEST_CASE("The script for a new database is what the migrations make of an empty file") {
  SQLite::Database migrated = in_memory();
  apply_missing(migrated, all_migrations(), minute(0));
  const std::string script = script_for(migrated);
  const std::string path = source_path("storage/migrations/all_together.sql");
  if (std::getenv("TOCSIN_ACCEPT_FIXTURES") != nullptr) std::ofstream(path) << script;
  std::ifstream file(path);
  REQUIRE(file.good());
  std::ostringstream written;
  written << file.rdbuf();
  CHECK(written.str() == script);
}

TEST_CASE("A new database is in all its tables, rows and numbers what the migrations make") {
  SQLite::Database migrated = in_memory();
  apply_missing(migrated, all_migrations(), minute(3));
  SQLite::Database made = in_memory();
  make_new(made, minute(3));
  const std::set<std::string> expected = contents(migrated);
  CHECK(expected.size() > 2 * all_migrations().size());
  CHECK(contents(made) == expected);
  CHECK(first_changed(made, all_migrations()) == 0);
  CHECK(identify(made).version == all_migrations().back().number);
}

}  // namespace tocsin::test::new_database
