#pragma once
// Internal to storage/: writes values as the JSON text that is stored. Each kind of value has one
// function list_fields(fields, value) which names its fields; the same list is used here for
// writing and by FieldReader for reading, so that the two cannot drift apart. Text is written
// straight into a string, because this runs for every command; the keys are on disk for years.

#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/moment.h"
#include "bot/domain/reply.h"
#include "bot/domain/rich_text.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tocsin {

// A parameter of list_fields: the value to write, or the value to fill.
template <class Value, class Type>
concept Is = std::same_as<std::remove_const_t<Value>, Type>;

// As a JSON string. What is not UTF-8 becomes U+FFFD, because it could not be read again.
void append_quoted(std::string& out, std::string_view text);

class FieldWriter {
 public:
  explicit FieldWriter(std::string& out) : out_(out) { out_ += '{'; }
  void end() { out_ += '}'; }

  template <class Value>
  void operator()(std::string_view key, const Value& value) {
    begin_field(key);
    write(value);
  }
  // Nothing is written as nothing.
  template <class Value>
  void operator()(std::string_view key, const std::optional<Value>& value) {
    if (value) (*this)(key, *value);
  }

 private:
  void begin_field(std::string_view key);

  void write(const std::string& text) { append_quoted(out_, text); }
  void write(const std::same_as<bool> auto& flag) { out_ += flag ? "true" : "false"; }
  void write(std::int64_t number);
  void write(Moment moment) { write(to_stored(moment)); }
  void write(Severity severity) { append_quoted(out_, name_of(severity)); }
  void write(State state) { append_quoted(out_, name_of(state)); }
  void write(event::LessonNoted::Kind kind);
  void write(Button::Style style);
  void write(const Span& span);
  // Words that are stored by the name that the domain gives them.
  template <class Word>
  requires std::is_enum_v<Word>
  void write(Word word) { append_quoted(out_, name_of(word)); }
  template <class Tag>
  void write(const TextId<Tag>& id) {
    append_quoted(out_, id.value);
  }
  template <class Tag>
  void write(NumberId<Tag> id) {
    write(id.value);
  }
  template <class Item>
  void write(const std::vector<Item>& items) {
    out_ += '[';
    for (const Item& item : items) {
      if (&item != items.data()) out_ += ',';
      write(item);
    }
    out_ += ']';
  }
  // A value with fields of its own.
  template <class Value>
  requires std::is_class_v<Value>
  void write(const Value& value) {
    FieldWriter nested(out_);
    list_fields(nested, value);
    nested.end();
  }

  std::string& out_;
  bool is_first_ = true;
};

template <class Value>
std::string fields_to_json(const Value& value) {
  std::string json;
  FieldWriter writer(json);
  list_fields(writer, value);
  writer.end();
  return json;
}

}  // namespace tocsin
