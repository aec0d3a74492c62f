#pragma once
// The files of tests/fixtures, as bytes.

#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <string>

namespace tocsin::imports {

// Empty when there is no such file.
inline std::string read_fixture(const std::string& path) {
  return file_content(source_path("tests/fixtures/" + path));
}

}  // namespace tocsin::imports
