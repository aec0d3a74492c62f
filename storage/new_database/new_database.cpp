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
#include <vector>

namespace tocsin {

namespace {

std::string_view image_text() {
  const std::span<const char> image = new_database_image();
  return {image.data(), image.size()};
}

std::array<char, 6> as_stored(std::int64_t milliseconds) {
  std::array<char, 6> bytes{};
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, milliseconds >>= 8) {
    *byte = static_cast<char>(milliseconds & 0xff);
  }
  return bytes;
}

struct Patch {
  std::size_t place;
  std::array<char, 6> bytes;
};

// What differs from the image in a database that is made at this moment.
std::vector<Patch> patches_for(Moment now) {
  const auto sought = as_stored(k_moment_of_making);
  const std::string_view placeholder(sought.data(), sought.size());
  std::vector<Patch> patches;
  for (std::size_t at = image_text().find(placeholder); at != std::string_view::npos;
       at = image_text().find(placeholder, at + placeholder.size())) {
    patches.push_back({at, as_stored(to_stored(now))});
  }
  return patches;
}

// 0, or the errno of what failed.
int write_at(int descriptor, std::size_t place, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(place));
    if (written < 0 && errno != EINTR) return errno;
    if (written <= 0) continue;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    place += static_cast<std::size_t>(written);
  }
  return 0;
}

// Two bytes of SQLite's file header that say: read and written through a write-ahead log. The
// image is without, because a database in memory cannot have one.
constexpr std::string_view k_has_a_log = "\2\2";
constexpr std::size_t k_place_of_the_log = 18;

// Straight from the program's own pages: filling memory for a copy takes longer than writing it.
int write_database(int descriptor, Moment now) {
  int trouble = write_at(descriptor, 0, image_text());
  if (trouble == 0) trouble = write_at(descriptor, k_place_of_the_log, k_has_a_log);
  for (const Patch& patch : patches_for(now)) {
    if (trouble != 0) break;
    trouble = write_at(descriptor, patch.place, {patch.bytes.data(), patch.bytes.size()});
  }
  return trouble;
}

// For its owner alone, because private incidents are in it; SQLite gives the files beside it the
// same mode.
int write_file(const std::string& path, Moment now, bool flushes) {
  unlink(path.c_str());  // what a power cut may have left
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;
  int trouble = write_database(descriptor, now);
  if (trouble == 0 && flushes && fsync(descriptor) != 0) trouble = errno;
  if (close(descriptor) != 0 && trouble == 0) trouble = errno;
  return trouble;
}

}  // namespace

void fill_memory(SQLite::Database& database, Moment now) {
  const std::string_view image = image_text();
  auto* bytes = static_cast<unsigned char*>(sqlite3_malloc64(image.size()));
  ENSURE(bytes != nullptr);
  std::memcpy(bytes, image.data(), image.size());
  for (const Patch& patch : patches_for(now)) {
    std::memcpy(bytes + patch.place, patch.bytes.data(), patch.bytes.size());
  }
  const auto size = static_cast<sqlite3_int64>(image.size());
  constexpr unsigned k_owned = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE;
  const int code = sqlite3_deserialize(database.getHandle(), "main", bytes, size, size, k_owned);
  if (code != SQLITE_OK) throw SQLite::Exception(database.getHandle(), code);
}

int make_database_file(const std::string& path, Moment now, bool flushes) {
  const std::string beside = path + "-new";
  int trouble = write_file(beside, now, flushes);
  if (trouble == 0 && std::rename(beside.c_str(), path.c_str()) != 0) trouble = errno;
  if (trouble != 0) {
    unlink(beside.c_str());
  } else if (flushes) {
    flush_folder_of(path);
  }
  return trouble;
}

}  // namespace tocsin
