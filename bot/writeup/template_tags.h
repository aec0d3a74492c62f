#pragma once
// Internal to bot/writeup/: the tags of a mustache template, one after the other.

#include <cstddef>
#include <optional>
#include <string_view>

namespace tocsin::writeup {

struct Tag {
  char kind = 'v';  // v: a value; else the sign in front of the name: # ^ / ! > =
  std::string_view name;
  std::size_t line = 0;
  std::size_t begin = 0;  // of the tag in the text, braces included
  std::size_t end = 0;
  bool is_closed = true;
};

class TagReader {
 public:
  explicit TagReader(std::string_view text) : text_(text) {}

  // After one that is not closed there is no other.
  std::optional<Tag> next();

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;  // line breaks before this are in line_
  std::size_t line_ = 1;
};

}  // namespace tocsin::writeup
