#include "tests/bench/disk.h"

#include "bot/ensure.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>

namespace tocsin::bench {

namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

double microseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

void remove_database(const std::string& path) {
  for (const char* part : {"", "-wal", "-shm"}) fs::remove(path + part);
}

void execute(sqlite3* database, const char* sql) {
  ENSURE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
}

void bind(sqlite3_stmt* statement, int index, std::string_view text) {
  sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

}  // namespace

std::vector<double> time_fdatasync(const std::string& folder, std::size_t times) {
  constexpr std::size_t k_page = 4096;
  constexpr std::size_t k_pages = 64;
  const std::string path = (fs::path(folder) / "fdatasync").string();
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ENSURE(file >= 0);
  const std::array<char, k_page> page{};
  const auto write_page = [&](std::size_t number) {
    const auto offset = static_cast<off_t>(number * k_page);
    ENSURE(pwrite(file, page.data(), page.size(), offset) == static_cast<ssize_t>(k_page));
    ENSURE(fdatasync(file) == 0);
  };
  for (std::size_t i = 0; i < k_pages; ++i) write_page(i);
  std::vector<double> taken;
  taken.reserve(times);
  for (std::size_t i = 0; i < times; ++i) {
    const auto start = Clock::now();
    write_page(i % k_pages);
    taken.push_back(microseconds_since(start));
  }
  close(file);
  fs::remove(path);
  return taken;
}

DurableInsert::DurableInsert(const std::string& path) {
  ENSURE(sqlite3_open(path.c_str(), &database_) == SQLITE_OK);
  execute(database_, "PRAGMA journal_mode = WAL");
  execute(database_, "PRAGMA synchronous = FULL");
  execute(database_,
          "CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, envelope TEXT NOT NULL, "
          "user TEXT NOT NULL, text TEXT NOT NULL) STRICT");
  ENSURE(sqlite3_prepare_v2(database_,
                            "INSERT INTO line (envelope, user, text) VALUES (?1, ?2, ?3)", -1,
                            &statement_, nullptr) == SQLITE_OK);
}

DurableInsert::~DurableInsert() {
  sqlite3_finalize(statement_);
  sqlite3_close(database_);
}

void DurableInsert::insert(std::string_view envelope, std::string_view user,
                           std::string_view text) {
  bind(statement_, 1, envelope);
  bind(statement_, 2, user);
  bind(statement_, 3, text);
  ENSURE(sqlite3_step(statement_) == SQLITE_DONE);
  sqlite3_reset(statement_);
}

std::vector<double> time_inserts(const std::string& folder, std::size_t times) {
  const std::string path = (fs::path(folder) / "inserts.db").string();
  remove_database(path);
  std::vector<double> taken;
  taken.reserve(times);
  {
    DurableInsert store(path);
    for (std::size_t i = 0; i < times; ++i) {
      const std::string envelope = "57d6a792-4d35-4d0b-b6aa-3361493e1caf-" + std::to_string(i);
      const auto start = Clock::now();
      store.insert(envelope, "U0ANA", "log Error rate is falling, now at 4.2 %");
      taken.push_back(microseconds_since(start));
    }
  }
  remove_database(path);
  return taken;
}

std::size_t entries_in(const std::string& path) {
  sqlite3* database = nullptr;
  sqlite3_stmt* statement = nullptr;
  ENSURE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  ENSURE(sqlite3_prepare_v2(database, "SELECT count(*) FROM event WHERE kind = 'logged'", -1,
                            &statement, nullptr) == SQLITE_OK);
  ENSURE(sqlite3_step(statement) == SQLITE_ROW);
  const auto count = static_cast<std::size_t>(sqlite3_column_int64(statement, 0));
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return count;
}

}  // namespace tocsin::bench
