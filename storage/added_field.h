#pragma once
// Internal to storage/, for .cpp files: a field that rows of an earlier version do not have. Left
// out while it says nothing, so that most rows stay short.

#include "storage/field_reader.h"
#include "storage/field_writer.h"

#include <optional>
#include <utility>

namespace tocsin {

template <class Value>
void added(FieldWriter& fields, const char* key, const Value& value) {
  if (value != Value{}) fields(key, value);
}

template <class Value>
void added(FieldReader& fields, const char* key, Value& value) {
  std::optional<Value> stored;
  fields(key, stored);
  value = std::move(stored).value_or(Value{});
}

}  // namespace tocsin
