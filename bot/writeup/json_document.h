#pragma once
// Internal to the JSON write-up: the document as text, one value after the other. A list of
// thousands is never there as a tree: each element is made, written and gone, which is twice as
// fast. In .cpp files only.

#include "bot/json.h"

#include <string>
#include <string_view>

namespace tocsin::writeup {

using OrderedJson = nlohmann::ordered_json;  // keys stay in the order in which they were put

class JsonDocument {
 public:
  void add(std::string_view key, const OrderedJson& value);

  // A list with an element for each of `items`, made by `make(item)`.
  template <class Items, class Make>
  void add_list(std::string_view key, const Items& items, Make make) {
    begin_list(key);
    for (const auto& item : items) add_element(make(item));
    end_list();
  }

  // The whole, ended by a line break. Broken UTF-8 is replaced by U+FFFD.
  std::string finish();

 private:
  void begin_key(std::string_view key);
  void begin_list(std::string_view key);
  void add_element(const OrderedJson& element);
  void end_list();
  void append(const OrderedJson& value, std::string_view indentation);

  std::string text_;
  bool list_is_empty_ = true;
};

}  // namespace tocsin::writeup
