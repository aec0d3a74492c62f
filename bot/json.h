#pragma once
// The only door to JSON. Reading goes through JsonReader, which never throws: the first thing that
// is missing or of the wrong type is remembered with its path, later reads give empty values, and
// the caller asks once at the end. So a hostile payload can be read with straight code. Used in
// .cpp files only (the header behind it is heavy), on any thread.

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

using Json = nlohmann::json;

// Nothing when the text is not JSON. Depth is limited, so that "[[[[…" cannot exhaust the stack.
std::optional<Json> parse_json(std::string_view text);

// Compact text. Broken UTF-8 is replaced by U+FFFD and never throws.
std::string dump_json(const Json& json);

class JsonReader {
 public:
  explicit JsonReader(const Json& json);

  // Required values. A missing key or a wrong type is the reader's error.
  std::string text(const char* key);
  std::int64_t integer(const char* key);
  bool flag(const char* key);
  JsonReader object(const char* key);
  std::vector<JsonReader> items(const char* key);

  // Optional values: absent and null are the default; a wrong type is still an error.
  std::string text_or(const char* key, std::string fallback);
  std::int64_t integer_or(const char* key, std::int64_t fallback);
  bool flag_or(const char* key, bool fallback);
  std::optional<std::string> maybe_text(const char* key);
  std::optional<std::int64_t> maybe_integer(const char* key);
  std::optional<JsonReader> maybe_object(const char* key);
  std::vector<JsonReader> items_or_none(const char* key);

  // This very value.
  bool has(const char* key) const;
  bool is_object() const;
  std::string as_text();
  const Json& raw() const;

  // Shared by all readers that came from the same root: the first trouble, as "path: what".
  bool failed() const;
  std::string error() const;

 private:
  JsonReader(const Json& json, std::string path, std::shared_ptr<std::string> error);
  const Json* member(const char* key) const;
  void complain(const std::string& path, std::string_view what) const;
  std::string path_of(const char* key) const;

  const Json* json_;
  std::string path_;
  std::shared_ptr<std::string> error_;
};

}  // namespace tocsin
