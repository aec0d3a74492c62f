#pragma once
// Internal to storage/: the lock that keeps a second process from writing the same record. It is an
// flock on a file of its own beside the database, because
//   - SQLite's exclusive locking mode would turn readers away as well;
//   - SQLite's own locks are POSIX locks on the database file, and those are all lost as soon as
//     any descriptor of that file is closed in this process, so nothing but SQLite may open it;
//   - an flock ends with the process however it ends, and also stops a second opening in the same
//     process.
// The file is removed on a clean end, so that a stopped bot leaves one file to back up.

#include <sys/types.h>

#include <memory>
#include <string>

namespace tocsin {

class SingleWriter {
 public:
  struct Attempt {
    std::unique_ptr<SingleWriter> lock;  // null: not got
    pid_t holder = 0;                    // who has it, when known
    int system_error = 0;                // why the lock file cannot be made; 0: it is held
  };

  // `database` with symbolic links resolved, so that two names of one file meet in one lock.
  static Attempt take(const std::string& database);

  ~SingleWriter();
  SingleWriter(const SingleWriter&) = delete;
  SingleWriter& operator=(const SingleWriter&) = delete;

 private:
  SingleWriter(std::string path, int descriptor);

  std::string path_;
  int descriptor_;
};

}  // namespace tocsin
