#pragma once
// Which part of the program may include which: the table of bot/README.md as a value, and the check
// of one file against it.

#include "tests/tree/source_tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::test {

struct Include {
  std::string name;
  bool angled = false;  // <name> and not "name"
  std::size_t line = 0;
};

std::vector<Include> includes_of(std::string_view text);

// One sentence for each include that the table does not allow, with file and line.
std::vector<std::string> forbidden_includes(const SourceFile& file);

}  // namespace tocsin::test
