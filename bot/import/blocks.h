#pragma once
// The intermediate form that every layout is brought to: headings, paragraphs, list items with
// their depth, table rows and code. read_blocks takes them from cmark-gfm's tree; a text that is
// not Markdown comes out as paragraphs whose lines are looked at later (outline.h).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::imports {

struct Line {
  std::string text;        // without markup, trimmed
  std::size_t strong = 0;  // so many bytes at its front were bold or italic

  bool operator==(const Line&) const = default;
};

struct Block {
  enum class Kind { heading, paragraph, item, row, code };

  Kind kind = Kind::paragraph;
  int level = 0;                   // of a heading from 1; of items and what belongs to them: depth
  std::vector<Line> lines;         // not of rows
  std::vector<std::string> cells;  // of rows
  bool is_head = false;            // a row of column names

  bool operator==(const Block&) const = default;
};

std::vector<Block> read_blocks(std::string_view text);

}  // namespace tocsin::imports
