#include "storage/copies.h"

#include "bot/domain/delivery.h"
#include "storage/delivery_codec.h"
#include "storage/flush_folder.h"
#include "storage/integrity.h"
#include "storage/single_writer.h"
#include "storage/sqlite_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

namespace tocsin {

namespace {

namespace fs = std::filesystem;

constexpr int k_pages_a_step = 512;
constexpr std::int64_t k_numbers_left_out = 1'000'000;

std::string reason(int system_error) { return std::system_category().message(system_error); }

// For its owner alone, because private incidents are in it.
void make_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    throw CopyError("\"" + path + "\" cannot be written (" + reason(errno) +
                    "): give a path in a folder that this user may write.");
  }
  close(descriptor);
}

void copy_pages(SQLite::Database& from, SQLite::Database& to, const CopyProgress& progress) {
  // An open read keeps the source at one moment, so that writers do not make the copy begin anew.
  from.exec("BEGIN");
  from.execAndGet("SELECT count(*) FROM sqlite_schema");
  sqlite3_backup* copy = sqlite3_backup_init(to.getHandle(), "main", from.getHandle(), "main");
  if (copy == nullptr) throw SQLite::Exception(to.getHandle());
  int code = SQLITE_OK;
  while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    code = sqlite3_backup_step(copy, k_pages_a_step);
    const int all = sqlite3_backup_pagecount(copy);
    if (progress) progress(all - sqlite3_backup_remaining(copy), all);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(10);
  }
  sqlite3_backup_finish(copy);
  if (code != SQLITE_DONE) throw SQLite::Exception(to.getHandle(), code);
  from.exec("COMMIT");
}

// Without a log beside it: the copy shall be one file that can be carried about.
void make_it_one_file(const std::string& path) {
  SQLite::Database database(path, SQLite::OPEN_READWRITE, k_busy_milliseconds);
  database.execAndGet("PRAGMA journal_mode = DELETE");
}

void remove_copy(const std::string& path) {
  std::error_code ignored;
  for (const char* part : {"", "-wal", "-shm", "-journal"}) fs::remove(path + part, ignored);
}

// Kept as a setting for the outbox (bot/engine/outbox.cpp), which looks for each of these rows in
// Slack before it leaves. That a look found nothing before the backup was made says nothing any
// more.
void note_what_waits(const std::string& path, Moment now, Restored& restored) {
  SQLite::Database database(path, SQLite::OPEN_READWRITE, k_busy_milliseconds);
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  SQLite::Statement rows(
      database, "SELECT kind, body FROM outbox WHERE state IN ('ready', 'sending') ORDER BY id");
  while (rows.executeStep()) {
    auto delivery = delivery_from(rows.getColumn(0).getString(), rows.getColumn(1).getString());
    if (delivery) restored.waiting.push_back(std::move(*delivery));
  }
  SQLite::Statement due(database, R"sql(
    SELECT count(*) FROM timer
    WHERE due_at <= ?1 AND kind IN ('remind_to_close', 'update_due', 'page_unanswered', 'task_due',
                                    'ladder_step', 'drill_inject', 'writeup_review')
  )sql");
  due.bind(1, to_stored(now));
  if (due.executeStep()) restored.due_since = due.getColumn(0).getInt64();
  database.exec("UPDATE outbox SET sending_at = NULL WHERE state = 'ready'");
  database.exec(R"sql(
    INSERT INTO setting (name, value)
    SELECT 'restored_rows', CAST(coalesce(max(id), 0) AS TEXT) FROM outbox WHERE true
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
  )sql");
  const Delivery nothing = delivery::SetTopic{};
  SQLite::Statement leap(database, R"sql(
    INSERT INTO outbox (id, incident, lane, subject, kind, body, state, joined_to, progress,
                        attempts, created_at, sending_at, trouble)
    SELECT coalesce(max(id), 0) + ?1, NULL, 'restored', '', ?2, ?3, 'superseded', NULL, '', 0, ?4,
           NULL, ''
    FROM outbox
  )sql");
  leap.bind(1, k_numbers_left_out);
  leap.bind(2, std::string(stored_kind(nothing)));
  leap.bind(3, delivery_to_json(nothing));
  leap.bind(4, to_stored(now));
  leap.exec();
  transaction.commit();
}

std::unique_ptr<SingleWriter> lock_of(const std::string& record) {
  SingleWriter::Attempt attempt = SingleWriter::take(record);
  if (attempt.lock != nullptr) return std::move(attempt.lock);
  if (attempt.system_error != 0) {
    throw OpenError(OpenError::Reason::not_writable,
                    "The folder of \"" + record + "\" cannot be written (" +
                        reason(attempt.system_error) + "): run this as the user that runs tocsin.");
  }
  throw OpenError(OpenError::Reason::in_use,
                  "The database \"" + record + "\" is being written by " +
                      (attempt.holder > 0 ? "process " + std::to_string(attempt.holder)
                                          : std::string("another process")) +
                      ": stop the bot first, then restore.");
}

// What is still in its log goes into the file, if the file can be read at all.
void empty_log(const std::string& record) noexcept {
  try {
    SQLite::Database database(record, SQLite::OPEN_READWRITE, k_busy_milliseconds);
    database.execAndGet("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const SQLite::Exception&) {
    return;  // a damaged one is kept as it is, log and all
  }
}

std::string free_name(const std::string& record) {
  for (int number = 1;; ++number) {
    std::string name = record + ".before-restore-" + std::to_string(number);
    if (!fs::exists(name)) return name;
  }
}

std::string move_aside(const std::string& record) {
  if (!fs::exists(record)) return "";
  empty_log(record);
  const std::string name = free_name(record);
  for (const char* part : {"-wal", "-shm"}) {
    if (fs::exists(record + part)) fs::rename(record + part, name + part);
  }
  fs::rename(record, name);
  return name;
}

}  // namespace

void copy_record(const std::string& from, const std::string& to, const CopyProgress& progress) {
  make_file(to);
  try {
    {
      SQLite::Database source(from, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX,
                              k_busy_milliseconds);
      SQLite::Database target(to, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX,
                              k_busy_milliseconds);
      copy_pages(source, target, progress);
    }
    make_it_one_file(to);
    flush_folder_of(to);
  } catch (const SQLite::Exception& trouble) {
    remove_copy(to);
    throw CopyError("\"" + from + "\" could not be copied to \"" + to + "\" (" + trouble.what() +
                    "): see whether that disk has room.");
  }
}

void name_copy(const std::string& copy, const std::string& name) {
  if (::link(copy.c_str(), name.c_str()) == 0) {
    ::unlink(copy.c_str());
  } else if (errno == EEXIST || fs::exists(name)) {
    throw CopyError("There is already a file \"" + name +
                    "\", which is left as it is: give another path.");
  } else if (::rename(copy.c_str(), name.c_str()) != 0) {  // a file system without links
    throw CopyError("\"" + name + "\" cannot be written (" + reason(errno) + ").");
  }
  flush_folder_of(name);
}

Restored put_in_place(const std::string& backup, const std::string& record, Moment now,
                      const CopyProgress& progress) {
  std::error_code error;
  const fs::path resolved = fs::canonical(record, error);
  const std::string place = error ? record : resolved.string();
  const std::unique_ptr<SingleWriter> lock = lock_of(place);
  const std::string beside = place + ".restoring";
  remove_copy(beside);  // of a restore that was interrupted
  copy_record(backup, beside, progress);
  Restored restored;
  try {
    note_what_waits(beside, now, restored);
    restored.kept_aside = move_aside(place);
    fs::rename(beside, place);
  } catch (const SQLite::Exception& trouble) {
    remove_copy(beside);
    throw CopyError("The backup \"" + backup + "\" cannot be put in place (" + trouble.what() +
                    ").");
  } catch (const fs::filesystem_error& trouble) {
    throw CopyError("The backup is whole in \"" + beside + "\", but cannot be named \"" + place +
                    "\" (" + trouble.code().message() + "): rename it by hand.");
  }
  flush_folder_of(place);
  return restored;
}

}  // namespace tocsin
