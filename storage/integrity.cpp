#include "storage/integrity.h"

#include "storage/migrations/migrations.h"
#include "storage/sqlite_store.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>

namespace tocsin {

namespace {

void add_damage(SQLite::Database& database, std::vector<std::string>& troubles) {
  SQLite::Statement damage(database, "PRAGMA integrity_check(20)");
  while (damage.executeStep()) {
    const std::string finding = damage.getColumn(0).getString();
    if (finding != "ok") troubles.push_back("The file is damaged: " + finding + ".");
  }
}

void add_dangling(SQLite::Database& database, std::vector<std::string>& troubles) {
  SQLite::Statement dangling(database,
                             "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check "
                             "GROUP BY \"table\", parent");
  while (dangling.executeStep()) {
    troubles.push_back(dangling.getColumn(2).getString() + " rows of " +
                       dangling.getColumn(0).getString() + " refer to a row of " +
                       dangling.getColumn(1).getString() + " that is not there.");
  }
}

void add_migrations(SQLite::Database& database, std::vector<std::string>& troubles) {
  const std::int64_t changed = first_changed(database, all_migrations());
  if (changed != 0) {
    troubles.push_back("Migration " + std::to_string(changed) +
                       " was applied in another form than this program has it.");
  }
}

std::string unreadable(const SQLite::Exception& trouble) {
  return std::string("The file cannot be read to its end (") + trouble.what() + ").";
}

}  // namespace

std::vector<std::string> damage_in(const std::string& path) {
  std::vector<std::string> troubles;
  try {
    SQLite::Database database(path, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX,
                              k_busy_milliseconds);
    add_damage(database, troubles);
  } catch (const SQLite::Exception& trouble) {
    troubles.push_back(unreadable(trouble));
  }
  return troubles;
}

std::vector<std::string> file_troubles(const std::string& path) {
  // Says in our own words when it is no record of ours, or one of another version.
  static_cast<void>(SqliteStore::open_to_read(path));
  std::vector<std::string> troubles;
  try {
    SQLite::Database database(path, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX,
                              k_busy_milliseconds);
    add_damage(database, troubles);
    add_dangling(database, troubles);
    add_migrations(database, troubles);
  } catch (const SQLite::Exception& trouble) {
    troubles.push_back(unreadable(trouble));
  }
  return troubles;
}

}  // namespace tocsin
