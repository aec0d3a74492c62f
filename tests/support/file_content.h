#pragma once
// What is in a file, byte for byte; empty when there is none.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tocsin {

inline std::string file_content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace tocsin
