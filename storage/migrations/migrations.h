#pragma once
// Internal to storage/: the numbered steps that bring a database to the shape this program needs.
// They go forward only and are never changed once landed; the database remembers a checksum of each
// that was applied. Called at opening, under the writer's lock.

#include "bot/domain/moment.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace SQLite {
class Database;
}

namespace tocsin {

struct Migration {
  std::int64_t number = 0;  // 1, 2, 3, … without gaps; stored as the database's user_version
  std::string_view name;
  std::string_view sql;
};

std::span<const Migration> all_migrations();

// Stored in the database: FNV-1a, 64 bits, of the SQL text, as 16 hexadecimal digits.
std::string checksum_of(std::string_view sql);

// What a file says that it is.
struct Identity {
  bool is_ours = false;
  bool is_empty = false;     // no tables yet: free to be ours
  std::int64_t version = 0;  // the number of the last migration
};

// These throw SQLite::Exception.
Identity identify(SQLite::Database& database);

// The first applied migration that is not, byte for byte, the one given here; 0: all are.
std::int64_t first_changed(SQLite::Database& database, std::span<const Migration> migrations);

// Applies the missing ones in one transaction: after an error the database is as it was.
void apply_missing(SQLite::Database& database, std::span<const Migration> migrations, Moment now);

}  // namespace tocsin
