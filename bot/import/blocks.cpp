// The only file that knows cmark-gfm. Its tree is walked with its own iterator: no recursion, so
// no depth of nesting can exhaust the stack.

#include "bot/import/blocks.h"

#include "bot/import/html_fragments.h"

#include <algorithm>
#include <memory>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

namespace tocsin::imports {
namespace {

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeIterator {
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

using Tree = std::unique_ptr<cmark_node, FreeNode>;

// A table's short rows are filled up to the width of its head, so width times rows has to be
// bounded: what is wider than any table of times is not read as one.
constexpr std::size_t k_widest_table = 40;

std::string without_monstrous_tables(std::string text) {
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const auto from = text.begin() + static_cast<std::ptrdiff_t>(start);
    const auto to = text.begin() + static_cast<std::ptrdiff_t>(end);
    if (static_cast<std::size_t>(std::count(from, to, '|')) > k_widest_table) {
      std::replace(from, to, '|', ' ');
    }
    start = end + 1;
  }
  return text;
}

Tree parse(const std::string& text) {
  cmark_gfm_core_extensions_ensure_registered();
  const std::unique_ptr<cmark_parser, FreeParser> parser{cmark_parser_new(CMARK_OPT_DEFAULT)};
  if (cmark_syntax_extension* tables = cmark_find_syntax_extension("table")) {
    cmark_parser_attach_syntax_extension(parser.get(), tables);
  }
  cmark_parser_feed(parser.get(), text.data(), text.size());
  return Tree{cmark_parser_finish(parser.get())};
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// "**Impact:**Users" is no bold for Markdown, but was meant so.
void take_stray_stars(Line& line) {
  std::size_t at = line.text.find("**");
  const bool leads = at == 0;
  std::size_t found = 0;
  while (at != std::string::npos) {
    line.text.erase(at, 2);
    ++found;
    if (found == 2 && leads) {
      line.strong = at;
      if (at < line.text.size() && line.text[at] != ' ' && line.text[at] != ':') {
        line.text.insert(at, " ");
      }
    }
    at = line.text.find("**", at);
  }
}

Line finished(const Line& raw) {
  const std::string_view text = trimmed(raw.text);
  const std::size_t cut =
      text.empty() ? raw.text.size() : static_cast<std::size_t>(text.data() - raw.text.data());
  Line line{std::string(text), 0};
  line.strong = std::min(raw.strong > cut ? raw.strong - cut : 0, line.text.size());
  take_stray_stars(line);
  return line;
}

class Walk {
 public:
  std::vector<Block> run(cmark_node* root) {
    const std::unique_ptr<cmark_iter, FreeIterator> iterator{cmark_iter_new(root)};
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get())) {
      step(cmark_iter_get_node(iterator.get()), event == CMARK_EVENT_ENTER);
    }
    return std::move(blocks_);
  }

 private:
  void step(cmark_node* node, bool enters) {
    const cmark_node_type type = cmark_node_get_type(node);
    if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE)
      return inline_node(node, type, enters);
    if (type == CMARK_NODE_LIST) {
      depth_ += enters ? 1 : -1;
    } else if (type == CMARK_NODE_ITEM) {
      item_starts_ = enters;
    } else if (type == CMARK_NODE_HEADING) {
      leaf(Block::Kind::heading, cmark_node_get_heading_level(node), enters);
    } else if (type == CMARK_NODE_PARAGRAPH) {
      leaf(item_starts_ ? Block::Kind::item : Block::Kind::paragraph, depth_, enters);
    } else if (type == CMARK_NODE_CODE_BLOCK) {
      // Indented text is code for Markdown only; people indent what they like.
      int length = 0;
      int offset = 0;
      char mark = 0;
      const bool fenced = cmark_node_get_fenced(node, &length, &offset, &mark) != 0;
      text_block(fenced ? Block::Kind::code : Block::Kind::paragraph, node);
    } else if (type == CMARK_NODE_HTML_BLOCK) {
      text_block(Block::Kind::paragraph, node);
    } else {
      table_node(cmark_node_get_type_string(node), enters);
    }
  }

  // The types of an extension have names only.
  void table_node(std::string_view type, bool enters) {
    if (type == "table_row" || type == "table_header") {
      if (enters) blocks_.push_back({Block::Kind::row, 0, {}, {}, type == "table_header"});
    } else if (type == "table_cell" && enters) {
      lines_.assign(1, {});
    } else if (type == "table_cell") {
      std::string cell;
      for (const Line& line : lines_) cell += (cell.empty() ? "" : " ") + finished(line).text;
      blocks_.back().cells.push_back(std::move(cell));
    }
  }

  void leaf(Block::Kind kind, int level, bool enters) {
    if (enters) {
      lines_.assign(1, {});
      return;
    }
    Block block{kind, level, {}, {}, false};
    for (const Line& line : lines_) {
      block.lines.push_back(finished(line));
      if (block.lines.back().text.empty()) block.lines.pop_back();
    }
    item_starts_ = false;
    if (!block.lines.empty()) blocks_.push_back(std::move(block));
  }

  void text_block(Block::Kind kind, cmark_node* node) {
    const char* literal = cmark_node_get_literal(node);
    std::string_view text = literal != nullptr ? literal : "";
    Block block{item_starts_ ? Block::Kind::item : kind, depth_, {}, {}, false};
    if (kind == Block::Kind::code) block.kind = kind;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      Line line{std::string(trimmed(text.substr(0, end))), 0};
      take_stray_stars(line);
      if (!line.text.empty()) block.lines.push_back(std::move(line));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    item_starts_ = false;
    if (!block.lines.empty()) blocks_.push_back(std::move(block));
  }

  void inline_node(cmark_node* node, cmark_node_type type, bool enters) {
    if (type == CMARK_NODE_STRONG || type == CMARK_NODE_EMPH) {
      strong_ += enters ? 1 : -1;
      return;
    }
    if (type == CMARK_NODE_IMAGE) {
      images_ += enters ? 1 : -1;
      return;
    }
    if (!enters || images_ > 0 || lines_.empty()) return;
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
      lines_.emplace_back();
      return;
    }
    const char* literal = cmark_node_get_literal(node);
    if (literal == nullptr) return;
    Line& line = lines_.back();
    const bool strong_so_far = line.strong == line.text.size();
    line.text += literal;
    if (strong_so_far && strong_ > 0) line.strong = line.text.size();
  }

  std::vector<Block> blocks_;
  std::vector<Line> lines_;  // of the leaf that is being read
  int depth_ = 0;
  int strong_ = 0;
  int images_ = 0;
  bool item_starts_ = false;
};

}  // namespace

std::vector<Block> read_blocks(std::string_view text) {
  const std::string markdown = without_monstrous_tables(html_to_markdown(text));
  const Tree tree = parse(markdown);
  return Walk{}.run(tree.get());
}

}  // namespace tocsin::imports
