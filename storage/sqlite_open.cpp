#include "storage/connection.h"
#include "storage/migrations/migrations.h"
#include "storage/new_database/image.h"
#include "storage/recent_incidents.h"
#include "storage/single_writer.h"
#include "storage/sqlite_store.h"
#include "storage/whole_writes.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace tocsin {

namespace {

using Reason = OpenError::Reason;
namespace fs = std::filesystem;

constexpr const char* k_other_path = "or set TOCSIN_DB to another path.";

// Only a checkpoint or a person's own sqlite3 can hold the file for a moment.
constexpr int k_store_busy_milliseconds = 250;

std::string quoted(const std::string& path) { return "\"" + path + "\""; }

[[noreturn]] void refuse_unwritable(const std::string& path, int system_error) {
  const std::string why = std::system_category().message(system_error);
  if (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG) {
    throw OpenError(Reason::disk_full, "There is no room to open the database " + quoted(path) +
                                           " (" + why + "): free some space on that disk, " +
                                           k_other_path);
  }
  throw OpenError(Reason::not_writable,
                  "The database " + quoted(path) + " cannot be written (" + why +
                      "): let the user that runs tocsin write this file and its folder, " +
                      k_other_path);
}

// What can be said before SQLite is asked, whose answer to all of these is the same "unable to open
// database file". Returns the path with symbolic links resolved.
std::string checked_path(const std::string& path) {
  std::error_code error;
  const fs::path folder = fs::absolute(path, error).parent_path();
  const fs::file_status folder_status = fs::status(folder, error);
  if (!fs::exists(folder_status) && error.value() != EACCES) {
    throw OpenError(Reason::no_folder, "There is no folder " + quoted(folder.string()) +
                                           " for the database " + quoted(path) +
                                           ": create it (mkdir -p), " + k_other_path);
  }
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::none) refuse_unwritable(path, error.value());
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    const bool is_folder = fs::is_directory(status);
    const fs::path better = (is_folder ? fs::path(path) : folder) / "tocsin.db";
    throw OpenError(Reason::not_a_file, quoted(path) +
                                            (is_folder ? " is a folder" : " is no file") +
                                            ", so it cannot be the database: set TOCSIN_DB to a "
                                            "file, such as " +
                                            quoted(better.string()) + ".");
  }
  // SQLite would quietly open it for reading.
  if (fs::exists(status) && faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) != 0) {
    refuse_unwritable(path, errno);
  }
  fs::path resolved = fs::weakly_canonical(fs::absolute(path, error), error);
  if (fs::is_symlink(fs::symlink_status(resolved, error))) {  // to a file that is not there yet
    const fs::path target = resolved.parent_path() / fs::read_symlink(resolved, error);
    resolved = fs::weakly_canonical(target, error);
  }
  return resolved.empty() ? path : resolved.string();
}

std::unique_ptr<SingleWriter> lock_for(const std::string& path, const std::string& resolved) {
  SingleWriter::Attempt attempt = SingleWriter::take(resolved);
  if (attempt.lock != nullptr) return std::move(attempt.lock);
  if (attempt.system_error != 0) refuse_unwritable(path, attempt.system_error);
  const std::string holder =
      attempt.holder > 0 ? "process " + std::to_string(attempt.holder) : "another process";
  throw OpenError(Reason::in_use, "The database " + quoted(path) + " is already being written by " +
                                      holder + ": stop that one first, " + k_other_path);
}

Identity identify_as_ours(SQLite::Database& database, const std::string& path) {
  const Identity identity = identify(database);
  if (!identity.is_ours && !identity.is_empty) {
    throw OpenError(Reason::other_program,
                    quoted(path) +
                        " is an SQLite database of another program, which is left as it is: set "
                        "TOCSIN_DB to another path.");
  }
  const std::int64_t known = all_migrations().back().number;
  if (identity.version > known) {
    throw OpenError(Reason::newer_version,
                    "The database " + quoted(path) + " was written by a newer tocsin (schema " +
                        std::to_string(identity.version) + ", this one knows " +
                        std::to_string(known) +
                        "): start that version again, or restore a backup from before the "
                        "upgrade.");
  }
  return identity;
}

// Memory: the cache grows to 2 MB at most; 64 commands in one transaction need about half of it.
void set_up(SQLite::Database& database, const OpenOptions& options) {
  database.exec(options.flushes ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA foreign_keys = ON");
  database.exec("PRAGMA temp_store = MEMORY");
  database.exec("PRAGMA cache_size = -2000");
  database.exec("PRAGMA journal_size_limit = 16777216");  // after a burst the log shrinks again
  database.exec("PRAGMA trusted_schema = OFF");
}

void bring_up_to_date(SQLite::Database& database, const std::string& path,
                      const OpenOptions& options) {
  const Identity identity = identify_as_ours(database, path);
  if (identity.is_ours) {
    const std::int64_t changed = first_changed(database, all_migrations());
    if (changed != 0) {
      throw OpenError(Reason::changed_migration,
                      "The database " + quoted(path) + " was made by another form of migration " +
                          std::to_string(changed) +
                          " than the one in this program: start the release that made it, or "
                          "restore a backup.");
    }
  }
  apply_missing(database, all_migrations(), options.now);
}

[[noreturn]] void refuse(const std::string& path, const SQLite::Exception& trouble,
                         int system_error) {
  switch (trouble.getErrorCode()) {
    case SQLITE_NOTADB:
      throw OpenError(Reason::not_a_database,
                      quoted(path) +
                          " is not an SQLite database, and is left as it is: set TOCSIN_DB to "
                          "another path.");
    case SQLITE_FULL:
      refuse_unwritable(path, ENOSPC);
    case SQLITE_READONLY:
      refuse_unwritable(path, EACCES);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw OpenError(Reason::in_use, "The database " + quoted(path) +
                                          " is held by another program: end that one, " +
                                          k_other_path);
    default:
      break;
  }
  if (system_error != 0) refuse_unwritable(path, system_error);
  throw OpenError(Reason::broken,
                  "The database " + quoted(path) + " cannot be read (" + trouble.what() +
                      "): restore a backup, or see what `sqlite3 " + path + " .recover` can save.");
}

[[noreturn]] void refuse_to_read(const std::string& path, const SQLite::Exception& trouble) {
  if (trouble.getErrorCode() == SQLITE_NOTADB) {
    throw OpenError(Reason::not_a_database,
                    quoted(path) + " is not an SQLite database: set TOCSIN_DB to another path.");
  }
  if (faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) {
    throw OpenError(Reason::not_writable,
                    "The database " + quoted(path) +
                        " may not be read by this user: run this as the user that runs tocsin.");
  }
  throw OpenError(Reason::broken, "The database " + quoted(path) + " cannot be read (" +
                                      trouble.what() +
                                      "). If its folder cannot be written, run this as the user "
                                      "that runs tocsin, or on a copy.");
}

}  // namespace

std::unique_ptr<SqliteStore> SqliteStore::open(const std::string& path,
                                               const OpenOptions& options) {
  // SQLite's count of its own memory is taken under a lock at every allocation and read by nobody:
  // without it a command takes a sixth less time. Refused, without harm, once SQLite is in use.
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  const bool in_memory = path == ":memory:";
  const std::string resolved = in_memory ? path : checked_path(path);
  std::unique_ptr<SingleWriter> lock;
  std::error_code error;
  if (!in_memory && !fs::exists(resolved, error)) {
    lock = lock_for(path, resolved);
    if (const int why = make_database_file(resolved, options.now, options.flushes); why != 0) {
      refuse_unwritable(path, why);
    }
  }
  std::unique_ptr<SQLite::Database> database;
  try {
    database = std::make_unique<SQLite::Database>(
        resolved, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
        k_store_busy_milliseconds, options.flushes ? use_whole_writes() : "");
    if (in_memory) fill_memory(*database, options.now);
    // First only look, so that a file that is not ours gets neither a lock nor anything else.
    identify_as_ours(*database, path);
    if (sqlite3_db_readonly(database->getHandle(), "main") == 1) refuse_unwritable(path, EACCES);
    if (!in_memory && lock == nullptr) lock = lock_for(path, resolved);
    set_up(*database, options);
    bring_up_to_date(*database, path, options);
    auto connection = std::make_unique<Connection>(std::move(*database));
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(lock), std::move(connection)));
  } catch (const SQLite::Exception& trouble) {
    const int system_error = database ? sqlite3_system_errno(database->getHandle()) : errno;
    refuse(path, trouble, system_error);
  }
}

std::unique_ptr<const SqliteStore> SqliteStore::open_to_read(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    throw OpenError(Reason::no_file, "There is no database " + quoted(path) +
                                         ": set TOCSIN_DB to the path of the bot's database.");
  }
  std::unique_ptr<SQLite::Database> database;
  try {
    database = std::make_unique<SQLite::Database>(
        path, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, k_store_busy_milliseconds);
    const Identity identity = identify_as_ours(*database, path);
    if (identity.is_empty) {
      throw OpenError(Reason::no_file, "There is nothing in the database " + quoted(path) +
                                           ": set TOCSIN_DB to the path of the bot's database.");
    }
    const std::int64_t known = all_migrations().back().number;
    if (identity.version < known) {
      throw OpenError(Reason::older_version,
                      "The database " + quoted(path) + " was written by an older tocsin (schema " +
                          std::to_string(identity.version) + ", this one reads " +
                          std::to_string(known) +
                          "): start `tocsin serve` once, which brings it up to date.");
    }
    auto connection = std::make_unique<Connection>(std::move(*database));
    connection->control("BEGIN");
    return std::unique_ptr<const SqliteStore>(new SqliteStore(nullptr, std::move(connection)));
  } catch (const StorageError& trouble) {
    throw OpenError(Reason::broken,
                    "The database " + quoted(path) + " cannot be read (" + trouble.what() + ").");
  } catch (const SQLite::Exception& trouble) {
    refuse_to_read(path, trouble);
  }
}

}  // namespace tocsin
