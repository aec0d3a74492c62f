#include "bot/import/html_fragments.h"

#include "bot/domain/zone_names.h"
#include "bot/import/text.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace tocsin::imports {
namespace {

enum class Means {
  nothing,  // dropped
  bold,
  line,   // <br>
  block,  // a paragraph of its own
  heading,
  list,
  item,
  row,
  cell,
  table,
  log,     // <pre>
  unseen,  // with all that is in it: <script>
};

struct Tag {
  std::string_view name;
  Means means;
};

constexpr std::array<Tag, 70> k_tags{{
    {"a", Means::nothing},        {"abbr", Means::nothing},     {"article", Means::block},
    {"b", Means::bold},           {"blockquote", Means::block}, {"body", Means::block},
    {"br", Means::line},          {"button", Means::nothing},   {"center", Means::block},
    {"cite", Means::nothing},     {"code", Means::nothing},     {"dd", Means::block},
    {"del", Means::nothing},      {"details", Means::block},    {"div", Means::block},
    {"dl", Means::block},         {"dt", Means::block},         {"em", Means::nothing},
    {"figcaption", Means::block}, {"figure", Means::block},     {"font", Means::nothing},
    {"footer", Means::block},     {"h1", Means::heading},       {"h2", Means::heading},
    {"h3", Means::heading},       {"h4", Means::heading},       {"h5", Means::heading},
    {"h6", Means::heading},       {"head", Means::block},       {"header", Means::block},
    {"hr", Means::block},         {"html", Means::block},       {"i", Means::nothing},
    {"iframe", Means::unseen},    {"img", Means::nothing},      {"ins", Means::nothing},
    {"kbd", Means::nothing},      {"label", Means::nothing},    {"li", Means::item},
    {"link", Means::nothing},     {"main", Means::block},       {"mark", Means::nothing},
    {"meta", Means::nothing},     {"nav", Means::block},        {"ol", Means::list},
    {"p", Means::block},          {"picture", Means::nothing},  {"pre", Means::log},
    {"s", Means::nothing},        {"script", Means::unseen},    {"section", Means::block},
    {"small", Means::nothing},    {"source", Means::nothing},   {"span", Means::nothing},
    {"strong", Means::bold},      {"style", Means::unseen},     {"sub", Means::nothing},
    {"summary", Means::heading},  {"sup", Means::nothing},      {"svg", Means::unseen},
    {"table", Means::table},      {"tbody", Means::nothing},    {"td", Means::cell},
    {"tfoot", Means::nothing},    {"th", Means::cell},          {"thead", Means::nothing},
    {"time", Means::nothing},     {"title", Means::heading},    {"tr", Means::row},
    {"u", Means::nothing},
}};

const Tag* find_tag(std::string_view name) {
  if (same_name(name, "ul")) name = "ol";
  for (const Tag& tag : k_tags) {
    if (same_name(tag.name, name)) return &tag;
  }
  return nullptr;
}

class Rewriter {
 public:
  explicit Rewriter(std::string_view text)
      : text_(text),
        has_heading_(text.find("<h1") != std::string_view::npos ||
                     text.find("<H1") != std::string_view::npos) {
    out_.reserve(text.size());
  }

  std::string run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (at_line_start() && take_fence()) continue;
      if (c == '`' && take_code()) continue;
      if (c == '<' && (take_comment() || take_tag())) continue;
      if (c == '\n' && in_table_ > 0) {
        put(' ');
      } else {
        put(c);
      }
      ++at_;
    }
    return std::move(out_);
  }

 private:
  bool at_line_start() const { return at_ == 0 || text_[at_ - 1] == '\n'; }
  void put(char c) { out_ += c; }

  // Fenced code goes over as it is, to its closing fence or the end.
  bool take_fence() {
    std::size_t start = at_;
    while (start < text_.size() && text_[start] == ' ' && start - at_ < 4) ++start;
    const std::string_view rest = text_.substr(start);
    const bool ticks = rest.starts_with("```");
    if (!ticks && !rest.starts_with("~~~")) return false;
    const std::string_view close = ticks ? "\n```" : "\n~~~";
    if (no_close_[ticks ? 1 : 0]) return false;
    std::size_t end = text_.find(close, start);
    if (end == std::string_view::npos) {
      no_close_[ticks ? 1 : 0] = true;
      return false;
    }
    end = std::min(text_.find('\n', end + close.size()), text_.size());
    out_ += text_.substr(at_, end - at_);
    at_ = end;
    return true;
  }

  bool take_code() {
    const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
    const std::size_t close = text_.substr(0, line_end).find('`', at_ + 1);
    if (close == std::string_view::npos) {
      // Without this, every backtick of a long line would look through all of it.
      out_ += text_.substr(at_, 1);
      ++at_;
      return true;
    }
    out_ += text_.substr(at_, close + 1 - at_);
    at_ = close + 1;
    return true;
  }

  bool take_comment() {
    if (text_.substr(at_).starts_with("<!DOCTYPE") || text_.substr(at_).starts_with("<!doctype")) {
      constexpr std::size_t longest = 256;  // so that many of them cost no more than one
      const std::size_t close = text_.substr(at_, longest).find('>');
      if (close == std::string_view::npos) return false;
      at_ += close + 1;
      return true;
    }
    if (no_more_comments_ || !text_.substr(at_).starts_with("<!--")) return false;
    const std::size_t end = text_.find("-->", at_ + 4);
    if (end == std::string_view::npos) {
      no_more_comments_ = true;
      return false;
    }
    at_ = end + 3;
    return true;
  }

  bool take_tag() {
    std::size_t name = at_ + 1;
    const bool closes = name < text_.size() && text_[name] == '/';
    if (closes) ++name;
    std::size_t end = name;
    constexpr std::size_t longest = 12;
    while (end < text_.size() && end - name < longest &&
           ((lower_letter(text_[end]) >= 'a' && lower_letter(text_[end]) <= 'z') ||
            (end > name && text_[end] >= '0' && text_[end] <= '9'))) {
      ++end;
    }
    const Tag* tag = find_tag(text_.substr(name, end - name));
    if (tag == nullptr || end >= text_.size()) return false;
    if (text_[end] != '>' && text_[end] != '/' && !is_blank(text_[end])) return false;
    const std::size_t close = text_.find_first_of("<>", end);
    if (close == std::string_view::npos || text_[close] == '<') return false;
    at_ = close + 1;
    write(*tag, closes);
    return true;
  }

  void write(const Tag& tag, bool closes) {
    switch (tag.means) {
      case Means::nothing:
        return;
      case Means::bold:
        return closes ? close_bold() : open_bold();
      case Means::line:
        return put(in_table_ > 0 ? ' ' : '\n');
      case Means::block:
        return break_block();
      case Means::heading:
        return write_heading(tag.name, closes);
      case Means::list:
        depth_ = closes ? std::max(depth_ - 1, 0) : std::min(depth_ + 1, k_deepest);
        return depth_ == 0 || (!closes && depth_ == 1) ? start_paragraph() : skip_blanks();
      case Means::item:
        return closes ? skip_blanks() : open_item();
      case Means::table:
        in_table_ = closes ? std::max(in_table_ - 1, 0) : 1;
        return start_paragraph();
      case Means::row:
        if (in_table_ > 0 && !closes) out_ += "\n| ";
        return skip_blanks();
      case Means::cell:
        if (in_table_ > 0 && closes) out_ += " | ";
        return skip_blanks();
      case Means::log:
        // Around a heading it is only for the looks of it.
        if (closes ? !in_log_ : out_.find('#', out_.rfind('\n') + 1) != std::string::npos) return;
        in_log_ = !closes;
        start_line();
        out_ += "```\n";
        return;
      case Means::unseen:
        return skip_to_close(tag.name, closes);
    }
  }

  void trim_line() {
    while (!out_.empty() && (out_.back() == ' ' || out_.back() == '\t')) out_.pop_back();
  }

  void start_line() {
    trim_line();
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
  }

  void start_paragraph() {
    start_line();
    out_ += '\n';
    skip_blanks();
  }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  void break_block() {
    if (in_table_ > 0) return put(' ');
    if (depth_ == 0) return start_paragraph();
    skip_blanks();
    if (std::string_view(out_).ends_with("- ")) return;
    start_line();
    out_.append(static_cast<std::size_t>(depth_) * 2, ' ');
  }

  void write_heading(std::string_view name, bool closes) {
    if (in_table_ > 0) return;
    // A page says its title a second time, as people see it.
    if (name == "title" && has_heading_) return skip_to_close(name, closes);
    if (closes) return start_paragraph();
    start_paragraph();
    const bool leveled = name.size() == 2;
    out_.append(leveled ? static_cast<std::size_t>(name[1] - '0') : name == "title" ? 1 : 5, '#');
    out_ += ' ';
    skip_blanks();
  }

  void open_item() {
    start_line();
    out_.append(static_cast<std::size_t>(std::max(depth_ - 1, 0)) * 2, ' ');
    out_ += "- ";
    skip_blanks();
  }

  void open_bold() {
    skip_blanks();
    out_ += "**";
  }

  void close_bold() {
    trim_line();
    out_ += "**";
    if (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != ':') out_ += ' ';
  }

  void skip_to_close(std::string_view name, bool closes) {
    if (closes) return;
    const std::string close = "</" + std::string(name);
    const std::size_t end = text_.find(close, at_);
    if (end == std::string_view::npos) return;
    at_ = std::min(text_.find('>', end), text_.size() - 1) + 1;
  }

  static constexpr int k_deepest = 12;

  std::string_view text_;
  bool has_heading_ = false;
  std::size_t at_ = 0;
  std::string out_;
  int depth_ = 0;
  int in_table_ = 0;
  bool in_log_ = false;
  bool no_more_comments_ = false;
  std::array<bool, 2> no_close_{};
};

}  // namespace

std::string html_to_markdown(std::string_view text) { return Rewriter(text).run(); }

}  // namespace tocsin::imports
