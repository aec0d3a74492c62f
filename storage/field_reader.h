#pragma once
// Internal to storage/, for .cpp files: reads what FieldWriter wrote, by the same list_fields.
// Strict about what is missing or of the wrong type, which is reported with its path; keys that
// this program does not know are passed over, so that an older program can read a newer one's rows.

#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/moment.h"
#include "bot/domain/reply.h"
#include "bot/domain/result.h"
#include "bot/domain/rich_text.h"
#include "bot/json.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tocsin {

class FieldReader {
 public:
  // `trouble` is shared by all readers of one text and takes the first unknown word; a wrong type
  // is noted in the JsonReader.
  FieldReader(JsonReader json, std::string& trouble) : json_(std::move(json)), trouble_(trouble) {}

  void operator()(const char* key, std::string& text) { text = json_.text(key); }
  void operator()(const char* key, bool& flag) { flag = json_.flag(key); }
  void operator()(const char* key, std::int64_t& number) { number = json_.integer(key); }
  void operator()(const char* key, Moment& moment) { moment = from_stored(json_.integer(key)); }
  template <class Tag>
  void operator()(const char* key, TextId<Tag>& id) {
    id.value = json_.text(key);
  }
  template <class Tag>
  void operator()(const char* key, NumberId<Tag>& id) {
    id.value = json_.integer(key);
  }
  template <class Word>
  requires std::is_enum_v<Word>
  void operator()(const char* key, Word& word) { read_word(key, json_.text(key), word); }
  template <class Value>
  void operator()(const char* key, std::optional<Value>& value) {
    value.reset();
    if (json_.has(key)) (*this)(key, value.emplace());
  }
  template <class Item>
  void operator()(const char* key, std::vector<Item>& items) {
    items.clear();
    for (JsonReader& item : json_.items(key)) read_item(item, items.emplace_back());
  }
  // A value with fields of its own.
  template <class Value>
  requires std::is_class_v<Value>
  void operator()(const char* key, Value& value) {
    FieldReader nested(json_.object(key), trouble_);
    list_fields(nested, value);
  }

 private:
  void read_item(JsonReader& item, std::string& text) { text = item.as_text(); }
  template <class Tag>
  void read_item(JsonReader& item, TextId<Tag>& id) {
    id.value = item.as_text();
  }
  template <class Tag>
  void read_item(JsonReader& item, NumberId<Tag>& id) {
    id.value = integer_of(item);
  }
  void read_item(JsonReader& item, Span& span);
  std::int64_t integer_of(JsonReader& item);
  template <class Value>
  requires std::is_class_v<Value>
  void read_item(JsonReader& item, Value& value) {
    FieldReader nested(item, trouble_);
    list_fields(nested, value);
  }

  void read_word(const char* key, std::string_view word, Severity& severity);
  void read_word(const char* key, std::string_view word, State& state);
  void read_word(const char* key, std::string_view word, event::LessonNoted::Kind& kind);
  void read_word(const char* key, std::string_view word, Button::Style& style);
  // Words that are stored by the name that the domain gives them.
  template <class Word>
  void read_word(const char* key, std::string_view word, Word& value) {
    for (int number = 0; !name_of(static_cast<Word>(number)).empty(); ++number) {
      if (name_of(static_cast<Word>(number)) != word) continue;
      value = static_cast<Word>(number);
      return;
    }
    note_unknown(key, word);
  }
  void note_unknown(const char* key, std::string_view word);
  void note(const std::string& trouble) {
    if (trouble_.empty()) trouble_ = trouble;
  }

  JsonReader json_;
  std::string& trouble_;
};

// Fills `value`; the failure is "/path: what is wrong".
template <class Value>
Result<Value, std::string> fields_from_json(std::string_view text) {
  const std::optional<Json> json = parse_json(text);
  if (!json) return failure(std::string("/: is not JSON"));
  std::string trouble;
  const JsonReader root(*json);
  if (!root.is_object()) return failure(std::string("/: is not an object"));
  FieldReader fields(root, trouble);
  Value value{};
  list_fields(fields, value);
  if (root.failed()) return failure(root.error());
  if (!trouble.empty()) return failure(std::move(trouble));
  return value;
}

}  // namespace tocsin
