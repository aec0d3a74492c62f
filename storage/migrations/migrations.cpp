#include "storage/migrations/migrations.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>

namespace tocsin {

namespace {

// "Tocs", in the file's header: tells our files from those of other programs.
constexpr std::int64_t k_application_id = 0x546f6373;

// Each file is one raw string literal, so that it is built in without a step of its own.
constexpr std::array<Migration, 8> k_migrations{{
    {
        1,
        "record",
#include "storage/migrations/0001_record.sql"
    },
    {
        2,
        "open_tasks",
#include "storage/migrations/0002_open_tasks.sql"
    },
    {
        3,
        "search",
#include "storage/migrations/0003_search.sql"
    },
    {
        4,
        "fewer_pages",
#include "storage/migrations/0004_fewer_pages.sql"
    },
    {
        5,
        "past",
#include "storage/migrations/0005_past.sql"
    },
    {
        6,
        "writeup_messages",
#include "storage/migrations/0006_writeup_messages.sql"
    },
    {
        7,
        "alerts",
#include "storage/migrations/0007_alerts.sql"
    },
    {
        8,
        "canvas",
#include "storage/migrations/0008_canvas.sql"
    },
}};

constexpr const char* k_applied = R"sql(
  SELECT number, checksum FROM migration ORDER BY number
)sql";

constexpr const char* k_note_migration = R"sql(
  INSERT INTO migration (number, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)
)sql";

std::int64_t number_from(SQLite::Database& database, const char* sql) {
  return database.execAndGet(sql).getInt64();
}

void note_applied(SQLite::Database& database, const Migration& migration, Moment now) {
  SQLite::Statement note(database, k_note_migration);
  note.bind(1, migration.number);
  note.bind(2, std::string(migration.name));
  note.bind(3, checksum_of(migration.sql));
  note.bind(4, to_stored(now));
  note.exec();
}

void note_version(SQLite::Database& database, std::int64_t number) {
  database.exec("PRAGMA application_id = " + std::to_string(k_application_id));
  database.exec("PRAGMA user_version = " + std::to_string(number));
}

}  // namespace

std::span<const Migration> all_migrations() { return k_migrations; }

std::string checksum_of(std::string_view sql) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : sql) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, hash >>= 4) {
    *digit = k_digits[hash & 0xfU];
  }
  return text;
}

Identity identify(SQLite::Database& database) {
  Identity identity;
  identity.is_empty = number_from(database, "SELECT count(*) FROM sqlite_schema") == 0;
  identity.is_ours =
      !identity.is_empty && number_from(database, "PRAGMA application_id") == k_application_id;
  if (identity.is_ours) identity.version = number_from(database, "PRAGMA user_version");
  return identity;
}

std::int64_t first_changed(SQLite::Database& database, std::span<const Migration> migrations) {
  const std::int64_t version = number_from(database, "PRAGMA user_version");
  SQLite::Statement applied(database, k_applied);
  for (const Migration& migration : migrations) {
    if (migration.number > version) break;
    const bool is_same = applied.executeStep() &&
                         applied.getColumn(0).getInt64() == migration.number &&
                         applied.getColumn(1).getString() == checksum_of(migration.sql);
    if (!is_same) return migration.number;
  }
  return 0;
}

void apply_missing(SQLite::Database& database, std::span<const Migration> migrations, Moment now) {
  const std::int64_t version = identify(database).version;
  if (migrations.empty() || migrations.back().number <= version) return;
  // All or none: an upgrade that fails leaves what the program before it can open, and a new
  // database costs one flush of the disk.
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  for (const Migration& migration : migrations) {
    if (migration.number <= version) continue;
    database.exec(std::string(migration.sql));
    note_applied(database, migration, now);
  }
  note_version(database, migrations.back().number);
  transaction.commit();
}

}  // namespace tocsin
