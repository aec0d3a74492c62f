#include "tests/storage/faulty_disk.h"

#include <sqlite3.h>

#include <new>
#include <stdexcept>

namespace tocsin {

struct FaultyDisk::State {
  sqlite3_vfs vfs{};
  sqlite3_vfs* real = nullptr;
  Fault fault = Fault::full;
  std::int64_t until_failure = 0;  // 0: sound
  bool lasting = false;
  bool failed = false;

  bool fails(bool is_flush) {
    if (until_failure == 0 || (fault == Fault::broken_flush) != is_flush) return false;
    if (--until_failure > 0) return false;
    failed = true;
    if (lasting) until_failure = 1;
    return true;
  }
};

namespace {

struct File {
  sqlite3_file base;
  sqlite3_file* real;
  FaultyDisk::State* disk;
};

File& file_of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

sqlite3_file* real_of(sqlite3_file* file) { return file_of(file).real; }

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  FaultyDisk::State& disk = *file_of(file).disk;
  if (disk.fails(false)) {
    if (disk.fault != FaultyDisk::Fault::full) return SQLITE_IOERR_WRITE;
    real_of(file)->pMethods->xWrite(real_of(file), bytes, size / 2, offset);  // what found room
    return SQLITE_FULL;
  }
  return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
}

int flush_file(sqlite3_file* file, int) {
  return file_of(file).disk->fails(true) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int close_file(sqlite3_file* file) { return real_of(file)->pMethods->xClose(real_of(file)); }

int read_file(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  return real_of(file)->pMethods->xRead(real_of(file), bytes, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

int lock_file(sqlite3_file* file, int level) {
  return real_of(file)->pMethods->xLock(real_of(file), level);
}

int unlock_file(sqlite3_file* file, int level) {
  return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

int check_reserved_lock(sqlite3_file* file, int* is_reserved) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), is_reserved);
}

int control_file(sqlite3_file* file, int operation, void* argument) {
  return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

int sector_size(sqlite3_file* file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }

int characteristics(sqlite3_file* file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, memory);
}

int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

void shared_barrier(sqlite3_file* file) { real_of(file)->pMethods->xShmBarrier(real_of(file)); }

int unmap_shared(sqlite3_file* file, int remove) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

constexpr sqlite3_io_methods k_methods = {
    2,  // with shared memory, which the write-ahead log needs
    close_file, read_file,   write_file,          truncate_file, flush_file,  size_of_file,
    lock_file,  unlock_file, check_reserved_lock, control_file,  sector_size, characteristics,
    map_shared, lock_shared, shared_barrier,      unmap_shared,  nullptr,     nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* got) {
  auto* disk = static_cast<FaultyDisk::State*>(vfs->pAppData);
  auto* wrapper = new (file) File{};  // SQLite gives room for the wrapper and the real file
  wrapper->disk = disk;
  wrapper->real = reinterpret_cast<sqlite3_file*>(wrapper + 1);
  const int code = disk->real->xOpen(disk->real, name, wrapper->real, flags, got);
  wrapper->base.pMethods = wrapper->real->pMethods == nullptr ? nullptr : &k_methods;
  return code;
}

}  // namespace

// The other functions of the wrapped layer get the wrapper as their first argument, which SQLite's
// own layer for Unix does not look at.
FaultyDisk::FaultyDisk() : state_(std::make_unique<State>()) {
  state_->real = sqlite3_vfs_find(nullptr);
  if (state_->real == nullptr) throw std::runtime_error("SQLite has no file layer");
  state_->vfs = *state_->real;
  state_->vfs.zName = "faulty";
  state_->vfs.pNext = nullptr;
  state_->vfs.pAppData = state_.get();
  state_->vfs.szOsFile = static_cast<int>(sizeof(File)) + state_->real->szOsFile;
  state_->vfs.xOpen = open_file;
  sqlite3_vfs_register(&state_->vfs, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&state_->vfs);
  sqlite3_vfs_register(state_->real, 1);
}

void FaultyDisk::fail(Fault fault, std::int64_t number, bool lasting) {
  state_->fault = fault;
  state_->until_failure = number;
  state_->lasting = lasting;
  state_->failed = false;
}

void FaultyDisk::heal() { state_->until_failure = 0; }

bool FaultyDisk::has_failed() const { return state_->failed; }

}  // namespace tocsin
