#include "storage/single_writer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

namespace tocsin {

namespace {

// Only for the message: a holder that could not write its number is still a holder.
void write_holder(int descriptor) {
  const std::string line = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor, 0) != 0) return;
  [[maybe_unused]] const ssize_t written = pwrite(descriptor, line.data(), line.size(), 0);
}

pid_t read_holder(int descriptor) {
  std::array<char, 24> line{};
  const ssize_t size = pread(descriptor, line.data(), line.size(), 0);
  pid_t holder = 0;
  if (size > 0) std::from_chars(line.data(), line.data() + size, holder);
  return holder;
}

// The holder before us may have removed the file between our opening and our locking it.
bool is_still_at(const std::string& path, int descriptor) {
  struct stat at_path {};
  struct stat locked {};
  return stat(path.c_str(), &at_path) == 0 && fstat(descriptor, &locked) == 0 &&
         at_path.st_ino == locked.st_ino && at_path.st_dev == locked.st_dev;
}

}  // namespace

SingleWriter::Attempt SingleWriter::take(const std::string& database) {
  const std::string path = database + "-lock";
  while (true) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return {nullptr, 0, errno};
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const int why = errno;
      const pid_t holder = read_holder(descriptor);
      close(descriptor);
      return {nullptr, holder, why == EWOULDBLOCK ? 0 : why};
    }
    if (is_still_at(path, descriptor)) {
      write_holder(descriptor);
      return {std::unique_ptr<SingleWriter>(new SingleWriter(path, descriptor)), 0, 0};
    }
    close(descriptor);
  }
}

SingleWriter::SingleWriter(std::string path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {}

SingleWriter::~SingleWriter() {
  unlink(path_.c_str());  // while it is still ours
  close(descriptor_);
}

}  // namespace tocsin
