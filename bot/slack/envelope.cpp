#include "bot/slack/envelope.h"

#include "bot/json.h"
#include "bot/slack/broken_frame.h"
#include "bot/slack/envelope_parts.h"
#include "bot/slack/form_frame.h"
#include "bot/slack/utf8.h"

#include <array>
#include <utility>

namespace tocsin::slack {

namespace {

constexpr std::array k_interaction_kinds{
    Kind{"view_closed", frame::OtherKind::view_closed},
    Kind{"block_suggestion", frame::OtherKind::block_suggestion},
    Kind{"block_actions", frame::OtherKind::block_action},
};

Frame read_hello(JsonReader& outer) {
  frame::Hello hello;
  hello.num_connections = outer.integer_or("num_connections", 0);
  // All of it is optional, and none of it is worth losing a connection for.
  if (std::optional<JsonReader> debug = outer.maybe_object("debug_info")) {
    if (const auto seconds = debug->maybe_integer("approximate_connection_time")) {
      hello.approximate_connection_time = std::chrono::seconds(*seconds);
    }
  }
  if (std::optional<JsonReader> connection = outer.maybe_object("connection_info")) {
    hello.app_id = connection->text_or("app_id", "");
  }
  return hello;
}

Frame read_disconnect(JsonReader& outer) {
  using Reason = frame::Disconnect::Reason;
  frame::Disconnect disconnect;
  disconnect.word = outer.text_or("reason", "");
  if (disconnect.word == "warning") disconnect.reason = Reason::warning;
  if (disconnect.word == "refresh_requested") disconnect.reason = Reason::refresh_requested;
  if (disconnect.word == "link_disabled") disconnect.reason = Reason::link_disabled;
  if (disconnect.word == "too_many_websockets") disconnect.reason = Reason::too_many_websockets;
  return disconnect;
}

Frame read_slash_command(const Envelope& envelope, JsonReader& payload) {
  frame::SlashCommand command;
  command.envelope_id = envelope.id;
  command.accepts_reply = envelope.accepts_reply;
  command.team = payload.text_or("team_id", "");
  command.user.value = payload.text("user_id");
  command.channel.value = payload.text("channel_id");
  command.channel_name = payload.text_or("channel_name", "");
  command.command = payload.text("command");
  command.text = typed_text(payload.text_or("text", ""));
  command.trigger_id = payload.text_or("trigger_id", "");
  command.response_url = payload.text_or("response_url", "");
  if (payload.failed()) return unparsable(envelope, payload.error());
  return command;
}

Frame read_shortcut(const Envelope& envelope, JsonReader& payload) {
  frame::Shortcut shortcut;
  shortcut.envelope_id = envelope.id;
  shortcut.accepts_reply = envelope.accepts_reply;
  shortcut.team = text_in(payload, "team", "id");
  shortcut.user.value = payload.object("user").text("id");
  shortcut.callback_id = payload.text_or("callback_id", "");
  shortcut.trigger_id = payload.text_or("trigger_id", "");
  shortcut.action_ts = payload.text_or("action_ts", "");
  if (payload.text("type") == "message_action") {
    shortcut.channel.value = payload.object("channel").text("id");
    shortcut.message_ts.value = payload.text_or("message_ts", text_in(payload, "message", "ts"));
    shortcut.thread_ts.value = text_in(payload, "message", "thread_ts");
  }
  if (payload.failed()) return unparsable(envelope, payload.error());
  return shortcut;
}

Frame read_block_actions(const Envelope& envelope, JsonReader& payload) {
  std::vector<JsonReader> actions = payload.items("actions");
  if (payload.failed()) return unparsable(envelope, payload.error());
  if (actions.empty()) return unparsable(envelope, "/actions: is empty");
  JsonReader& action = actions.front();
  if (action.text("type") != "button") {
    if (payload.failed()) return unparsable(envelope, payload.error());
    return frame::Other{envelope.id, frame::OtherKind::block_action, "block_actions", ""};
  }
  frame::ButtonPress press;
  press.envelope_id = envelope.id;
  press.accepts_reply = envelope.accepts_reply;
  press.team = text_in(payload, "team", "id");
  press.user.value = payload.object("user").text("id");
  if (std::optional<JsonReader> container = payload.maybe_object("container")) {
    press.channel.value = container->text_or("channel_id", "");
    press.message_ts.value = container->text_or("message_ts", "");
    press.thread_ts.value = container->text_or("thread_ts", "");
    press.is_ephemeral = container->flag_or("is_ephemeral", false);
  }
  press.is_on_home = text_in(payload, "view", "type") == "home";
  if (press.channel.empty()) press.channel.value = text_in(payload, "channel", "id");
  if (press.message_ts.empty()) press.message_ts.value = text_in(payload, "message", "ts");
  if (press.thread_ts.empty()) press.thread_ts.value = text_in(payload, "message", "thread_ts");
  press.trigger_id = payload.text_or("trigger_id", "");
  press.response_url = payload.text_or("response_url", "");
  press.action_id = action.text_or("action_id", "");
  press.block_id = action.text_or("block_id", "");
  press.value = action.text_or("value", "");
  press.action_ts = action.text_or("action_ts", "");
  if (payload.failed()) return unparsable(envelope, payload.error());
  return press;
}

Frame read_interaction(const Envelope& envelope, JsonReader& payload) {
  const std::string type = payload.text("type");
  if (payload.failed()) return unparsable(envelope, payload.error());
  if (type == "block_actions") return read_block_actions(envelope, payload);
  if (type == "view_submission") {
    frame::FormSubmitted submitted = read_form_submission(payload);
    submitted.envelope_id = envelope.id;
    if (payload.failed()) return unparsable(envelope, payload.error());
    return submitted;
  }
  if (type == "shortcut" || type == "message_action") return read_shortcut(envelope, payload);
  return frame::Other{envelope.id, kind_of(k_interaction_kinds, type), type, ""};
}

// What stands outside of the payload is read leniently, each value by itself, so that nothing in it
// can keep us from acknowledging.
Envelope read_envelope(const Json& json) {
  const auto value = [&](const char* key) -> const Json* {
    const auto found = json.find(key);
    return found == json.end() ? nullptr : &*found;
  };
  Envelope envelope;
  if (const Json* id = value("envelope_id"); id != nullptr && id->is_string()) {
    const auto& text = id->get_ref<const std::string&>();
    if (text.size() <= k_longest_envelope_id) envelope.id = text;
  }
  if (const Json* accepts = value("accepts_response_payload");
      accepts != nullptr && accepts->is_boolean()) {
    envelope.accepts_reply = accepts->get<bool>();
  }
  if (const Json* attempt = value("retry_attempt");
      attempt != nullptr && attempt->is_number_integer()) {
    envelope.retry_attempt = attempt->get<std::int64_t>();
  }
  if (const Json* reason = value("retry_reason"); reason != nullptr && reason->is_string()) {
    envelope.retry_reason = reason->get<std::string>();
  }
  return envelope;
}

Frame read_frame(const Json& json) {
  const Envelope envelope = read_envelope(json);
  JsonReader outer(json);
  const std::string type = outer.text_or("type", "");
  if (type == "hello") return read_hello(outer);
  if (type == "disconnect") return read_disconnect(outer);
  const bool is_command = type == "slash_commands";
  const bool is_interaction = type == "interactive";
  if (!is_command && !is_interaction && type != "events_api") {
    if (envelope.id.empty()) return frame::Ignored{"unknown type '" + type + "' without an id"};
    return frame::Other{envelope.id, frame::OtherKind::unknown, type, ""};
  }
  if (envelope.id.empty()) return unparsable(envelope, "/envelope_id: is missing");
  JsonReader payload = outer.object("payload");
  if (outer.failed()) return unparsable(envelope, outer.error());
  if (is_command) return read_slash_command(envelope, payload);
  if (is_interaction) return read_interaction(envelope, payload);
  return read_event(envelope, payload);
}

std::optional<Json> parse_leniently(std::string_view text) {
  std::optional<Json> json = parse_json(text);
  if (!json) json = parse_json(mended_json(text));
  return json;
}

}  // namespace

std::string text_in(JsonReader& reader, const char* object, const char* key) {
  std::optional<JsonReader> inner = reader.maybe_object(object);
  return inner ? inner->text_or(key, "") : "";
}

Frame parse_frame(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return frame::Ignored{"an empty frame"};
  if (text[start] != '{') return frame::Ignored{"not an object"};
  std::string repaired;
  if (!is_utf8(text)) {
    repaired = repaired_utf8(text);
    text = repaired;
  }
  const std::optional<Json> json = parse_leniently(text);
  if (!json) return frame::Unparsable{envelope_id_in(text), "not JSON, or nested too deep"};
  return read_frame(*json);
}

}  // namespace tocsin::slack
