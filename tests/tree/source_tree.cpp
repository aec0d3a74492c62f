#include "tests/tree/source_tree.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace tocsin::test {

namespace {

// Walks over a C++ text once and blanks out what is no code. Knows no more of the language than
// where a comment, a literal and a preprocessor line end.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : text_(text), code_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (rest().starts_with("//")) {
        blank_until(text_.find('\n', at_));
      } else if (rest().starts_with("/*")) {
        blank_past("*/", at_ + 2);
      } else if (rest().starts_with("R\"") && !follows_word()) {
        const std::size_t open = text_.find('(', at_);
        const std::string end =
            open == std::string_view::npos
                ? "\""
                : ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
        blank_past(end, std::min(open, text_.size()));
      } else if (text_[at_] == '"' || (text_[at_] == '\'' && !follows_word())) {
        blank_literal(text_[at_]);
      } else if (text_[at_] == '#' && starts_line()) {
        blank_directive();
      } else {
        ++at_;
      }
    }
    return code_;
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }

  // 'R' of an identifier that ends in R, or the separator in 1'000.
  bool follows_word() const { return at_ > 0 && is_word(text_[at_ - 1]); }

  bool starts_line() const {
    std::size_t before = at_;
    while (before > 0 && (text_[before - 1] == ' ' || text_[before - 1] == '\t')) --before;
    return before == 0 || text_[before - 1] == '\n';
  }

  void blank_until(std::size_t end) {
    for (end = std::min(end, text_.size()); at_ < end; ++at_) {
      if (code_[at_] != '\n') code_[at_] = ' ';
    }
  }

  void blank_past(std::string_view mark, std::size_t from) {
    const std::size_t found = text_.find(mark, from);
    blank_until(found == std::string_view::npos ? found : found + mark.size());
  }

  void blank_literal(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    blank_until(end + 1);
  }

  void blank_directive() {
    std::size_t end = text_.find('\n', at_);
    while (end != std::string_view::npos && text_[end - 1] == '\\') end = text_.find('\n', end + 1);
    blank_until(end);
  }

  std::string_view text_;
  std::string code_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::vector<std::string> paths_under(const std::vector<std::string>& folders) {
  namespace fs = std::filesystem;
  const fs::path top = source_path("");
  std::vector<std::string> paths;
  for (const std::string& folder : folders) {
    if (!fs::exists(top / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
      if (!entry.is_regular_file()) continue;
      std::string path = fs::relative(entry.path(), top).generic_string();
      if (!path.starts_with("tests/fixtures/")) paths.push_back(std::move(path));
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

SourceFile read_source(const std::string& path) { return {path, file_content(source_path(path))}; }

std::vector<SourceFile> read_sources(const std::vector<std::string>& folders) {
  std::vector<SourceFile> files;
  for (const std::string& path : paths_under(folders)) {
    if (path.ends_with(".h") || path.ends_with(".cpp")) files.push_back(read_source(path));
  }
  return files;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string code_only(std::string_view text) { return Blanker(text).run(); }

std::string_view trim(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace tocsin::test
