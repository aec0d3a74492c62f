#include "integrations/sandbox/block_check.h"

#include "integrations/sandbox/wire.h"

#include <algorithm>

namespace tocsin::sandbox {

std::string type_of(const Json& json) {
  if (!json.is_object()) return "";
  const auto found = json.find("type");
  return found == json.end() || !found->is_string() ? "" : found->get<std::string>();
}

void BlockCheck::error(std::string_view what, const std::string& path) {
  errors_.push_back("[ERROR] " + std::string(what) + " [json-pointer:" + path + "]");
}

bool BlockCheck::object(const Json& json, const std::string& path) {
  if (json.is_object()) return true;
  error("must be an object", path);
  return false;
}

void BlockCheck::only(const Json& json, const std::string& path,
                      std::initializer_list<const char*> keys) {
  for (const auto& [key, value] : json.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      error("invalid additional property: " + key, path);
    }
    if (value.is_null()) error("must not be null", path + "/" + key);
  }
}

bool BlockCheck::text(const Json& parent, const char* key, const std::string& path,
                      std::size_t most, bool required, std::size_t least) {
  const auto found = parent.find(key);
  if (found == parent.end()) {
    if (required) error("missing required field: " + std::string(key), path);
    return false;
  }
  const std::string at = path + "/" + key;
  if (!found->is_string()) {
    error("must be a string", at);
    return false;
  }
  const std::size_t length = utf16_length(found->get<std::string>());
  if (length < least) error("must be more than " + std::to_string(least - 1) + " characters", at);
  if (length > most) error("must be less than " + std::to_string(most + 1) + " characters", at);
  return true;
}

void BlockCheck::flag(const Json& parent, const char* key, const std::string& path) {
  const auto found = parent.find(key);
  if (found != parent.end() && !found->is_boolean()) error("must be a boolean", path + "/" + key);
}

void BlockCheck::whole(const Json& parent, const char* key, const std::string& path,
                       std::int64_t least, std::int64_t most, bool required) {
  const auto found = parent.find(key);
  if (found == parent.end()) {
    if (required) error("missing required field: " + std::string(key), path);
    return;
  }
  const std::string at = path + "/" + key;
  if (!found->is_number_integer()) {
    error("must be an integer", at);
  } else if (found->get<std::int64_t>() < least) {
    error("must be at least " + std::to_string(least), at);
  } else if (found->get<std::int64_t>() > most) {
    error("must be at most " + std::to_string(most), at);
  }
}

void BlockCheck::one_of(const Json& parent, const char* key, const std::string& path,
                        std::initializer_list<std::string_view> values, bool required) {
  const auto found = parent.find(key);
  if (found == parent.end()) {
    if (required) error("missing required field: " + std::string(key), path);
    return;
  }
  const std::string value = found->is_string() ? found->get<std::string>() : "";
  if (std::find(values.begin(), values.end(), value) == values.end()) {
    error("must be a valid enum value", path + "/" + key);
  }
}

const Json* BlockCheck::list(const Json& parent, const char* key, const std::string& path,
                             std::size_t least, std::size_t most, bool required) {
  const auto found = parent.find(key);
  if (found == parent.end()) {
    if (required) error("missing required field: " + std::string(key), path);
    return nullptr;
  }
  const std::string at = path + "/" + key;
  if (!found->is_array()) {
    error("must be an array", at);
    return nullptr;
  }
  if (found->size() < least) {
    error("no less than " + std::to_string(least) + " items allowed", at);
  }
  if (found->size() > most) {
    error("no more than " + std::to_string(most) + " items allowed", at);
  }
  return &*found;
}

void BlockCheck::text_object(const Json& parent, const char* key, const std::string& path,
                             TextKind kind, std::size_t most, bool required) {
  const auto found = parent.find(key);
  if (found == parent.end()) {
    if (required) error("missing required field: " + std::string(key), path);
    return;
  }
  text_value(*found, path + "/" + key, kind, most);
}

void BlockCheck::text_value(const Json& value, const std::string& path, TextKind kind,
                            std::size_t most) {
  if (!object(value, path)) return;
  const std::string type = type_of(value);
  const bool is_plain = type == "plain_text";
  const bool is_mrkdwn = type == "mrkdwn";
  if (!is_plain && !is_mrkdwn) error("unsupported type: " + type, path + "/type");
  if ((kind == TextKind::plain && is_mrkdwn) || (kind == TextKind::mrkdwn && is_plain)) {
    error("unsupported type: " + type, path + "/type");
  }
  if (is_plain) only(value, path, {"type", "text", "emoji"});
  if (is_mrkdwn) only(value, path, {"type", "text", "verbatim"});
  flag(value, "emoji", path);
  flag(value, "verbatim", path);
  text(value, "text", path, most, true);
}

void BlockCheck::url(const Json& parent, const char* key, const std::string& path, bool required) {
  if (!text(parent, key, path, 3000, required)) return;
  const std::string value = parent[key].get<std::string>();
  const bool known = value.substr(0, 8) == "https://" || value.substr(0, 7) == "http://" ||
                     value.substr(0, 7) == "mailto:" || value.substr(0, 8) == "slack://";
  if (!known || value.find_first_of(" \n<>") != std::string::npos) {
    error("invalid url", path + "/" + key);
  }
}

void BlockCheck::block_id(const Json& block, const std::string& path) {
  if (!text(block, "block_id", path, 255)) return;
  const std::string id = block["block_id"].get<std::string>();
  if (!block_ids_.insert(id).second) {
    error("block_id " + id + " already exists", path + "/block_id");
  }
}

void BlockCheck::action_id(const Json& element, const std::string& path,
                           std::set<std::string>& in_block) {
  if (!text(element, "action_id", path, 255)) return;
  const std::string id = element["action_id"].get<std::string>();
  if (!in_block.insert(id).second) {
    error("action_id " + id + " already exists", path + "/action_id");
  }
}

void BlockCheck::focus(const Json& element, const std::string& path) {
  flag(element, "focus_on_load", path);
  const auto found = element.find("focus_on_load");
  if (found == element.end() || !found->is_boolean() || !found->get<bool>()) return;
  if (++focused_ > 1) error("only one element may focus_on_load", path + "/focus_on_load");
}

}  // namespace tocsin::sandbox
