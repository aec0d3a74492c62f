#include "storage/flush_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

namespace tocsin {

void flush_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

}  // namespace tocsin
