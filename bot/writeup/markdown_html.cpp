#include "bot/writeup/markdown_html.h"

#include "bot/domain/entry_links.h"
#include "bot/ensure.h"
#include "bot/writeup/template.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <optional>
#include <utility>
#include <vector>

namespace tocsin::writeup {

namespace {

// The memory of one document: its nodes lie side by side in about the order in which they are
// walked through, and all go at once. A timeline of 10,000 entries is a few hundred thousand nodes;
// with each of them somewhere else in memory, walking took longer than all that is done with them.
class NodeMemory {
 public:
  NodeMemory() : before_(std::exchange(current_, this)) {}
  ~NodeMemory() { current_ = before_; }
  NodeMemory(const NodeMemory&) = delete;
  NodeMemory& operator=(const NodeMemory&) = delete;

  static cmark_mem* functions() {
    static constinit cmark_mem memory{allocate_cleared, reallocate, release};
    return &memory;
  }

 private:
  static constexpr std::size_t k_header = alignof(std::max_align_t);  // holds the size of the block

  // With its header, in whole units of alignment: the pools of libstdc++ 12 do not look at the
  // alignment that is asked for, and have one for blocks of 24 bytes.
  static std::size_t taken_by(std::size_t size) {
    return (size + k_header + k_header - 1) / k_header * k_header;
  }
  static void* allocate(std::size_t size) {
    ENSURE(current_ != nullptr);
    auto* const block = static_cast<std::byte*>(current_->blocks_.allocate(taken_by(size)));
    std::memcpy(block, &size, sizeof size);
    return block + k_header;
  }
  static void* allocate_cleared(std::size_t count, std::size_t size) {
    void* const block = allocate(count * size);
    return std::memset(block, 0, count * size);
  }
  static std::size_t size_of(const void* block) {
    std::size_t size = 0;
    std::memcpy(&size, static_cast<const std::byte*>(block) - k_header, sizeof size);
    return size;
  }
  static void release(void* block) {
    if (block == nullptr) return;
    current_->blocks_.deallocate(static_cast<std::byte*>(block) - k_header,
                                 taken_by(size_of(block)));
  }
  static void* reallocate(void* block, std::size_t size) {
    if (block == nullptr) return allocate(size);
    if (size <= size_of(block)) return block;
    void* const larger = std::memcpy(allocate(size), block, size_of(block));
    release(block);
    return larger;
  }

  // cmark's functions are told no more than a size, so that the document has to be found here.
  static thread_local constinit NodeMemory* current_;

  std::pmr::unsynchronized_pool_resource blocks_{
      {.max_blocks_per_chunk = 4096, .largest_required_pool_block = 512}};
  NodeMemory* before_;
};
thread_local constinit NodeMemory* NodeMemory::current_ = nullptr;

struct FreeText {
  void operator()(char* text) const { std::free(text); }  // NOLINT: cmark's default allocator
};

cmark_node* parse(std::string_view markdown) {
  static const bool registered = (cmark_gfm_core_extensions_ensure_registered(), true);
  ENSURE(registered);
  cmark_parser* parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, NodeMemory::functions());
  cmark_syntax_extension* table = cmark_find_syntax_extension("table");
  ENSURE(table != nullptr);
  cmark_parser_attach_syntax_extension(parser, table);
  cmark_parser_feed(parser, markdown.data(), markdown.size());
  return cmark_parser_finish(parser);
}

cmark_node* new_node(cmark_node_type kind) {
  return cmark_node_new_with_mem(kind, NodeMemory::functions());
}

// The node behind this one in the order of the text, a node before what is inside of it.
cmark_node* next_in_text(cmark_node* node) {
  if (cmark_node* inside = cmark_node_first_child(node)) return inside;
  for (; node != nullptr; node = cmark_node_parent(node)) {
    if (cmark_node* behind = cmark_node_next(node)) return behind;
  }
  return nullptr;
}

cmark_node* block_html(const std::string& before, const std::string& after = "") {
  cmark_node* node = new_node(CMARK_NODE_CUSTOM_BLOCK);
  cmark_node_set_on_enter(node, before.c_str());
  cmark_node_set_on_exit(node, after.c_str());
  return node;
}

cmark_node* text_node(std::string_view text) {
  cmark_node* node = new_node(CMARK_NODE_TEXT);
  cmark_node_set_literal(node, std::string(text).c_str());
  return node;
}

cmark_node* link_to(const std::string& entry) {
  cmark_node* node = new_node(CMARK_NODE_LINK);
  cmark_node_set_url(node, ("#" + entry).c_str());
  cmark_node_append_child(node, text_node(entry));
  return node;
}

bool is_within_link(cmark_node* node) {
  for (cmark_node* up = cmark_node_parent(node); up != nullptr; up = cmark_node_parent(up)) {
    const cmark_node_type kind = cmark_node_get_type(up);
    if (kind == CMARK_NODE_LINK || kind == CMARK_NODE_IMAGE) return true;
  }
  return false;
}

void link_citations(cmark_node* root, const std::set<std::int64_t>& entries) {
  for (cmark_node* node = root; node != nullptr; node = next_in_text(node)) {
    if (cmark_node_get_type(node) != CMARK_NODE_TEXT) continue;
    std::optional<EntryMention> next = find_entry_mention(cmark_node_get_literal(node), 0, entries);
    if (!next || is_within_link(node)) continue;
    const std::string text = cmark_node_get_literal(node);
    std::size_t at = 0;
    for (; next; next = find_entry_mention(text, at, entries)) {
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
  for (cmark_node* node = cmark_node_first_child(root); node; node = cmark_node_next(node)) {
    if (cmark_node_get_type(node) != CMARK_NODE_HEADING) continue;
    if (cmark_node_get_heading_level(node) != 2) continue;
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
  const NodeMemory memory;
  cmark_node* const document = parse(markdown);
  link_citations(document, entries);
  wrap_tables(document);
  place_figure(document, figure);
  // The text grows as a whole: it is taken from where growing gives the old place back.
  const std::unique_ptr<char, FreeText> html(cmark_render_html_with_mem(
      document, CMARK_OPT_DEFAULT, nullptr, cmark_get_default_mem_allocator()));
  return with_anchors(html.get());
}

}  // namespace tocsin::writeup
