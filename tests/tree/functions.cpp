// Finds the functions of a C++ text by its braces. Not a parser: it knows just enough to tell the
// body of a function from a class, a namespace and a list of values.

#include "tests/tree/house_rules.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace tocsin::test {

namespace {

enum class Brace { scope, function, value };

std::string_view first_word(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_word(text[end])) ++end;
  return text.substr(0, end);
}

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "template <class T, std::size_t N>" says nothing about what follows it.
std::string_view without_template(std::string_view head) {
  while (first_word(head) == "template") {
    int depth = 0;
    std::size_t at = head.find('<');
    for (; at < head.size(); ++at) {
      if (head[at] == '<') ++depth;
      if (head[at] == '>' && --depth == 0) break;
    }
    if (at >= head.size()) return "";
    head = trim(head.substr(at + 1));
  }
  return head;
}

bool opens_scope(std::string_view head) {
  constexpr std::array<std::string_view, 6> k_scopes{"namespace", "class", "struct",
                                                     "union",     "enum",  "extern"};
  constexpr std::array<std::string_view, 5> k_before{"static", "constexpr", "const", "inline",
                                                     "typedef"};
  while (contains(k_before, first_word(head))) {
    head = trim(head.substr(first_word(head).size()));
  }
  return contains(k_scopes, first_word(head));
}

// What follows the parameters: the place after the bracket that closes the first outermost pair.
std::size_t after_parameters(std::string_view head) {
  int depth = 0;
  for (std::size_t at = 0; at < head.size(); ++at) {
    if (head[at] == '(') ++depth;
    if (head[at] == ')' && --depth == 0) return at + 1;
  }
  return std::string_view::npos;
}

bool has_initializers(std::string_view head) {
  std::size_t at = after_parameters(head);
  if (at == std::string_view::npos) return false;
  std::string_view rest = trim(head.substr(at));
  if (first_word(rest) == "noexcept") rest = trim(rest.substr(8));
  return rest.starts_with(':') && !rest.starts_with("::");
}

bool opens_function(std::string_view head) {
  const auto depth =
      std::count(head.begin(), head.end(), '(') - std::count(head.begin(), head.end(), ')');
  if (depth != 0 || head.empty()) return false;
  if (has_initializers(head)) return head.back() == ')' || head.back() == '}';
  const std::size_t close = head.rfind(')');
  if (close == std::string_view::npos) return false;
  constexpr std::array<std::string_view, 8> k_after{"const", "noexcept", "override", "final",
                                                    "try",   "requires", "mutable",  "volatile"};
  const std::string_view rest = trim(head.substr(close + 1));
  return rest.empty() || rest.starts_with("->") || rest.starts_with('&') ||
         contains(k_after, first_word(rest));
}

Brace kind_of(std::string_view head) {
  head = without_template(head);
  if (opens_scope(head)) return Brace::scope;
  return opens_function(head) ? Brace::function : Brace::value;
}

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : trim(text)) {
    const bool blank = c == '\n' || c == ' ' || c == '\t';
    if (!blank) line += c;
    if (blank && line.back() != ' ') line += ' ';
  }
  return line;
}

class FunctionFinder {
 public:
  std::vector<Function> run(std::string_view text) {
    const std::string code = code_only(text);
    for (const char c : code) {
      if (c == '{') {
        open();
      } else if (c == '}') {
        close();
      } else if (c == ';' || ends_label(c)) {
        start_over();
      } else {
        add(c);
      }
      if (c == '\n') ++line_;
    }
    return std::move(found_);
  }

 private:
  struct Open {
    Brace brace = Brace::scope;
    std::string head;
    std::size_t head_line = 0;
  };

  bool in_function() const { return !open_.empty() && open_.back().brace == Brace::function; }

  // "public:" is no beginning of anything.
  bool ends_label(char c) const {
    constexpr std::array<std::string_view, 3> k_labels{"public", "protected", "private"};
    return c == ':' && contains(k_labels, trim(head_));
  }

  void start_over() {
    head_.clear();
    head_line_ = 0;
  }

  void add(char c) {
    const bool blank = c == '\n' || c == ' ' || c == '\t';
    if (head_line_ == 0 && blank) return;
    if (head_line_ == 0) head_line_ = line_;
    head_ += c;
  }

  void open() {
    const std::string head = on_one_line(head_);
    // Inside of a function every brace belongs to it, so that only whole functions are measured.
    const Brace brace = in_function() ? Brace::function : kind_of(head);
    open_.push_back({brace, head_, head_line_ == 0 ? line_ : head_line_});
    start_over();
  }

  void close() {
    if (open_.empty()) return;
    const Open opened = open_.back();
    open_.pop_back();
    start_over();
    if (opened.brace == Brace::value) {
      head_ = opened.head + "{}";
      head_line_ = opened.head_line;
    } else if (opened.brace == Brace::function && !in_function()) {
      found_.push_back({on_one_line(opened.head), opened.head_line, line_});
    }
  }

  std::vector<Open> open_;
  std::vector<Function> found_;
  std::string head_;
  std::size_t head_line_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

std::vector<Function> functions_of(std::string_view text) { return FunctionFinder().run(text); }

}  // namespace tocsin::test
