#include "storage/sqlite_store.h"

#include "storage/connection.h"
#include "storage/recent_incidents.h"
#include "storage/single_writer.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <utility>

namespace tocsin {

SqliteStore::SqliteStore(std::unique_ptr<SingleWriter> lock, std::unique_ptr<Connection> connection)
    : lock_(std::move(lock)),
      connection_(std::move(connection)),
      recent_(std::make_unique<RecentIncidents>(*connection_)) {}

SqliteStore::~SqliteStore() = default;

void SqliteStore::tidy() noexcept {
  // A failure loses nothing: the log keeps what could not be moved, and the next commit that meets
  // the same trouble reports it.
  sqlite3_wal_checkpoint_v2(connection_->database().getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                            nullptr, nullptr);
}

// IMMEDIATE: whoever else holds the file is met here and not in the middle.
void SqliteStore::begin() { connection_->control("BEGIN IMMEDIATE"); }

void SqliteStore::commit() {
  try {
    connection_->control("COMMIT");
  } catch (const StorageError&) {
    // When the flush is what failed, the log may hold a complete copy of the transaction, which a
    // crash would bring back although it was reported as gone. Emptying the log takes it away; if
    // the disk does not let us, the next transaction overwrites it.
    sqlite3_wal_checkpoint_v2(connection_->database().getHandle(), nullptr,
                              SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    throw;
  }
}

void SqliteStore::rollback() noexcept { connection_->roll_back(); }

void SqliteStore::open_savepoint() { connection_->control("SAVEPOINT one_input"); }

void SqliteStore::release_savepoint() { connection_->control("RELEASE one_input"); }

void SqliteStore::roll_back_to_savepoint() {
  connection_->note_undone();
  connection_->control("ROLLBACK TO one_input");
  connection_->control("RELEASE one_input");
}

constexpr const char* k_setting = R"sql(
  SELECT value FROM setting WHERE name = ?1
)sql";

std::optional<std::string> SqliteStore::setting(std::string_view name) const {
  Query rows = connection_->select(k_setting, name);
  if (!rows.next()) return std::nullopt;
  return rows.text(0);
}

constexpr const char* k_put_setting = R"sql(
  INSERT INTO setting (name, value) VALUES (?1, ?2)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value
)sql";

void SqliteStore::put_setting(std::string_view name, std::string_view value) {
  connection_->execute(k_put_setting, name, value);
}

}  // namespace tocsin
