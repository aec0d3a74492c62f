#include "bot/json.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_deepest_nesting = 64;
const Json k_null;

// What Boost's parser reads becomes nlohmann's tree: its own reader looks at each character by
// itself and takes twice as long.
struct TreeBuilder {
  using Error = boost::json::error_code;
  using Piece = boost::json::string_view;

  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  Json tree;
  std::vector<Json*> open{};  // the lists and objects that are being read, the innermost last
  std::string key{};
  std::string text{};    // of a string or key that comes in pieces
  std::string number{};  // the same of a number

  Json& add(Json value) {
    if (open.empty()) return tree = std::move(value);
    if (auto* list = open.back()->get_ptr<Json::array_t*>()) {
      return list->emplace_back(std::move(value));
    }
    Json& place = open.back()->get_ref<Json::object_t&>()[std::move(key)];
    return place = std::move(value);
  }

  bool open_one(Json::value_t kind) {
    open.push_back(&add(Json(kind)));
    return true;
  }

  bool close_one() {
    open.pop_back();
    return true;
  }

  std::string whole_text(Piece last) {
    text.append(last.data(), last.size());
    return std::exchange(text, {});
  }

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return open_one(Json::value_t::object); }
  bool on_object_end(std::size_t, Error&) { return close_one(); }
  bool on_array_begin(Error&) { return open_one(Json::value_t::array); }
  bool on_array_end(std::size_t, Error&) { return close_one(); }

  bool on_key_part(Piece piece, std::size_t, Error&) {
    text.append(piece.data(), piece.size());
    return true;
  }
  bool on_key(Piece last, std::size_t, Error&) {
    key = whole_text(last);
    return true;
  }
  bool on_string_part(Piece piece, std::size_t size, Error& error) {
    return on_key_part(piece, size, error);
  }
  bool on_string(Piece last, std::size_t, Error&) {
    add(Json(whole_text(last)));
    return true;
  }

  bool on_number_part(Piece piece, Error&) {
    number.append(piece.data(), piece.size());
    return true;
  }
  bool on_int64(std::int64_t value, Piece, Error&) {
    number.clear();
    if (value < 0) {
      add(Json(value));
    } else {
      add(Json(static_cast<std::uint64_t>(value)));
    }
    return true;
  }
  bool on_uint64(std::uint64_t value, Piece, Error&) {
    number.clear();
    add(Json(value));
    return true;
  }
  bool on_double(double value, Piece last, Error& error) {
    number.append(last.data(), last.size());
    double exact = 0;  // Boost's own may be wrong in the last digit
    const bool fits =
        std::from_chars(number.data(), number.data() + number.size(), exact).ec == std::errc{};
    number.clear();
    if (!std::isfinite(value)) error = boost::json::error::exponent_overflow;
    add(Json(fits ? exact : value));
    return !error;
  }

  bool on_bool(bool value, Error&) {
    add(Json(value));
    return true;
  }
  bool on_null(Error&) {
    add(Json(nullptr));
    return true;
  }
  bool on_comment_part(Piece, Error&) { return false; }
  bool on_comment(Piece, Error&) { return false; }
};

}  // namespace

std::optional<Json> parse_json(std::string_view text) {
  constexpr std::string_view k_byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(k_byte_order_mark)) text.remove_prefix(k_byte_order_mark.size());
  boost::json::parse_options options;
  options.max_depth = k_deepest_nesting;
  boost::json::basic_parser<TreeBuilder> parser(options);
  boost::json::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  const bool is_whole = text.find_first_not_of(" \t\r\n", used) == std::string_view::npos;
  if (error || !is_whole) return std::nullopt;
  return std::move(parser.handler().tree);
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
