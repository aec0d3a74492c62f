#pragma once
// What the disk and SQLite alone cost: the floor under every figure of this folder. DurableInsert
// is also the whole storage of the bare bot, so that it is measured with the same code with and
// without a network. One thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace tocsin::bench {

// Microseconds for each of `times` writes of 4 KiB with the fdatasync that follows, in a file that
// has its size already, as SQLite's log has.
std::vector<double> time_fdatasync(const std::string& folder, std::size_t times);

// One table, one prepared INSERT, committed by itself each time (WAL, synchronous=FULL).
class DurableInsert {
 public:
  explicit DurableInsert(const std::string& path);  // makes the file when there is none
  ~DurableInsert();
  DurableInsert(const DurableInsert&) = delete;
  DurableInsert& operator=(const DurableInsert&) = delete;

  void insert(std::string_view envelope, std::string_view user, std::string_view text);

 private:
  sqlite3* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

// Microseconds for each of `times` inserts into a new database in this folder.
std::vector<double> time_inserts(const std::string& folder, std::size_t times);

// The entries of all timelines in a database of tocsin's, whether a bot has it open or not.
std::size_t entries_in(const std::string& database);

}  // namespace tocsin::bench
