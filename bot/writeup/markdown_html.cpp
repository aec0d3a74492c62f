#include "bot/writeup/markdown_html.h"

#include "bot/ensure.h"
#include "bot/writeup/template.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

namespace tocsin::writeup {

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
struct FreeText {
  void operator()(char* text) const { std::free(text); }  // NOLINT: cmark's default allocator
};
using Document = std::unique_ptr<cmark_node, FreeNode>;

Document parse(std::string_view markdown) {
  static const bool registered = (cmark_gfm_core_extensions_ensure_registered(), true);
  ENSURE(registered);
  const std::unique_ptr<cmark_parser, FreeParser> parser(cmark_parser_new(CMARK_OPT_DEFAULT));
  cmark_syntax_extension* table = cmark_find_syntax_extension("table");
  ENSURE(table != nullptr);
  cmark_parser_attach_syntax_extension(parser.get(), table);
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  return Document(cmark_parser_finish(parser.get()));
}

// The nodes of these kinds, in the order of the text; collected first, because what is changed
// cannot be walked through.
std::vector<cmark_node*> nodes_of(cmark_node* root, cmark_node_type kind) {
  std::vector<cmark_node*> nodes;
  const std::unique_ptr<cmark_iter, FreeIterator> iterator(cmark_iter_new(root));
  for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iterator.get())) {
    cmark_node* node = cmark_iter_get_node(iterator.get());
    if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == kind) nodes.push_back(node);
  }
  return nodes;
}

cmark_node* block_html(const std::string& before, const std::string& after = "") {
  cmark_node* node = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
  cmark_node_set_on_enter(node, before.c_str());
  cmark_node_set_on_exit(node, after.c_str());
  return node;
}

cmark_node* text_node(std::string_view text) {
  cmark_node* node = cmark_node_new(CMARK_NODE_TEXT);
  cmark_node_set_literal(node, std::string(text).c_str());
  return node;
}

cmark_node* link_to(const std::string& entry) {
  cmark_node* node = cmark_node_new(CMARK_NODE_LINK);
  cmark_node_set_url(node, ("#" + entry).c_str());
  cmark_node_append_child(node, text_node(entry));
  return node;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

struct Citation {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The next "E12" that stands alone and exists.
std::optional<Citation> find_citation(std::string_view text, std::size_t from,
                                      const std::set<std::int64_t>& entries) {
  for (std::size_t at = text.find('E', from); at != std::string_view::npos;
       at = text.find('E', at + 1)) {
    if (at > 0 && is_word(text[at - 1])) continue;
    std::int64_t number = 0;
    const char* const first = text.data() + at + 1;
    const auto [last, error] = std::from_chars(first, text.data() + text.size(), number);
    const std::size_t end = at + 1 + static_cast<std::size_t>(last - first);
    if (error != std::errc() || *first == '-' || (end < text.size() && is_word(text[end])))
      continue;
    if (entries.contains(number)) return Citation{at, end};
  }
  return std::nullopt;
}

bool is_within_link(cmark_node* node) {
  for (cmark_node* up = cmark_node_parent(node); up != nullptr; up = cmark_node_parent(up)) {
    const cmark_node_type kind = cmark_node_get_type(up);
    if (kind == CMARK_NODE_LINK || kind == CMARK_NODE_IMAGE) return true;
  }
  return false;
}

void link_citations(cmark_node* root, const std::set<std::int64_t>& entries) {
  cmark_consolidate_text_nodes(root);
  for (cmark_node* node : nodes_of(root, CMARK_NODE_TEXT)) {
    const std::string text = cmark_node_get_literal(node);
    std::optional<Citation> next = find_citation(text, 0, entries);
    if (!next || is_within_link(node)) continue;
    std::size_t at = 0;
    for (; next; next = find_citation(text, at, entries)) {
      const std::string name = text.substr(next->begin, next->end - next->begin);
      cmark_node_insert_before(node, text_node(text.substr(at, next->begin - at)));
      cmark_node_insert_before(node, link_to(name));
      at = next->end;
    }
    cmark_node_set_literal(node, text.substr(at).c_str());
  }
}

void wrap_tables(cmark_node* root) {
  std::vector<cmark_node*> tables;
  for (cmark_node* node = cmark_node_first_child(root); node; node = cmark_node_next(node)) {
    if (std::string_view(cmark_node_get_type_string(node)) == "table") tables.push_back(node);
  }
  for (cmark_node* table : tables) {
    cmark_node* frame = block_html("<div class=\"wide\" tabindex=\"0\">", "</div>");
    cmark_node_insert_before(table, frame);
    cmark_node_append_child(frame, table);
  }
}

// In front of the first section, behind the table at the top; else at the end.
void place_figure(cmark_node* root, const std::string& figure) {
  if (figure.empty()) return;
  for (cmark_node* node : nodes_of(root, CMARK_NODE_HEADING)) {
    if (cmark_node_get_heading_level(node) != 2) continue;
    if (cmark_node_parent(node) != root) continue;
    cmark_node_insert_before(node, block_html(figure));
    return;
  }
  cmark_node_append_child(root, block_html(figure));
}

// Where the timeline names its own entry: the place that the other links lead to. Done in the text,
// because a cell of a table takes no HTML of ours; a person's quotes are entities there.
std::string with_anchors(std::string_view html) {
  const std::string mark = fmt::format("<a href=\"{}", k_anchor);
  std::set<std::string, std::less<>> known;
  std::string out;
  out.reserve(html.size() * 5 / 4);
  for (std::size_t at = html.find(mark); at != std::string_view::npos; at = html.find(mark)) {
    out += html.substr(0, at);
    html.remove_prefix(at + mark.size());
    const std::string_view name = html.substr(0, html.find('"'));
    const bool is_first = known.emplace(name).second;
    out += "<a class=\"entry\" ";
    if (is_first) out += fmt::format("id=\"{}\" ", name);
    out += "href=\"#";
  }
  out += html;
  return out;
}

}  // namespace

std::string html_of_markdown(std::string_view markdown, const std::set<std::int64_t>& entries,
                             const std::string& figure) {
  const Document document = parse(markdown);
  link_citations(document.get(), entries);
  wrap_tables(document.get());
  place_figure(document.get(), figure);
  const std::unique_ptr<char, FreeText> html(
      cmark_render_html(document.get(), CMARK_OPT_DEFAULT, nullptr));
  return with_anchors(html.get());
}

}  // namespace tocsin::writeup
