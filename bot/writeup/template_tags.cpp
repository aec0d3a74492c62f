#include "bot/writeup/template_tags.h"

#include <algorithm>

namespace tocsin::writeup {

namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view k_blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(k_blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(k_blanks) - begin + 1);
}

}  // namespace

std::optional<Tag> TagReader::next() {
  Tag tag;
  tag.begin = text_.find("{{", at_);
  if (tag.begin == std::string_view::npos) return std::nullopt;
  const std::string_view passed = text_.substr(counted_, tag.begin - counted_);
  line_ += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
  counted_ = tag.begin;
  tag.line = line_;
  const bool is_triple = text_.substr(tag.begin).starts_with("{{{");
  const std::string_view closing = is_triple ? "}}}" : "}}";
  const std::size_t inside = tag.begin + closing.size();
  const std::size_t close = text_.find(closing, inside);
  tag.is_closed = close != std::string_view::npos;
  tag.end = tag.is_closed ? close + closing.size() : text_.size();
  at_ = tag.end;
  if (!tag.is_closed) return tag;
  tag.name = trim(text_.substr(inside, close - inside));
  constexpr std::string_view k_signs = "#^/!>&=";
  if (!is_triple && !tag.name.empty() && k_signs.find(tag.name[0]) != std::string_view::npos) {
    if (tag.name[0] != '&') tag.kind = tag.name[0];
    tag.name = trim(tag.name.substr(1));
  }
  return tag;
}

}  // namespace tocsin::writeup
