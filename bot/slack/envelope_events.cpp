// Reads the deliveries of the Events API: what people do in Slack besides commands and buttons.
#include "bot/json.h"
#include "bot/slack/envelope_parts.h"
#include "bot/slack/person.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace tocsin::slack {

namespace {

constexpr std::array k_event_kinds{
    Kind{"channel_created", frame::OtherKind::channel_created},
    Kind{"pin_added", frame::OtherKind::pin_added},
    Kind{"pin_removed", frame::OtherKind::pin_removed},
    Kind{"app_uninstalled", frame::OtherKind::app_uninstalled},
    Kind{"tokens_revoked", frame::OtherKind::tokens_revoked},
    Kind{"subteam_updated", frame::OtherKind::user_group_changed},
    Kind{"subteam_members_changed", frame::OtherKind::user_group_changed},
    Kind{"message_metadata_posted", frame::OtherKind::message_metadata},
    Kind{"message_metadata_updated", frame::OtherKind::message_metadata},
    Kind{"message_metadata_deleted", frame::OtherKind::message_metadata},
};

// One event and where it came from.
struct Incoming {
  frame::EventHead head;
  const Envelope& envelope;
  JsonReader& event;
  const std::string& type;
};

template <class T>
Frame checked(Incoming& incoming, T value) {
  if (incoming.event.failed()) return unparsable(incoming.envelope, incoming.event.error());
  value.head = std::move(incoming.head);
  return value;
}

Frame other(const Incoming& incoming, frame::OtherKind kind) {
  return frame::Other{incoming.envelope.id, kind, incoming.type, incoming.head.event_id};
}

void read_deletion(frame::MessageEvent& message, JsonReader& event, std::string deleted_ts) {
  message.subtype = "message_deleted";
  message.subject_ts.value = std::move(deleted_ts);
  message.user = {};  // Slack does not say who did it
  message.text.clear();
  if (std::optional<JsonReader> previous = event.maybe_object("previous_message")) {
    message.thread_ts.value = previous->text_or("thread_ts", "");
    message.bot_id = previous->text_or("bot_id", "");
    message.app_id = previous->text_or("app_id", "");
  }
}

Frame read_message(Incoming& incoming) {
  JsonReader& event = incoming.event;
  frame::MessageEvent message;
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
  if (changed) {
    message.subject_ts.value = changed->text_or("ts", "");
    if (std::optional<JsonReader> previous = event.maybe_object("previous_message")) {
      if (const auto text = previous->maybe_text("text")) message.previous_text = typed_text(*text);
    }
    // What stays of a deleted message with replies.
    if (changed->text_or("subtype", "") == "tombstone") {
      read_deletion(message, event, message.subject_ts.value);
    }
  }
  if (auto deleted = event.maybe_text("deleted_ts")) {
    read_deletion(message, event, std::move(*deleted));
  }
  return checked(incoming, std::move(message));
}

Frame read_mention(Incoming& incoming) {
  JsonReader& event = incoming.event;
  frame::Mention mention;
  mention.channel.value = event.text("channel");
  mention.user.value = event.text_or("user", "");
  mention.text = typed_text(event.text_or("text", ""));
  mention.ts.value = event.text_or("ts", event.text_or("event_ts", ""));
  mention.thread_ts.value = event.text_or("thread_ts", "");
  mention.bot_id = event.text_or("bot_id", "");
  return checked(incoming, std::move(mention));
}

Frame read_reaction(Incoming& incoming) {
  JsonReader& event = incoming.event;
  frame::Reaction reaction;
  reaction.is_added = incoming.type == "reaction_added";
  reaction.user.value = event.text("user");
  reaction.emoji = event.text("reaction");
  reaction.emoji.resize(std::min(reaction.emoji.find("::"), reaction.emoji.size()));
  JsonReader item = event.object("item");
  if (item.text("type") != "message" && !event.failed()) {
    return other(incoming, frame::OtherKind::reaction);
  }
  reaction.channel.value = item.text("channel");
  reaction.ts.value = item.text("ts");
  reaction.item_user.value = event.text_or("item_user", "");
  reaction.event_ts = event.text_or("event_ts", "");
  return checked(incoming, std::move(reaction));
}

Frame read_member(Incoming& incoming) {
  JsonReader& event = incoming.event;
  frame::MemberMove move;
  move.is_member = incoming.type == "member_joined_channel";
  move.user.value = event.text("user");
  move.inviter.value = event.text_or("inviter", "");
  move.channel.value = event.text("channel");
  move.event_ts = event.text_or("event_ts", "");
  return checked(incoming, std::move(move));
}

struct ChangeOfChannel {
  std::string_view of_open;
  std::string_view of_private;
  ChannelChange change;
};

constexpr std::array k_channel_changes{
    ChangeOfChannel{"channel_archive", "group_archive", ChannelChange::archived},
    ChangeOfChannel{"channel_unarchive", "group_unarchive", ChannelChange::unarchived},
    ChangeOfChannel{"channel_rename", "group_rename", ChannelChange::renamed},
    ChangeOfChannel{"channel_deleted", "group_deleted", ChannelChange::deleted},
    ChangeOfChannel{"channel_left", "group_left", ChannelChange::left},
};

std::optional<ChannelChange> channel_change(std::string_view type) {
  for (const ChangeOfChannel& each : k_channel_changes) {
    if (each.of_open == type || each.of_private == type) return each.change;
  }
  return std::nullopt;
}

Frame read_channel(Incoming& incoming, ChannelChange kind) {
  JsonReader& event = incoming.event;
  frame::ChannelEvent change;
  change.change = kind;
  if (kind == ChannelChange::renamed) {
    JsonReader channel = event.object("channel");
    change.channel.value = channel.text("id");
    change.name = channel.text("name");
  } else {
    change.channel.value = event.text("channel");
  }
  change.user.value = event.text_or("user", event.text_or("actor_id", ""));
  change.event_ts = event.text_or("event_ts", "");
  return checked(incoming, std::move(change));
}

Frame read_id_change(Incoming& incoming) {
  frame::ChannelIdChanged change;
  change.from.value = incoming.event.text("old_channel_id");
  change.to.value = incoming.event.text("new_channel_id");
  return checked(incoming, std::move(change));
}

Frame read_home(Incoming& incoming) {
  JsonReader& event = incoming.event;
  if (event.text_or("tab", "home") != "home" && !event.failed()) {
    return other(incoming, frame::OtherKind::app_home_opened);
  }
  frame::HomeOpened opened;
  opened.user.value = event.text("user");
  opened.event_ts = event.text_or("event_ts", "");
  return checked(incoming, std::move(opened));
}

Frame read_person_change(Incoming& incoming) {
  JsonReader& event = incoming.event;
  frame::PersonChanged changed;
  const JsonReader user = event.object("user");
  changed.event_ts = event.text_or("event_ts", "");
  if (event.failed()) return unparsable(incoming.envelope, event.error());
  auto person = read_person(user);
  if (!person) return unparsable(incoming.envelope, "/payload/event/user/id: is missing");
  changed.person = std::move(*person);
  return checked(incoming, std::move(changed));
}

}  // namespace

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
  Incoming incoming{std::move(head), envelope, event, type};
  if (type == "message") return read_message(incoming);
  if (type == "app_mention") return read_mention(incoming);
  if (type == "reaction_added" || type == "reaction_removed") return read_reaction(incoming);
  if (type == "member_joined_channel" || type == "member_left_channel") {
    return read_member(incoming);
  }
  if (const auto change = channel_change(type)) return read_channel(incoming, *change);
  if (type == "channel_id_changed") return read_id_change(incoming);
  if (type == "app_home_opened") return read_home(incoming);
  if (type == "user_change" || type == "team_join") return read_person_change(incoming);
  return other(incoming, kind_of(k_event_kinds, type));
}

}  // namespace tocsin::slack
