#pragma once
// The document as pieces that know what they are about: blocks are cut where a line begins
// something new (a time, a label, a bullet that is none for Markdown), and every piece gets the
// role of the heading or label that it stands under.

#include "bot/import/blocks.h"
#include "bot/import/sections.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::imports {

struct Unit {
  enum class Kind { heading, text, item, row, code };

  Kind kind = Kind::text;
  int level = 0;           // of a heading from 1; else how deep in lists
  std::string text;        // wrapped lines joined by '\n'
  std::size_t strong = 0;  // so many bytes at its front are bold or italic
  std::vector<std::string> cells;
  bool is_head = false;
  std::size_t block = 0;  // units of one block have the same number
};

std::vector<Unit> units_of(const std::vector<Block>& blocks);

struct Piece {
  enum class Kind { heading, text, item, row, code };

  Kind kind = Kind::text;
  Roles roles;        // of the nearest heading or label that has any
  Roles own;          // of a heading: what it announces itself
  int level = 0;      // as in Unit
  int section = 0;    // pieces below one heading or label have the same number
  std::string text;   // without the label that gave the role
  std::string label;  // that label, on the first piece below it
  std::vector<std::string> cells;
  bool is_head = false;
  bool is_strong = false;  // all of it
  std::size_t block = 0;   // as in Unit
};

std::vector<Piece> outline_of(const std::vector<Unit>& units);

struct Label {
  std::string text;  // without the colon
  std::string rest;  // empty: the label stands alone
  bool strong = false;
};

// "Impact: Users …", "**Impact** - Users …"; nothing when the text does not begin with one.
std::optional<Label> label_of(const Unit& unit);

}  // namespace tocsin::imports
