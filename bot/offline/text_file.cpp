#include "bot/offline/text_file.h"

#include <fmt/core.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tocsin {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

 private:
  int number_;
};

auto refused(int error) {
  switch (error) {
    case ENOENT:
      return failure(std::string("there is no such file"));
    case EACCES:
      return failure(std::string("it may not be read by this user"));
    default:
      return failure(fmt::format("it cannot be read ({})", std::strerror(error)));
  }
}

}  // namespace

Result<std::string, std::string> read_text_file(const std::string& path, std::size_t most_bytes) {
  // Without waiting: a pipe that nobody writes to must not stop the import.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.number() < 0) return refused(errno);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return refused(errno);
  if (S_ISDIR(status.st_mode)) {
    return failure(std::string("it is a folder; name the files in it"));
  }
  if (!S_ISREG(status.st_mode)) return failure(std::string("it is no ordinary file"));
  if (static_cast<std::size_t>(status.st_size) > most_bytes) {
    return failure(fmt::format("it is too long ({} MB); at most {} MB are read",
                               static_cast<std::size_t>(status.st_size) >> 20U, most_bytes >> 20U));
  }
  std::string text;
  text.resize(static_cast<std::size_t>(status.st_size));
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(file.number(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refused(errno);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

}  // namespace tocsin
