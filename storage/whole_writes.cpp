#include "storage/whole_writes.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <string>

namespace tocsin {

namespace {

constexpr const char* k_name = "tocsin-whole-writes";

// 64 commands in one transaction change about 40 pages of 4 KiB.
constexpr std::size_t k_most_kept = 256 * 1024;
// SQLite's layer for Unix takes only the lowest 17 bits of a size as the bytes to write.
constexpr std::size_t k_most_at_once = 64 * 1024;

// The log of one connection. The real file lies right behind it, in the memory that SQLite gives.
struct LogFile {
  sqlite3_file head;  // first: SQLite knows this object by it
  std::string waiting;
  sqlite3_int64 waiting_at = 0;

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }

  // After a failure nothing waits any more: the transaction is rolled back, and what it wrote
  // counts no more than if it had been written in part.
  int hand_over() {
    int code = SQLITE_OK;
    for (std::size_t done = 0; done < waiting.size() && code == SQLITE_OK; done += k_most_at_once) {
      const std::size_t size = std::min(waiting.size() - done, k_most_at_once);
      code = real()->pMethods->xWrite(real(), waiting.data() + done, static_cast<int>(size),
                                      waiting_at + static_cast<sqlite3_int64>(done));
    }
    waiting.clear();
    return code;
  }

  bool follows(sqlite3_int64 offset) const {
    return offset == waiting_at + static_cast<sqlite3_int64>(waiting.size());
  }
};

LogFile& log_of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }
sqlite3_file* real_of(sqlite3_file* file) { return log_of(file).real(); }

int close_log(sqlite3_file* file) {
  LogFile& log = log_of(file);
  const int handed_over = log.hand_over();
  const int closed = log.real()->pMethods->xClose(log.real());
  log.~LogFile();
  return handed_over != SQLITE_OK ? handed_over : closed;
}

int read_log(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
  const int code = log_of(file).hand_over();
  return code != SQLITE_OK ? code
                           : real_of(file)->pMethods->xRead(real_of(file), into, size, offset);
}

int write_log(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  LogFile& log = log_of(file);
  if (!log.waiting.empty() && (!log.follows(offset) || log.waiting.size() >= k_most_kept)) {
    const int code = log.hand_over();
    if (code != SQLITE_OK) return code;
  }
  if (log.waiting.empty()) log.waiting_at = offset;
  try {
    log.waiting.append(static_cast<const char*>(from), static_cast<std::size_t>(size));
  } catch (const std::bad_alloc&) {
    return SQLITE_IOERR_NOMEM;
  }
  return SQLITE_OK;
}

int truncate_log(sqlite3_file* file, sqlite3_int64 size) {
  const int code = log_of(file).hand_over();
  return code != SQLITE_OK ? code : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

int flush_log(sqlite3_file* file, int flags) {
  const int code = log_of(file).hand_over();
  return code != SQLITE_OK ? code : real_of(file)->pMethods->xSync(real_of(file), flags);
}

int size_of_log(sqlite3_file* file, sqlite3_int64* size) {
  const int code = log_of(file).hand_over();
  return code != SQLITE_OK ? code : real_of(file)->pMethods->xFileSize(real_of(file), size);
}

int lock_log(sqlite3_file* file, int kind) {
  return real_of(file)->pMethods->xLock(real_of(file), kind);
}

int unlock_log(sqlite3_file* file, int kind) {
  return real_of(file)->pMethods->xUnlock(real_of(file), kind);
}

int is_log_reserved(sqlite3_file* file, int* answer) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), answer);
}

// Hands nothing over: SQLite does not look at what becomes of it here.
int control_log(sqlite3_file* file, int operation, void* argument) {
  return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

int sector_of_log(sqlite3_file* file) {
  return real_of(file)->pMethods->xSectorSize(real_of(file));
}

int device_of_log(sqlite3_file* file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

// Version 1: a log is neither mapped nor shared; that is the database's own file.
constexpr sqlite3_io_methods k_log_methods = {
    1,        close_log,  read_log,        write_log,   truncate_log,  flush_log,     size_of_log,
    lock_log, unlock_log, is_log_reserved, control_log, sector_of_log, device_of_log, nullptr,
    nullptr,  nullptr,    nullptr,         nullptr,     nullptr};

int open_file(sqlite3_vfs* layer, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  auto* beneath = static_cast<sqlite3_vfs*>(layer->pAppData);
  if ((flags & SQLITE_OPEN_WAL) == 0) {
    return beneath->xOpen(beneath, path, file, flags, flags_out);
  }
  auto* log = new (file) LogFile{};
  const int code = beneath->xOpen(beneath, path, log->real(), flags, flags_out);
  if (code == SQLITE_OK) {
    log->head.pMethods = &k_log_methods;
  } else {
    log->~LogFile();
    file->pMethods = nullptr;  // so SQLite does not close it
  }
  return code;
}

}  // namespace

const char* use_whole_writes() {
  static sqlite3_vfs layer{};                        // SQLite keeps its address for ever
  sqlite3_vfs* beneath = sqlite3_vfs_find(nullptr);  // which does all the work
  if (layer.pAppData == beneath) return k_name;
  sqlite3_vfs_unregister(&layer);  // no harm when it never was
  layer = *beneath;                // what is not taken over here stays as it is beneath
  layer.pNext = nullptr;
  layer.zName = k_name;
  layer.pAppData = beneath;
  layer.szOsFile = beneath->szOsFile + static_cast<int>(sizeof(LogFile));
  layer.xOpen = open_file;
  sqlite3_vfs_register(&layer, 0);
  return k_name;
}

}  // namespace tocsin
