#include "commands/writeup_preview.h"

#include "bot/domain/markdown.h"

#include <string>
#include <utility>

namespace tocsin {

namespace {

// "| Severity | sev1 |" → "Severity · sev1"; empty for the line under a table's head.
std::string row_of(std::string_view line) {
  std::string row;
  std::string cell;
  bool only_dashes = true;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      cell += line[i];
      cell += line[++i];
      only_dashes = false;
    } else if (line[i] == '|') {
      const std::size_t begin = cell.find_first_not_of(' ');
      if (begin != std::string::npos) {
        if (!row.empty()) row += " · ";
        row += unescape_markdown(
            std::string_view(cell).substr(begin, cell.find_last_not_of(' ') - begin + 1));
      }
      cell.clear();
    } else {
      only_dashes = only_dashes && (line[i] == '-' || line[i] == ':' || line[i] == ' ');
      cell += line[i];
    }
  }
  return only_dashes ? "" : row;
}

// "Type `/incident impact TEXT`.": the words between backquotes are code.
void add_words(RichText& text, std::string_view words) {
  while (true) {
    std::size_t open = words.find('`');
    while (open != std::string_view::npos && open > 0 && words[open - 1] == '\\') {
      open = words.find('`', open + 1);
    }
    const std::size_t close = open == std::string_view::npos ? open : words.find('`', open + 1);
    if (close == std::string_view::npos) break;
    text.plain(unescape_markdown(words.substr(0, open)));
    text.code(words.substr(open + 1, close - open - 1));
    words.remove_prefix(close + 1);
  }
  if (!words.empty()) text.plain(unescape_markdown(words));
}

bool is_question(std::string_view line) {
  return line.size() > 2 && line.front() == '_' && line.back() == '_' &&
         line[line.size() - 2] != '\\';
}

void add_line(RichText& text, std::string_view line) {
  if (!text.empty()) text.plain("\n");
  if (line.starts_with("**")) {
    const std::size_t close = line.find("**", 2);
    if (close != std::string_view::npos) {
      text.bold(unescape_markdown(line.substr(2, close - 2)));
      line.remove_prefix(close + 2);
    }
  }
  if (is_question(line)) {
    add_words(text, line.substr(1, line.size() - 2));
  } else if (line.starts_with("- ")) {
    add_words(text.plain("• "), line.substr(2));
  } else {
    add_words(text, line);
  }
}

class Previewer {
 public:
  explicit Previewer(std::size_t most_bytes) : left_(most_bytes) {}

  void take(std::string_view line) {
    if (!preview_.is_whole || line.empty()) return;
    const bool is_heading = line.starts_with("# ") || line.starts_with("## ");
    std::string row;
    if (line.starts_with('|')) {
      row = row_of(line);
      if (row.empty()) return;
    }
    if (line.size() + 1 > left_) {
      preview_.is_whole = false;
      return;
    }
    left_ -= line.size() + 1;
    if (is_heading) {
      end_section();
      section_.bold(unescape_markdown(line.substr(line.find(' ') + 1)));
    } else if (line.starts_with('|')) {
      if (!section_.empty()) section_.plain("\n");
      section_.plain(row);
    } else {
      add_line(section_, line);
    }
  }

  WriteupPreview finish() {
    end_section();
    return std::move(preview_);
  }

 private:
  void end_section() {
    if (!section_.empty()) preview_.paragraphs.push_back(std::exchange(section_, RichText()));
  }

  std::size_t left_;
  RichText section_;
  WriteupPreview preview_;
};

}  // namespace

WriteupPreview preview_of(std::string_view markdown, std::size_t most_bytes) {
  Previewer previewer(most_bytes);
  while (!markdown.empty()) {
    const std::size_t end = markdown.find('\n');
    previewer.take(markdown.substr(0, end));
    if (end == std::string_view::npos) break;
    markdown.remove_prefix(end + 1);
  }
  return previewer.finish();
}

}  // namespace tocsin
