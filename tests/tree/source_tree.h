#pragma once
// The files of this very repository as values, for the tests that read the sources. Also the parts
// of a C++ file that those tests look at: its lines, its code without comments and texts.

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::test {

struct SourceFile {
  std::string path;  // from the top of the repository: "bot/domain/event.h"
  std::string text;
};

// Paths of all files under these folders of the repository, sorted. Fixtures are left out: what is
// captured or broken on purpose follows no rule.
std::vector<std::string> paths_under(const std::vector<std::string>& folders);

SourceFile read_source(const std::string& path);

// The C++ files (.h and .cpp) under these folders.
std::vector<SourceFile> read_sources(const std::vector<std::string>& folders);

bool is_word(char c);  // of a name

std::vector<std::string_view> lines_of(std::string_view text);

// The same text, of the same length and with the same line breaks, but with blanks in place of
// comments, preprocessor lines, and of what stands inside of string and character literals.
std::string code_only(std::string_view text);

std::string_view trim(std::string_view text);

}  // namespace tocsin::test
