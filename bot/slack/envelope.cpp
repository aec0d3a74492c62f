#include "bot/slack/envelope.h"

#include "bot/json.h"
#include "bot/slack/broken_frame.h"
#include "bot/slack/form_frame.h"
#include "bot/slack/utf8.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace tocsin::slack {

namespace {

// Slack's are UUIDs. A longer one could not be sent back in an ack.
constexpr std::size_t k_longest_envelope_id = 200;

struct Kind {
  std::string_view word;
  frame::OtherKind kind;
};

constexpr std::array k_event_kinds{
    Kind{"reaction_added", frame::OtherKind::reaction_added},
    Kind{"reaction_removed", frame::OtherKind::reaction_removed},
    Kind{"member_joined_channel", frame::OtherKind::member_joined_channel},
    Kind{"member_left_channel", frame::OtherKind::member_left_channel},
    Kind{"channel_created", frame::OtherKind::channel_created},
    Kind{"channel_archive", frame::OtherKind::channel_archived},
    Kind{"group_archive", frame::OtherKind::channel_archived},
    Kind{"channel_unarchive", frame::OtherKind::channel_unarchived},
    Kind{"group_unarchive", frame::OtherKind::channel_unarchived},
    Kind{"channel_rename", frame::OtherKind::channel_renamed},
    Kind{"group_rename", frame::OtherKind::channel_renamed},
    Kind{"channel_deleted", frame::OtherKind::channel_deleted},
    Kind{"group_deleted", frame::OtherKind::channel_deleted},
    Kind{"channel_id_changed", frame::OtherKind::channel_id_changed},
    Kind{"pin_added", frame::OtherKind::pin_added},
    Kind{"pin_removed", frame::OtherKind::pin_removed},
    Kind{"app_home_opened", frame::OtherKind::app_home_opened},
    Kind{"app_uninstalled", frame::OtherKind::app_uninstalled},
    Kind{"tokens_revoked", frame::OtherKind::tokens_revoked},
    Kind{"user_change", frame::OtherKind::user_changed},
    Kind{"team_join", frame::OtherKind::user_changed},
    Kind{"subteam_updated", frame::OtherKind::user_group_changed},
    Kind{"subteam_members_changed", frame::OtherKind::user_group_changed},
    Kind{"message_metadata_posted", frame::OtherKind::message_metadata},
    Kind{"message_metadata_updated", frame::OtherKind::message_metadata},
    Kind{"message_metadata_deleted", frame::OtherKind::message_metadata},
};

constexpr std::array k_interaction_kinds{
    Kind{"view_closed", frame::OtherKind::view_closed},
    Kind{"shortcut", frame::OtherKind::global_shortcut},
    Kind{"message_action", frame::OtherKind::message_shortcut},
    Kind{"block_suggestion", frame::OtherKind::block_suggestion},
    Kind{"block_actions", frame::OtherKind::block_action},
};

template <class Kinds>
frame::OtherKind kind_of(const Kinds& kinds, std::string_view word) {
  for (const Kind& each : kinds) {
    if (each.word == word) return each.kind;
  }
  return frame::OtherKind::unknown;
}

struct Envelope {
  std::string id;
  bool accepts_reply = false;
  std::int64_t retry_attempt = 0;
  std::string retry_reason;
};

Frame unparsable(const Envelope& envelope, std::string why) {
  return frame::Unparsable{envelope.id, std::move(why)};
}

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

std::string text_in(JsonReader& reader, const char* object, const char* key) {
  std::optional<JsonReader> inner = reader.maybe_object(object);
  return inner ? inner->text_or(key, "") : "";
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
  return frame::Other{envelope.id, kind_of(k_interaction_kinds, type), type, ""};
}

Frame read_message(frame::EventHead head, const Envelope& envelope, JsonReader& event) {
  frame::MessageEvent message;
  message.head = std::move(head);
  message.channel.value = event.text("channel");
  message.channel_type = event.text_or("channel_type", "");
  message.subtype = event.text_or("subtype", "");
  message.ts.value = event.text_or("ts", event.text_or("event_ts", ""));
  message.subject_ts = message.ts;
  std::optional<JsonReader> changed = event.maybe_object("message");
  JsonReader& content = changed ? *changed : event;  // message_changed holds the new one inside
  message.user.value = content.text_or("user", "");
  message.text = typed_text(content.text_or("text", ""));
  message.thread_ts.value = content.text_or("thread_ts", "");
  message.bot_id = content.text_or("bot_id", "");
  message.app_id = content.text_or("app_id", "");
  if (changed) message.subject_ts.value = changed->text_or("ts", "");
  if (const auto deleted = event.maybe_text("deleted_ts")) message.subject_ts.value = *deleted;
  if (event.failed()) return unparsable(envelope, event.error());
  return message;
}

Frame read_mention(frame::EventHead head, const Envelope& envelope, JsonReader& event) {
  frame::Mention mention;
  mention.head = std::move(head);
  mention.channel.value = event.text("channel");
  mention.user.value = event.text_or("user", "");
  mention.text = typed_text(event.text_or("text", ""));
  mention.ts.value = event.text_or("ts", event.text_or("event_ts", ""));
  mention.thread_ts.value = event.text_or("thread_ts", "");
  mention.bot_id = event.text_or("bot_id", "");
  if (event.failed()) return unparsable(envelope, event.error());
  return mention;
}

Frame read_event(const Envelope& envelope, JsonReader& payload) {
  const std::string wrapper = payload.text("type");
  if (payload.failed()) return unparsable(envelope, payload.error());
  if (wrapper == "app_rate_limited") {
    // The only one without an inner event.
    return frame::AppRateLimited{envelope.id, payload.integer_or("minute_rate_limited", 0)};
  }
  if (wrapper != "event_callback") {
    return frame::Other{envelope.id, frame::OtherKind::unknown, wrapper, ""};
  }
  frame::EventHead head;
  head.envelope_id = envelope.id;
  head.event_id = payload.text_or("event_id", "");
  head.team = payload.text_or("team_id", "");
  head.event_time = payload.integer_or("event_time", 0);
  head.retry_attempt = envelope.retry_attempt;
  head.retry_reason = envelope.retry_reason;
  JsonReader event = payload.object("event");
  const std::string type = event.text("type");
  if (payload.failed()) return unparsable(envelope, payload.error());
  if (type == "message") return read_message(std::move(head), envelope, event);
  if (type == "app_mention") return read_mention(std::move(head), envelope, event);
  return frame::Other{envelope.id, kind_of(k_event_kinds, type), type, head.event_id};
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

std::string message_key(const ChannelId& channel, const MessageTs& ts, std::string_view type,
                        std::string_view subtype) {
  return fmt::format("message:{}:{}:{}:{}", channel.value, ts.value, type, subtype);
}

std::string event_key(const frame::EventHead& head, std::string otherwise) {
  return head.event_id.empty() ? std::move(otherwise) : "event:" + head.event_id;
}

}  // namespace

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

std::string envelope_id_of(const Frame& any) {
  struct Finder {
    std::string operator()(const frame::Hello&) const { return ""; }
    std::string operator()(const frame::Disconnect&) const { return ""; }
    std::string operator()(const frame::SlashCommand& it) const { return it.envelope_id; }
    std::string operator()(const frame::ButtonPress& it) const { return it.envelope_id; }
    std::string operator()(const frame::FormSubmitted& it) const { return it.envelope_id; }
    std::string operator()(const frame::MessageEvent& it) const { return it.head.envelope_id; }
    std::string operator()(const frame::Mention& it) const { return it.head.envelope_id; }
    std::string operator()(const frame::AppRateLimited& it) const { return it.envelope_id; }
    std::string operator()(const frame::Other& it) const { return it.envelope_id; }
    std::string operator()(const frame::Unparsable& it) const { return it.envelope_id; }
    std::string operator()(const frame::Ignored&) const { return ""; }
  };
  return std::visit(Finder{}, any);
}

std::string input_key(const frame::SlashCommand& command) {
  if (command.trigger_id.empty()) return "slash:envelope:" + command.envelope_id;
  return "slash:" + command.trigger_id;
}

std::string input_key(const frame::ButtonPress& press) {
  if (!press.trigger_id.empty()) return "button:" + press.trigger_id;
  return fmt::format("button:{}:{}:{}:{}", press.user.value, press.action_ts, press.action_id,
                     press.message_ts.value);
}

// Pressing twice is one submission, also when Slack has drawn the form anew in between.
std::string input_key(const frame::FormSubmitted& submitted) { return "form:" + submitted.view_id; }

std::string input_key(const frame::MessageEvent& message) {
  return event_key(message.head, semantic_key(message));
}

std::string input_key(const frame::Mention& mention) {
  return event_key(mention.head, semantic_key(mention));
}

std::string semantic_key(const frame::MessageEvent& message) {
  return message_key(message.channel, message.ts, "message", message.subtype);
}

std::string semantic_key(const frame::Mention& mention) {
  return message_key(mention.channel, mention.ts, "app_mention", "");
}

}  // namespace tocsin::slack
