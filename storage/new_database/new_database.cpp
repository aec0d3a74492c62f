#include "storage/new_database/image.h"

#include "bot/ensure.h"
#include "storage/flush_folder.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace tocsin {

namespace {

std::array<char, 6> as_stored(std::int64_t milliseconds) {
  std::array<char, 6> bytes{};
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, milliseconds >>= 8) {
    *byte = static_cast<char>(milliseconds & 0xff);
  }
  return bytes;
}

// The two bytes of SQLite's file header that say: read and written through a write-ahead log. The
// image is without, because a database in memory cannot have one.
void say_that_it_has_a_log(std::string& database) {
  constexpr std::size_t k_write_version = 18;
  constexpr std::size_t k_read_version = 19;
  database[k_write_version] = 2;
  database[k_read_version] = 2;
}

// 0, or the errno of what failed.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

// For its owner alone, because private incidents are in it; SQLite gives the files beside it the
// same mode.
int write_file(const std::string& path, std::string_view bytes, bool flushes) {
  unlink(path.c_str());  // what a power cut may have left
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;
  int trouble = write_all(descriptor, bytes);
  if (trouble == 0 && flushes && fsync(descriptor) != 0) trouble = errno;
  if (close(descriptor) != 0 && trouble == 0) trouble = errno;
  return trouble;
}

}  // namespace

std::string new_database(Moment now) {
  const std::span<const char> image = new_database_image();
  std::string database(image.begin(), image.end());
  const auto placeholder = as_stored(k_moment_of_making);
  const auto moment = as_stored(to_stored(now));
  const std::string_view sought(placeholder.data(), placeholder.size());
  for (std::size_t at = 0; (at = database.find(sought, at)) != std::string::npos;
       at += sought.size()) {
    database.replace(at, sought.size(), moment.data(), moment.size());
  }
  return database;
}

void fill_memory(SQLite::Database& database, Moment now) {
  const std::string bytes = new_database(now);
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  auto* own = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size()));
  ENSURE(own != nullptr);
  std::memcpy(own, bytes.data(), bytes.size());
  const int code =
      sqlite3_deserialize(database.getHandle(), "main", own, size, size,
                          SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
  if (code != SQLITE_OK) throw SQLite::Exception(database.getHandle(), code);
}

int make_database_file(const std::string& path, Moment now, bool flushes) {
  std::string bytes = new_database(now);
  say_that_it_has_a_log(bytes);
  const std::string beside = path + "-new";
  int trouble = write_file(beside, bytes, flushes);
  if (trouble == 0 && std::rename(beside.c_str(), path.c_str()) != 0) trouble = errno;
  if (trouble != 0) {
    unlink(beside.c_str());
  } else if (flushes) {
    flush_folder_of(path);
  }
  return trouble;
}

}  // namespace tocsin
