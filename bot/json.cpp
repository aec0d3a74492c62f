#include "bot/json.h"

#include <limits>
#include <utility>

namespace tocsin {

namespace {

constexpr int k_deepest_nesting = 64;
const Json k_null;

}  // namespace

std::optional<Json> parse_json(std::string_view text) {
  bool too_deep = false;
  const auto limit_depth = [&too_deep](int depth, Json::parse_event_t, Json&) {
    if (depth > k_deepest_nesting) too_deep = true;
    return !too_deep;
  };
  // The callback makes parsing three times as slow, so it is used only where nesting can be deep.
  std::size_t openings = 0;
  for (const char c : text) openings += static_cast<std::size_t>(c == '[' || c == '{');
  Json json = openings > k_deepest_nesting ? Json::parse(text, limit_depth, false)
                                           : Json::parse(text, nullptr, false);
  if (too_deep || json.is_discarded()) return std::nullopt;
  return json;
}

std::string dump_json(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

JsonReader::JsonReader(const Json& json) : json_(&json), error_(std::make_shared<std::string>()) {}

JsonReader::JsonReader(const Json& json, std::string path, std::shared_ptr<std::string> error)
    : json_(&json), path_(std::move(path)), error_(std::move(error)) {}

std::string JsonReader::path_of(const char* key) const { return path_ + "/" + key; }

void JsonReader::complain(const std::string& path, std::string_view what) const {
  if (error_->empty()) *error_ = (path.empty() ? "/" : path) + ": " + std::string(what);
}

const Json* JsonReader::member(const char* key) const {
  if (!json_->is_object()) return nullptr;
  const auto found = json_->find(key);
  if (found == json_->end() || found->is_null()) return nullptr;
  return &*found;
}

std::optional<std::string> JsonReader::maybe_text(const char* key) {
  const Json* value = member(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    complain(path_of(key), "is not text");
    return std::nullopt;
  }
  return value->get<std::string>();
}

std::optional<std::int64_t> JsonReader::maybe_integer(const char* key) {
  const Json* value = member(key);
  if (value == nullptr) return std::nullopt;
  const bool fits = !value->is_number_unsigned() ||
                    value->get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max();
  if (!value->is_number_integer() || !fits) {
    complain(path_of(key), "is not a whole number");
    return std::nullopt;
  }
  return value->get<std::int64_t>();
}

std::string JsonReader::text(const char* key) {
  if (member(key) == nullptr) complain(path_of(key), "is missing");
  return maybe_text(key).value_or("");
}

std::int64_t JsonReader::integer(const char* key) {
  if (member(key) == nullptr) complain(path_of(key), "is missing");
  return maybe_integer(key).value_or(0);
}

bool JsonReader::flag(const char* key) {
  if (member(key) == nullptr) complain(path_of(key), "is missing");
  return flag_or(key, false);
}

JsonReader JsonReader::object(const char* key) {
  const Json* value = member(key);
  if (value == nullptr) {
    complain(path_of(key), "is missing");
  } else if (!value->is_object()) {
    complain(path_of(key), "is not an object");
    value = nullptr;
  }
  return JsonReader(value == nullptr ? k_null : *value, path_of(key), error_);
}

std::optional<JsonReader> JsonReader::maybe_object(const char* key) {
  if (member(key) == nullptr) return std::nullopt;
  return object(key);
}

std::vector<JsonReader> JsonReader::items(const char* key) {
  if (member(key) == nullptr) complain(path_of(key), "is missing");
  return items_or_none(key);
}

std::vector<JsonReader> JsonReader::items_or_none(const char* key) {
  std::vector<JsonReader> readers;
  const Json* value = member(key);
  if (value == nullptr) return readers;
  if (!value->is_array()) {
    complain(path_of(key), "is not a list");
    return readers;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    readers.push_back(JsonReader((*value)[i], path_of(key) + "/" + std::to_string(i), error_));
  }
  return readers;
}

std::string JsonReader::text_or(const char* key, std::string fallback) {
  return maybe_text(key).value_or(std::move(fallback));
}

std::int64_t JsonReader::integer_or(const char* key, std::int64_t fallback) {
  return maybe_integer(key).value_or(fallback);
}

bool JsonReader::flag_or(const char* key, bool fallback) {
  const Json* value = member(key);
  if (value == nullptr) return fallback;
  if (!value->is_boolean()) {
    complain(path_of(key), "is not true or false");
    return fallback;
  }
  return value->get<bool>();
}

bool JsonReader::has(const char* key) const { return member(key) != nullptr; }

bool JsonReader::is_object() const { return json_->is_object(); }

std::string JsonReader::as_text() {
  if (json_->is_string()) return json_->get<std::string>();
  complain(path_, "is not text");
  return "";
}

const Json& JsonReader::raw() const { return *json_; }

bool JsonReader::failed() const { return !error_->empty(); }

std::string JsonReader::error() const { return *error_; }

}  // namespace tocsin
