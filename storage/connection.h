#pragma once
// Internal to storage/: one SQLite connection and its prepared statements, on the engine's thread.
// Statements go to SQLite's own interface and not through SQLiteCpp, which copies every text that
// it binds and every handle that it reads a column through; opening and migrating, where that does
// not matter, use SQLiteCpp. Every failure leaves here as StorageError, with the transaction
// already rolled back, as store.h promises.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"
#include "storage/store.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace SQLite {
class Database;
}

namespace tocsin {

class Connection;

// One use of a prepared statement; at its end the statement is free for the next use.
class Query {
 public:
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  bool next();  // to the next row; false: there is none

  // Columns of the row, from 0. A view is valid until next().
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  bool flag(int column) const { return integer(column) != 0; }
  std::string_view view(int column) const;
  std::string text(int column) const { return std::string(view(column)); }
  Moment moment(int column) const { return from_stored(integer(column)); }
  std::optional<Moment> maybe_moment(int column) const;

 private:
  friend class Connection;
  enum class Texts { borrowed, copied };
  template <class... Values>
  Query(Connection& connection, sqlite3_stmt* statement, Texts texts, const Values&... values)
      : connection_(connection), statement_(statement), texts_(texts) {
    int index = 0;
    (bind(++index, values), ...);
  }

  void bind(int index, std::string_view text);
  void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
  void bind(int index, const char* text) { bind(index, std::string_view(text)); }
  void bind(int index, std::int64_t number);
  void bind(int index, bool flag) { bind(index, std::int64_t{flag}); }
  void bind(int index, Moment moment) { bind(index, to_stored(moment)); }
  void bind_nothing(int index);
  template <class Tag>
  void bind(int index, const TextId<Tag>& id) {
    bind(index, std::string_view(id.value));
  }
  template <class Tag>
  void bind(int index, NumberId<Tag> id) {
    bind(index, id.value);
  }
  template <class Value>
  void bind(int index, const std::optional<Value>& value) {
    if (value) {
      bind(index, *value);
    } else {
      bind_nothing(index);
    }
  }

  Connection& connection_;
  sqlite3_stmt* statement_;
  Texts texts_;
};

class Connection {
 public:
  explicit Connection(SQLite::Database database);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Reads. `sql` is a literal: its address names the prepared statement.
  template <class... Values>
  Query select(const char* sql, const Values&... values) {
    return query(Query::Texts::copied, sql, values...);
  }

  // Changes something; refused outside a transaction, because it would be committed by itself.
  template <class... Values>
  void execute(const char* sql, const Values&... values) {
    ensure_transaction();
    query(Query::Texts::borrowed, sql, values...).next();
  }

  // BEGIN, COMMIT and the like.
  void control(const char* sql) { query(Query::Texts::borrowed, sql).next(); }
  void roll_back() noexcept;

  bool in_transaction() const;
  bool is_read_only() const;
  std::int64_t last_id() const;
  std::int64_t changed_rows() const;  // by the last execute()
  SQLite::Database& database() { return *database_; }

  // Grows whenever something that was written in this transaction was taken back.
  std::uint64_t undone() const { return undone_; }
  void note_undone() { ++undone_; }

  // Rolls back and throws.
  [[noreturn]] void fail();
  [[noreturn]] void fail(StorageError::Kind kind, const std::string& why);

 private:
  template <class... Values>
  Query query(Query::Texts texts, const char* sql, const Values&... values) {
    return Query(*this, prepared(sql, static_cast<int>(sizeof...(values))), texts, values...);
  }

  sqlite3_stmt* prepared(const char* sql, int parameters);
  void ensure_transaction();

  std::unique_ptr<SQLite::Database> database_;
  sqlite3* handle_;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
  std::uint64_t undone_ = 0;
};

}  // namespace tocsin
