// The README's table of commands is the catalogue's. After a wanted change, run this program once
// with TOCSIN_ACCEPT_FIXTURES=1 to write it anew.

#include "commands/catalog.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace tocsin::readme_test {

namespace {

const std::string k_begin = "<!-- commands: generated from the catalogue, compared by a test -->\n";
const std::string k_end = "<!-- end of commands -->";

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '|') safe.push_back('\\');
    safe.push_back(c);
  }
  return safe;
}

std::string aliases_of(const Verb& verb) {
  std::string text;
  for (const char c : verb.aliases) text += c == '|' ? "`, `" : std::string(1, c);
  return text.empty() ? "" : " (`" + text + "`)";
}

std::string table() {
  std::string rows = "| you type | what it does |\n|---|---|\n";
  for (const Verb* verb : catalog()) {
    if (verb->run == nullptr || verb->is_hidden) continue;
    std::string line = std::string(verb->name);
    if (!verb->arguments.empty()) line += " " + escaped(verb->arguments);
    rows += "| `" + line + "`" + aliases_of(*verb) + " | " + escaped(verb->purpose) + " |\n";
  }
  return rows;
}

}  // namespace

TEST_CASE("the README's table of commands is the catalogue's") {
  const std::string path = source_path("README.md");
  std::string readme = file_content(path);
  const std::size_t begin = readme.find(k_begin);
  const std::size_t end = readme.find(k_end);
  REQUIRE(begin != std::string::npos);
  REQUIRE(end != std::string::npos);
  const std::size_t from = begin + k_begin.size();
  if (std::getenv("TOCSIN_ACCEPT_FIXTURES") != nullptr) {
    readme.replace(from, end - from, table());
    std::ofstream(path, std::ios::binary) << readme;
    return;
  }
  CHECK(readme.substr(from, end - from) == table());
}

}  // namespace tocsin::readme_test
