#include "tests/support/source_path.h"

std::string source_path(const std::string& path_in_repository) {
  return std::string(TOCSIN_SOURCE_DIR "/") + path_in_repository;
}
