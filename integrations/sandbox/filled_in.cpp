#include "integrations/sandbox/filled_in.h"

#include "bot/domain/whole_number.h"
#include "integrations/sandbox/state.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

std::vector<std::string> parts_of(const std::string& value) {
  std::vector<std::string> parts;
  std::string_view rest = value;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    if (end > 0) parts.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return parts;
}

// The option whose value or label it is. Null when there is none.
Json option_of(const Json& element, const std::string& wanted) {
  const auto look = [&wanted](const Json& holder) -> Json {
    if (!holder.contains("options")) return Json();
    for (const Json& option : holder["options"]) {
      const std::string label = option.contains("text") ? text_in(option["text"], "text") : "";
      if (text_in(option, "value") == wanted || label == wanted) return option;
    }
    return Json();
  };
  Json found = look(element);
  if (!found.is_null() || !element.contains("option_groups")) return found;
  for (const Json& group : element["option_groups"]) {
    found = look(group);
    if (!found.is_null()) return found;
  }
  return Json();
}

FilledIn choose_one(const Json& element, const std::string& value, Json state) {
  if (value.empty()) {
    state["selected_option"] = element.value("initial_option", Json());
    return {std::move(state), ""};
  }
  Json option = option_of(element, value);
  if (option.is_null()) return {Json(), "no option " + value};
  state["selected_option"] = std::move(option);
  return {std::move(state), ""};
}

FilledIn choose_several(const Json& element, const std::string& value, Json state) {
  Json chosen = Json::array();
  if (value.empty()) chosen = element.value("initial_options", Json::array());
  for (const std::string& part : parts_of(value)) {
    Json option = option_of(element, part);
    if (option.is_null()) return {Json(), "no option " + part};
    chosen.push_back(std::move(option));
  }
  state["selected_options"] = std::move(chosen);
  return {std::move(state), ""};
}

FilledIn type_text(const Json& element, const std::string& value, Json state) {
  std::string text = value.empty() ? text_in(element, "initial_value") : value;
  const auto length = static_cast<std::int64_t>(utf16_length(text));
  if (!text.empty() && length < element.value("min_length", std::int64_t{0})) {
    return {Json(), "too short for min_length"};
  }
  if (length > element.value("max_length", std::int64_t{3000})) {
    return {Json(), "too long for max_length"};
  }
  if (!element.value("multiline", false) && text.find('\n') != std::string::npos) {
    return {Json(), "a single-line field takes no line break"};
  }
  state["value"] = text.empty() ? Json() : Json(std::move(text));
  return {std::move(state), ""};
}

struct IdElement {
  std::string_view type;
  const char* selected;
  const char* initial;
  bool several = false;
};

constexpr std::array k_id_elements{
    IdElement{"users_select", "selected_user", "initial_user"},
    IdElement{"conversations_select", "selected_conversation", "initial_conversation"},
    IdElement{"channels_select", "selected_channel", "initial_channel"},
    IdElement{"multi_users_select", "selected_users", "initial_users", true},
    IdElement{"multi_conversations_select", "selected_conversations", "initial_conversations",
              true},
    IdElement{"multi_channels_select", "selected_channels", "initial_channels", true},
    IdElement{"datepicker", "selected_date", "initial_date"},
    IdElement{"timepicker", "selected_time", "initial_time"},
};

FilledIn choose_id(const IdElement& kind, const Json& element, const std::string& value,
                   Json state) {
  if (value.empty()) {
    state[kind.selected] = element.value(kind.initial, kind.several ? Json::array() : Json());
  } else if (kind.several) {
    state[kind.selected] = parts_of(value);
  } else {
    state[kind.selected] = value;
  }
  return {std::move(state), ""};
}

bool is_empty(const Json& state) {
  for (const auto& [key, value] : state.items()) {
    if (key != "type" && !value.is_null() && !(value.is_array() && value.empty())) return false;
  }
  return true;
}

}  // namespace

FilledIn filled_in(const Json& element, const std::string& value) {
  const std::string type = text_in(element, "type");
  Json state = {{"type", type}};
  if (type == "button") return {std::move(state), ""};
  for (const IdElement& kind : k_id_elements) {
    if (kind.type == type) return choose_id(kind, element, value, std::move(state));
  }
  if (type == "static_select" || type == "overflow" || type == "radio_buttons") {
    return choose_one(element, value, std::move(state));
  }
  if (type == "multi_static_select" || type == "checkboxes") {
    return choose_several(element, value, std::move(state));
  }
  if (type == "datetimepicker") {
    state["selected_date_time"] = element.value("initial_date_time", Json());
    if (!value.empty()) {
      const auto seconds = whole_number(value);
      if (!seconds) return {Json(), "no date: " + value};
      state["selected_date_time"] = *seconds;
    }
    return {std::move(state), ""};
  }
  if (type == "plain_text_input" || type == "email_text_input" || type == "url_text_input" ||
      type == "number_input") {
    return type_text(element, value, std::move(state));
  }
  return {Json(), "the sandbox cannot fill in a " + type};
}

Json values_of(const Json& blocks, const std::vector<Filled>& filled, std::string& why) {
  Json values = Json::object();
  std::size_t used = 0;
  for (const Json& block : blocks) {
    if (text_in(block, "type") != "input") continue;
    const std::string block_id = text_in(block, "block_id");
    const Json& element = block["element"];
    const std::string action_id = text_in(element, "action_id");
    std::string value;
    for (const Filled& field : filled) {
      const bool names_it =
          field.block_id == block_id && (field.action_id.empty() || field.action_id == action_id);
      if (!names_it) continue;
      value = field.value;
      ++used;
    }
    FilledIn result = filled_in(element, value);
    if (!result.why.empty()) why = block_id + ": " + result.why;
    const bool is_optional = block.value("optional", false);
    if (result.why.empty() && !is_optional && is_empty(result.state)) {
      why = block_id + ": must be filled in";
    }
    values[block_id][action_id] = std::move(result.state);
  }
  if (why.empty() && used < filled.size()) why = "a field is not in the modal";
  return values;
}

}  // namespace tocsin::sandbox
