#pragma once
// The rules of style that a machine can see: lengths, openings of headers, words that promise work
// for later, folders without a page that explains them. Each check takes values and returns one
// sentence for each violation, so that the tests can show that it fails when it should.

#include "tests/tree/source_tree.h"

#include <cstddef>
#include <string>
#include <vector>

namespace tocsin::test {

constexpr std::size_t k_longest_file = 500;
constexpr std::size_t k_longest_function = 70;

// A longer one says why, in a comment that begins "Long because": among the first lines of a file,
// or right above a function.
std::vector<std::string> too_long_file(const SourceFile& file);
std::vector<std::string> too_long_functions(const SourceFile& file);

// "#pragma once", then a paragraph that says what the header is for.
std::vector<std::string> header_without_opening(const SourceFile& file);

std::vector<std::string> unfinished_words(const SourceFile& file);

// A page begins with "# " and its title. A formatter for C++ that is let loose on it takes the mark
// for a directive and the text for code.
std::vector<std::string> page_without_title(const SourceFile& page);

// Of the paths of the whole tree.
std::vector<std::string> folders_without_readme(const std::vector<std::string>& paths);

// A function with a body, as its braces show it: for too_long_functions and its own test.
struct Function {
  std::string head;       // from its first word to its brace, on one line
  std::size_t first = 0;  // line, counted from 1
  std::size_t last = 0;   // the line of its closing brace
};

std::vector<Function> functions_of(std::string_view text);

}  // namespace tocsin::test
