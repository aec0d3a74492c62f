#include "bot/writeup/json_document.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace tocsin::writeup {

namespace {

constexpr int k_indentation = 2;

}  // namespace

// A line break in what nlohmann wrote is one between values: in a text it is "\n" with a backslash.
void JsonDocument::append(const OrderedJson& value, std::string_view indentation) {
  const std::string written =
      value.dump(k_indentation, ' ', false, OrderedJson::error_handler_t::replace);
  std::string_view rest = written;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    text_ += rest.substr(0, end);
    if (rest[end - 1] == '\n') text_ += indentation;
    rest.remove_prefix(end);
  }
}

void JsonDocument::begin_key(std::string_view key) {
  text_ += text_.empty() ? "{\n  \"" : ",\n  \"";
  text_ += key;
  text_ += "\": ";
}

void JsonDocument::add(std::string_view key, const OrderedJson& value) {
  begin_key(key);
  append(value, "  ");
}

void JsonDocument::begin_list(std::string_view key) {
  begin_key(key);
  text_ += '[';
  list_is_empty_ = true;
}

void JsonDocument::add_element(const OrderedJson& element) {
  text_ += std::exchange(list_is_empty_, false) ? "\n    " : ",\n    ";
  append(element, "    ");
}

void JsonDocument::end_list() { text_ += list_is_empty_ ? "]" : "\n  ]"; }

std::string JsonDocument::finish() {
  text_ += text_.empty() ? "{}\n" : "\n}\n";
  return std::exchange(text_, "");
}

}  // namespace tocsin::writeup
