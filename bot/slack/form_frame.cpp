#include "bot/slack/form_frame.h"

#include "bot/json.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tocsin::slack {

namespace {

constexpr std::string_view k_callback_version = "v1:";

// What stands in the view is read leniently, value by value: it is ours, but perhaps from another
// version.
const Json* member(const Json& json, const char* key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

std::string text_of(const Json* json) {
  return json != nullptr && json->is_string() ? json->get<std::string>() : "";
}

std::string text_in(const Json& json, const char* key) { return text_of(member(json, key)); }

// The value of one element: a text, the chosen option's value, the chosen person's id, the value of
// the first box that is ticked.
std::string value_in(const Json& element) {
  if (const Json* option = member(element, "selected_option")) return text_in(*option, "value");
  if (const Json* user = member(element, "selected_user")) return text_of(user);
  if (const Json* options = member(element, "selected_options")) {
    if (!options->is_array() || options->empty()) return "";
    return text_in(options->front(), "value");
  }
  return text_in(element, "value");
}

void read_values(const Json& view, FilledForm& form) {
  const Json* state = member(view, "state");
  const Json* values = state == nullptr ? nullptr : member(*state, "values");
  if (values == nullptr || !values->is_object()) return;
  for (const auto& [block_id, actions] : values->items()) {
    if (!actions.is_object() || actions.empty()) continue;
    const Json* element = member(actions, k_form_action);
    std::string value = value_in(element != nullptr ? *element : *actions.begin());
    if (!value.empty()) form.values[block_id] = std::move(value);
  }
}

// The inputs in their order on the screen; an answer may name no other.
std::vector<std::string> inputs_of(const Json& view) {
  std::vector<std::string> inputs;
  const Json* blocks = member(view, "blocks");
  if (blocks == nullptr || !blocks->is_array()) return inputs;
  for (const Json& block : *blocks) {
    if (text_in(block, "type") != "input") continue;
    std::string block_id = text_in(block, "block_id");
    if (!block_id.empty()) inputs.push_back(std::move(block_id));
  }
  return inputs;
}

void read_metadata(const Json& view, frame::FormSubmitted& submitted) {
  const std::optional<Json> metadata = parse_json(text_in(view, "private_metadata"));
  if (!metadata) return;
  if (const Json* number = member(*metadata, "incident");
      number != nullptr && number->is_number_integer()) {
    submitted.form.incident.value = std::max<std::int64_t>(number->get<std::int64_t>(), 0);
  }
  submitted.form.arguments = text_in(*metadata, "arguments");
  submitted.place.channel.value = text_in(*metadata, "channel");
  submitted.place.thread.value = text_in(*metadata, "thread");
}

}  // namespace

std::string form_callback(std::string_view verb) {
  return std::string(k_callback_version) + std::string(verb);
}

frame::FormSubmitted read_form_submission(JsonReader& payload) {
  frame::FormSubmitted submitted;
  if (std::optional<JsonReader> team = payload.maybe_object("team")) {
    submitted.team = team->text_or("id", "");
  }
  submitted.user.value = payload.object("user").text("id");
  JsonReader view = payload.object("view");
  submitted.view_id = view.text("id");
  if (payload.failed()) return submitted;
  const Json& json = view.raw();
  submitted.hash = text_in(json, "hash");
  const std::string callback = text_in(json, "callback_id");
  if (callback.starts_with(k_callback_version)) {
    submitted.form.verb = callback.substr(k_callback_version.size());
  }
  read_metadata(json, submitted);
  read_values(json, submitted.form);
  submitted.inputs = inputs_of(json);
  return submitted;
}

}  // namespace tocsin::slack
