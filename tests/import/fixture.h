#pragma once
// The files of tests/fixtures, as bytes.

#include "tests/support/source_path.h"

#include <fstream>
#include <iterator>
#include <string>

namespace tocsin::imports {

// Empty when there is no such file.
inline std::string read_fixture(const std::string& path) {
  std::ifstream file(source_path("tests/fixtures/" + path), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace tocsin::imports
