#include "storage/connection.h"

#include "bot/ensure.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cerrno>
#include <utility>

namespace tocsin {

namespace {

StorageError::Kind kind_of_system_error(int system_error) {
  switch (system_error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:  // the limit of the process or of the file system: room for nothing more either
      return StorageError::Kind::disk_full;
    case EROFS:
    case EACCES:
    case EPERM:
      return StorageError::Kind::read_only;
    default:
      return StorageError::Kind::broken;
  }
}

StorageError::Kind kind_of(int code, int system_error) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return StorageError::Kind::disk_full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return StorageError::Kind::read_only;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return StorageError::Kind::busy;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return kind_of_system_error(system_error);
    default:
      return StorageError::Kind::broken;
  }
}

}  // namespace

Query::~Query() { sqlite3_reset(statement_); }

bool Query::next() {
  errno = 0;  // so that fail() does not take an old one for the reason
  switch (sqlite3_step(statement_)) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      connection_.fail();
  }
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }

double Query::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view Query::view(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  const int size = sqlite3_column_bytes(statement_, column);
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

std::optional<Moment> Query::maybe_moment(int column) const {
  if (is_null(column)) return std::nullopt;
  return moment(column);
}

void Query::bind(int index, std::string_view text) {
  // A null pointer would be bound as NULL; an empty text is a text.
  const char* start = text.data() == nullptr ? "" : text.data();
  const auto lifetime = texts_ == Texts::copied ? SQLITE_TRANSIENT : SQLITE_STATIC;
  if (sqlite3_bind_text64(statement_, index, start, text.size(), lifetime, SQLITE_UTF8) !=
      SQLITE_OK) {
    connection_.fail();
  }
}

void Query::bind(int index, std::int64_t number) {
  if (sqlite3_bind_int64(statement_, index, number) != SQLITE_OK) connection_.fail();
}

void Query::bind_nothing(int index) {
  if (sqlite3_bind_null(statement_, index) != SQLITE_OK) connection_.fail();
}

Connection::Connection(SQLite::Database database)
    : database_(std::make_unique<SQLite::Database>(std::move(database))),
      handle_(database_->getHandle()) {}

Connection::~Connection() {
  roll_back();
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
}

void Connection::roll_back() noexcept {
  ++undone_;
  if (sqlite3_get_autocommit(handle_) != 0) return;
  // Should even this fail, SQLite keeps the transaction from being committed; there is nobody to
  // tell who does not already have the error that led here.
  sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

std::int64_t Connection::last_id() const { return sqlite3_last_insert_rowid(handle_); }

std::int64_t Connection::changed_rows() const { return sqlite3_changes64(handle_); }

void Connection::fail() {
  // SQLite keeps the system's reason for most failures, but not for those of COMMIT.
  const int system_error = errno != 0 ? errno : sqlite3_system_errno(handle_);
  const int code = sqlite3_extended_errcode(handle_);
  const auto kind = kind_of(code, system_error);
  fail(kind, std::string(sqlite3_errmsg(handle_)) + " (SQLite " + std::to_string(code) + ")");
}

void Connection::fail(StorageError::Kind kind, const std::string& why) {
  roll_back();
  throw StorageError(kind, "database: " + why);
}

sqlite3_stmt* Connection::prepared(const char* sql, int parameters) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr) {
    const int code =
        sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) fail();
    ENSURE(sqlite3_bind_parameter_count(statement) == parameters);
  }
  ENSURE(sqlite3_stmt_busy(statement) == 0);  // two uses at once would disturb each other
  return statement;
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

bool Connection::is_read_only() const { return sqlite3_db_readonly(handle_, "main") == 1; }

void Connection::ensure_transaction() {
  if (!in_transaction()) {
    fail(StorageError::Kind::broken, "nothing is changed outside a transaction");
  }
}

}  // namespace tocsin
