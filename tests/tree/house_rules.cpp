#include "tests/tree/house_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace tocsin::test {

namespace {

constexpr std::size_t k_top_of_file = 20;  // lines in which a long file says why it is long

bool says_why(std::string_view line) { return trim(line).starts_with("// Long because"); }

bool is_comment(std::string_view line) { return trim(line).starts_with("//"); }

// In the comment that stands right above line `number`.
bool says_why_above(const std::vector<std::string_view>& lines, std::size_t number) {
  for (std::size_t above = number - 1; above > 0 && is_comment(lines[above - 1]); --above) {
    if (says_why(lines[above - 1])) return true;
  }
  return false;
}

bool has_word(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos;
       at = line.find(word, at + 1)) {
    const bool starts = at == 0 || !is_word(line[at - 1]);
    const std::size_t end = at + word.size();
    if (starts && (end == line.size() || !is_word(line[end]))) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> too_long_file(const SourceFile& file) {
  const auto lines = lines_of(file.text);
  if (lines.size() <= k_longest_file) return {};
  const auto top = lines.begin() + k_top_of_file;
  if (std::any_of(lines.begin(), top, says_why)) return {};
  return {file.path + ": " + std::to_string(lines.size()) + " lines"};
}

std::vector<std::string> too_long_functions(const SourceFile& file) {
  const auto lines = lines_of(file.text);
  std::vector<std::string> complaints;
  for (const Function& function : functions_of(file.text)) {
    const std::size_t length = function.last - function.first + 1;
    if (length <= k_longest_function || says_why_above(lines, function.first)) continue;
    complaints.push_back(file.path + ":" + std::to_string(function.first) + ": " +
                         std::to_string(length) + " lines: " + function.head);
  }
  return complaints;
}

std::vector<std::string> header_without_opening(const SourceFile& file) {
  if (!file.path.ends_with(".h")) return {};
  const auto lines = lines_of(file.text);
  if (lines.empty() || lines[0] != "#pragma once") {
    return {file.path + ": does not begin with #pragma once"};
  }
  if (lines.size() < 2 || !lines[1].starts_with("// ")) {
    return {file.path + ": no paragraph after #pragma once that says what it is for"};
  }
  return {};
}

std::vector<std::string> unfinished_words(const SourceFile& file) {
  // In two halves, so that this file does not contain them.
  static const std::array<std::string, 4> words{std::string("TO") + "DO", std::string("FIX") + "ME",
                                                std::string("XX") + "X", std::string("HA") + "CK"};
  std::vector<std::string> complaints;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    for (const std::string& word : words) {
      if (!has_word(line, word)) continue;
      complaints.push_back(file.path + ":" + std::to_string(number) + ": " + word);
    }
  }
  return complaints;
}

std::vector<std::string> page_without_title(const SourceFile& page) {
  const auto lines = lines_of(page.text);
  if (!lines.empty() && lines[0].starts_with("# ") && trim(lines[0]).size() > 2) return {};
  return {page.path + ": does not begin with \"# \" and a title"};
}

std::vector<std::string> folders_without_readme(const std::vector<std::string>& paths) {
  std::set<std::string> folders{"bot", "commands", "integrations", "storage", "tests", "deploy"};
  for (const std::string& path : paths) {
    const bool is_code = path.ends_with(".h") || path.ends_with(".cpp");
    const bool counts = path.starts_with("bot/") || path.starts_with("integrations/");
    if (is_code && counts) folders.insert(path.substr(0, path.rfind('/')));
  }
  std::vector<std::string> complaints;
  for (const std::string& folder : folders) {
    if (std::find(paths.begin(), paths.end(), folder + "/README.md") == paths.end()) {
      complaints.push_back(folder + ": no README.md");
    }
  }
  return complaints;
}

}  // namespace tocsin::test
