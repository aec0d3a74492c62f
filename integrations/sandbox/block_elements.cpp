// Elements inside blocks: buttons, menus, pickers, inputs, and what they are made of.

#include "integrations/sandbox/block_check.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>

namespace tocsin::sandbox {

namespace {

void check_confirm(BlockCheck& check, const Json& element, const std::string& path) {
  const auto found = element.find("confirm");
  if (found == element.end()) return;
  const std::string at = path + "/confirm";
  if (!check.object(*found, at)) return;
  check.only(*found, at, {"title", "text", "confirm", "deny", "style"});
  check.text_object(*found, "title", at, TextKind::plain, 100);
  check.text_object(*found, "text", at, TextKind::either, 300);
  check.text_object(*found, "confirm", at, TextKind::plain, 30);
  check.text_object(*found, "deny", at, TextKind::plain, 30);
  check.one_of(*found, "style", at, {"primary", "danger"});
}

struct OptionRules {
  TextKind text = TextKind::plain;
  bool url = false;
};

// The documents allow values of 150, an SDK's types and older documents 75: the smaller one holds.
constexpr std::size_t k_longest_option_value = 75;

void check_options(BlockCheck& check, const Json& options, const std::string& path,
                   OptionRules rules, std::set<std::string>& values) {
  for (std::size_t i = 0; i < options.size(); ++i) {
    const Json& option = options[i];
    const std::string at = path + "/" + std::to_string(i);
    if (!check.object(option, at)) continue;
    if (rules.url) {
      check.only(option, at, {"text", "value", "description", "url"});
      check.url(option, "url", at, false);
    } else {
      check.only(option, at, {"text", "value", "description"});
    }
    check.text_object(option, "text", at, rules.text, 75);
    check.text_object(option, "description", at, rules.text, 75, false);
    if (check.text(option, "value", at, k_longest_option_value, true) &&
        !values.insert(option["value"].get<std::string>()).second) {
      check.error("option values must be unique", at + "/value");
    }
  }
}

bool is_among(const Json& wanted, const Json& options) {
  return options.is_array() && std::find(options.begin(), options.end(), wanted) != options.end();
}

// `initial_option` must be one of the options, equal in every field.
void check_initial(BlockCheck& check, const Json& element, const std::string& path) {
  Json all = Json::array();
  const auto collect = [&all](const Json& holder) {
    if (!holder.is_object() || !holder.contains("options") || !holder["options"].is_array()) return;
    for (const Json& option : holder["options"]) all.push_back(option);
  };
  collect(element);
  if (element.contains("option_groups") && element["option_groups"].is_array()) {
    for (const Json& group : element["option_groups"]) collect(group);
  }
  const std::string trouble = "initial option must match one of the options";
  if (element.contains("initial_option") && !is_among(element["initial_option"], all)) {
    check.error(trouble, path + "/initial_option");
  }
  if (!element.contains("initial_options")) return;
  const Json* initial = check.list(element, "initial_options", path, 1, 100, false);
  if (initial == nullptr) return;
  for (const Json& option : *initial) {
    if (!is_among(option, all)) check.error(trouble, path + "/initial_options");
  }
}

void check_menu(BlockCheck& check, const Json& element, const std::string& path) {
  std::set<std::string> values;
  const bool has_groups = element.contains("option_groups");
  if (has_groups == element.contains("options")) {
    check.error("must have either options or option_groups", path);
  }
  if (const Json* options = check.list(element, "options", path, 1, 100, false)) {
    check_options(check, *options, path + "/options", {}, values);
  }
  const Json* groups = check.list(element, "option_groups", path, 1, 100, false);
  for (std::size_t i = 0; groups != nullptr && i < groups->size(); ++i) {
    const std::string at = path + "/option_groups/" + std::to_string(i);
    const Json& group = (*groups)[i];
    if (!check.object(group, at)) continue;
    check.only(group, at, {"label", "options"});
    check.text_object(group, "label", at, TextKind::plain, 75);
    if (const Json* options = check.list(group, "options", at, 1, 100)) {
      check_options(check, *options, at + "/options", {}, values);
    }
  }
  check_initial(check, element, path);
}

bool is_select(const std::string& type) {
  return type.size() > 7 && type.substr(type.size() - 7) == "_select";
}

void check_select(BlockCheck& check, const Json& element, const std::string& path,
                  const std::string& type) {
  const bool multi = type.substr(0, 6) == "multi_";
  const std::string source = multi ? type.substr(6) : type;
  if (multi) check.whole(element, "max_selected_items", path, 1, 1000);
  if (!multi && element.contains("max_selected_items")) {
    check.error("invalid additional property: max_selected_items", path);
  }
  if (source == "static_select") {
    check.only(element, path,
               {"type", "action_id", "placeholder", "options", "option_groups", "initial_option",
                "initial_options", "confirm", "focus_on_load", "max_selected_items"});
    check_menu(check, element, path);
  } else if (source == "external_select") {
    check.only(element, path,
               {"type", "action_id", "placeholder", "initial_option", "initial_options",
                "min_query_length", "confirm", "focus_on_load", "max_selected_items"});
    check.whole(element, "min_query_length", path, 0, 1000);
  } else {
    check.only(element, path,
               {"type", "action_id", "placeholder", "confirm", "focus_on_load",
                "max_selected_items", "initial_user", "initial_users", "initial_conversation",
                "initial_conversations", "initial_channel", "initial_channels",
                "default_to_current_conversation", "response_url_enabled", "filter"});
    for (const char* key : {"initial_user", "initial_conversation", "initial_channel"}) {
      check.text(element, key, path, 32);
    }
    check.flag(element, "response_url_enabled", path);
    check.flag(element, "default_to_current_conversation", path);
    if (element.contains("response_url_enabled") && check.surface() != Surface::modal) {
      check.error("response_url_enabled is for modals", path);
    }
  }
}

void check_button(BlockCheck& check, const Json& element, const std::string& path) {
  check.only(
      element, path,
      {"type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"});
  check.text_object(element, "text", path, TextKind::plain, 75);
  check.text(element, "value", path, 2000);
  check.url(element, "url", path, false);
  check.one_of(element, "style", path, {"primary", "danger"});
  check.text(element, "accessibility_label", path, 75);
}

void check_choices(BlockCheck& check, const Json& element, const std::string& path,
                   const std::string& type) {
  std::set<std::string> values;
  if (type == "overflow") {
    check.only(element, path, {"type", "action_id", "options", "confirm"});
    // Older documents ask for two; one is accepted by the newer ones only.
    if (const Json* options = check.list(element, "options", path, 2, 5)) {
      check_options(check, *options, path + "/options", {TextKind::plain, true}, values);
    }
    return;
  }
  check.only(
      element, path,
      {"type", "action_id", "options", type == "checkboxes" ? "initial_options" : "initial_option",
       "confirm", "focus_on_load"});
  if (const Json* options = check.list(element, "options", path, 1, 10)) {
    check_options(check, *options, path + "/options", {TextKind::either, false}, values);
  }
  check_initial(check, element, path);
}

bool is_shaped(const std::string& value, std::string_view shape) {
  if (value.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = value[i] >= '0' && value[i] <= '9';
    if (shape[i] == '0' ? !digit : value[i] != shape[i]) return false;
  }
  return true;
}

void check_picker(BlockCheck& check, const Json& element, const std::string& path,
                  const std::string& type) {
  if (type == "datetimepicker") {
    check.only(element, path,
               {"type", "action_id", "initial_date_time", "confirm", "focus_on_load"});
    check.whole(element, "initial_date_time", path, 1'000'000'000, 9'999'999'999);
    return;
  }
  const bool is_date = type == "datepicker";
  const char* initial = is_date ? "initial_date" : "initial_time";
  if (is_date) {
    check.only(element, path,
               {"type", "action_id", "initial_date", "placeholder", "confirm", "focus_on_load"});
  } else {
    check.only(element, path,
               {"type", "action_id", "initial_time", "placeholder", "timezone", "confirm",
                "focus_on_load"});
  }
  if (check.text(element, initial, path, 20) &&
      !is_shaped(element[initial].get<std::string>(), is_date ? "0000-00-00" : "00:00")) {
    check.error("invalid format", path + "/" + initial);
  }
}

void check_plain_input(BlockCheck& check, const Json& element, const std::string& path) {
  check.only(element, path,
             {"type", "action_id", "placeholder", "initial_value", "multiline", "min_length",
              "max_length", "dispatch_action_config", "focus_on_load"});
  check.flag(element, "multiline", path);
  check.whole(element, "min_length", path, 0, 3000);
  check.whole(element, "max_length", path, 1, 3000);
  const auto whole = [&element](const char* key, std::int64_t fallback) {
    const auto found = element.find(key);
    return found != element.end() && found->is_number_integer() ? found->get<std::int64_t>()
                                                                : fallback;
  };
  const std::int64_t most = whole("max_length", 3000);
  if (whole("min_length", 0) > most) check.error("min_length is above max_length", path);
  check.text(element, "initial_value", path,
             static_cast<std::size_t>(std::max<std::int64_t>(most, 1)), false, 0);
}

void check_typed_input(BlockCheck& check, const Json& element, const std::string& path,
                       const std::string& type) {
  if (check.surface() != Surface::modal) check.error("unsupported type: " + type, path + "/type");
  if (type == "number_input") {
    check.only(element, path,
               {"type", "action_id", "placeholder", "initial_value", "is_decimal_allowed",
                "min_value", "max_value", "dispatch_action_config", "focus_on_load"});
    if (!element.contains("is_decimal_allowed")) {
      check.error("missing required field: is_decimal_allowed", path);
    }
    check.flag(element, "is_decimal_allowed", path);
    for (const char* key : {"initial_value", "min_value", "max_value"}) {
      check.text(element, key, path, 100);
    }
  } else if (type == "file_input") {
    check.only(element, path, {"type", "action_id", "filetypes", "max_files"});
    check.whole(element, "max_files", path, 1, 10);
    check.list(element, "filetypes", path, 1, 100, false);
  } else {
    check.only(element, path,
               {"type", "action_id", "placeholder", "initial_value", "dispatch_action_config",
                "focus_on_load"});
    check.text(element, "initial_value", path, 3000);
  }
}

void check_rich_input(BlockCheck& check, const Json& element, const std::string& path) {
  check.only(element, path,
             {"type", "action_id", "placeholder", "initial_value", "dispatch_action_config",
              "focus_on_load"});
  const auto initial = element.find("initial_value");
  if (initial != element.end() && check.object(*initial, path + "/initial_value")) {
    check_rich_text(check, *initial, path + "/initial_value");
  }
}

constexpr std::array<std::string_view, 3> k_choices{"overflow", "checkboxes", "radio_buttons"};
constexpr std::array<std::string_view, 3> k_pickers{"datepicker", "timepicker", "datetimepicker"};
constexpr std::array<std::string_view, 4> k_typed{"email_text_input", "url_text_input",
                                                  "number_input", "file_input"};

template <class Names>
bool among(const Names& names, const std::string& type) {
  return std::find(names.begin(), names.end(), type) != names.end();
}

bool fits(const std::string& type, Place place) {
  const bool multi = type.substr(0, 6) == "multi_";
  switch (place) {
    case Place::actions:
      return type == "button" || (is_select(type) && !multi) || among(k_choices, type) ||
             among(k_pickers, type);
    case Place::accessory:
      return type == "button" || type == "image" || is_select(type) || among(k_choices, type) ||
             type == "datepicker" || type == "timepicker";
    case Place::input:
      return is_select(type) || type == "checkboxes" || type == "radio_buttons" ||
             among(k_pickers, type) || type == "plain_text_input" || among(k_typed, type) ||
             type == "rich_text_input";
  }
  return false;
}

bool is_known_select(const std::string& type) {
  for (const std::string_view source : {"static_select", "external_select", "users_select",
                                        "conversations_select", "channels_select"}) {
    if (type == source || type == "multi_" + std::string(source)) return true;
  }
  return false;
}

}  // namespace

void check_element(BlockCheck& check, const Json& element, const std::string& path, Place place,
                   std::set<std::string>& action_ids) {
  if (!check.object(element, path)) return;
  const std::string type = type_of(element);
  if (!fits(type, place) || (is_select(type) && !is_known_select(type))) {
    check.error("unsupported type: " + type, path + "/type");
    return;
  }
  if (type == "image") {
    check.only(element, path, {"type", "image_url", "alt_text"});
    check.url(element, "image_url", path, true);
    check.text(element, "alt_text", path, 2000, true);
    return;
  }
  check.action_id(element, path, action_ids);
  check_confirm(check, element, path);
  check.text_object(element, "placeholder", path, TextKind::plain, 150, false);
  if (type != "button") check.focus(element, path);
  if (type == "button") {
    check_button(check, element, path);
  } else if (is_select(type)) {
    check_select(check, element, path, type);
  } else if (among(k_choices, type)) {
    check_choices(check, element, path, type);
  } else if (among(k_pickers, type)) {
    check_picker(check, element, path, type);
  } else if (type == "plain_text_input") {
    check_plain_input(check, element, path);
  } else if (type == "rich_text_input") {
    check_rich_input(check, element, path);
  } else {
    check_typed_input(check, element, path, type);
  }
}

}  // namespace tocsin::sandbox
