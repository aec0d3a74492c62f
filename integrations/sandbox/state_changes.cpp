// What changes in a workspace, whoever caused it, and the events that tell the bot of it.

#include "integrations/sandbox/state.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

struct Subscription {
  std::string_view name;
  std::string_view scope;  // without it Slack does not send the event
};

constexpr std::array k_subscriptions{
    Subscription{"app_mention", "app_mentions:read"},
    Subscription{"message.channels", "channels:history"},
    Subscription{"message.groups", "groups:history"},
    Subscription{"message.im", "im:history"},
    Subscription{"message.mpim", "mpim:history"},
    Subscription{"reaction_added", "reactions:read"},
    Subscription{"reaction_removed", "reactions:read"},
    Subscription{"member_joined_channel", "channels:read"},
    Subscription{"member_left_channel", "channels:read"},
    Subscription{"channel_created", "channels:read"},
    Subscription{"channel_archive", "channels:read"},
    Subscription{"channel_unarchive", "channels:read"},
    Subscription{"channel_rename", "channels:read"},
    Subscription{"channel_deleted", "channels:read"},
    Subscription{"channel_id_changed", "channels:read"},
    Subscription{"channel_left", "channels:read"},
    Subscription{"group_archive", "groups:read"},
    Subscription{"group_unarchive", "groups:read"},
    Subscription{"group_rename", "groups:read"},
    Subscription{"group_deleted", "groups:read"},
    Subscription{"group_left", "groups:read"},
    Subscription{"pin_added", "pins:read"},
    Subscription{"pin_removed", "pins:read"},
    Subscription{"user_change", "users:read"},
    Subscription{"team_join", "users:read"},
};

std::string_view message_subscription(ChannelKind kind) {
  switch (kind) {
    case ChannelKind::open:
      return "message.channels";
    case ChannelKind::closed:
      return "message.groups";
    case ChannelKind::direct:
      return "message.im";
    case ChannelKind::group_direct:
      return "message.mpim";
  }
  return "";
}

std::string_view channel_type(ChannelKind kind) {
  switch (kind) {
    case ChannelKind::open:
      return "channel";
    case ChannelKind::closed:
      return "group";
    case ChannelKind::direct:
      return "im";
    case ChannelKind::group_direct:
      return "mpim";
  }
  return "";
}

// "channel_archive" of a private channel is "group_archive".
std::string twin(const Channel& channel, std::string_view what) {
  return (channel.kind == ChannelKind::open ? "channel_" : "group_") + std::string(what);
}

std::string event_ts(Moment now) { return ts_text(to_stored(now) * 1000); }

Json message_item(const Channel& channel, const Message& message) {
  return {{"type", "message"}, {"channel", channel.id.value}, {"ts", message.ts.value}};
}

}  // namespace

void State::emit(std::string_view name, Json event, Moment now) {
  if (!events.contains(std::string(name))) return;
  for (const Subscription& subscription : k_subscriptions) {
    if (subscription.name == name && !scopes.contains(std::string(subscription.scope))) return;
  }
  const std::string event_id = "Ev" + new_id('0');
  const Json authorization = {{"enterprise_id", nullptr},
                              {"team_id", setup.team_id},
                              {"user_id", setup.bot_user.value},
                              {"is_bot", true},
                              {"is_enterprise_install", false}};
  std::string type = text_in(event, "type");
  Json payload = {{"token", "sandbox"},
                  {"team_id", setup.team_id},
                  {"api_app_id", setup.app_id},
                  {"type", "event_callback"},
                  {"event_id", event_id},
                  {"event_time", to_stored(now) / 1000},
                  {"event_context", "4-" + base64(event_id)},
                  {"context_team_id", setup.team_id},
                  {"context_enterprise_id", nullptr},
                  {"is_ext_shared_channel", false},
                  {"authorizations", Json::array({authorization})},
                  {"event", std::move(event)}};
  envelopes.push_back(
      {EnvelopeKind::events_api, dump_json(payload), false, event_id, std::move(type)});
}

void State::emit_in(const Channel& channel, std::string_view name, Json event, Moment now) {
  if (bot_is_in(channel)) emit(name, std::move(event), now);
}

void State::emit_message(const Channel& channel, Json event, Moment now) {
  event["channel"] = channel.id.value;
  event["channel_type"] = channel_type(channel.kind);
  if (!event.contains("event_ts")) event["event_ts"] = event["ts"];
  emit_in(channel, message_subscription(channel.kind), std::move(event), now);
}

void State::add_system_line(Channel& channel, const UserId& user, std::string subtype,
                            std::string text, Moment now, const Json& extra) {
  Message line;
  line.user = user;
  line.subtype = std::move(subtype);
  MessageVersion content;
  content.text = std::move(text);
  const Message& added = add_message(channel, std::move(line), std::move(content), now);
  Json event = message_json(*this, channel, added, true);
  event.update(extra);
  emit_message(channel, std::move(event), now);
}

void State::put_in(Channel& channel, const UserId& who, const UserId& inviter, Moment now,
                   bool with_line) {
  channel.members.insert(who);
  Json extra = Json::object();
  if (!inviter.empty() && inviter != who) extra["inviter"] = inviter.value;
  if (with_line) {
    add_system_line(channel, who, "channel_join", "<@" + who.value + "> has joined the channel",
                    now, extra);
  }
  Json event = {{"type", "member_joined_channel"},
                {"user", who.value},
                {"channel", channel.id.value},
                {"channel_type", channel.kind == ChannelKind::open ? "C" : "G"},
                {"team", setup.team_id},
                {"event_ts", event_ts(now)}};
  event.update(extra);
  emit_in(channel, "member_joined_channel", std::move(event), now);
}

void State::take_out(Channel& channel, const UserId& who, Moment now) {
  Json event = {{"type", "member_left_channel"},
                {"user", who.value},
                {"channel", channel.id.value},
                {"channel_type", channel.kind == ChannelKind::open ? "C" : "G"},
                {"team", setup.team_id},
                {"event_ts", event_ts(now)}};
  emit_in(channel, "member_left_channel", std::move(event), now);
  channel.members.erase(who);
  // Nobody outside knows which of the two a bot gets that is taken out: it gets both.
  if (who == setup.bot_user) {
    const std::string type = twin(channel, "left");
    emit(type, {{"type", type}, {"channel", channel.id.value}, {"event_ts", event_ts(now)}}, now);
  }
  add_system_line(channel, who, "channel_leave", "<@" + who.value + "> has left the channel", now);
}

void State::rename(Channel& channel, const std::string& name, const UserId& user, Moment now) {
  const std::string old_name = channel.name;
  channel_names.erase(old_name);
  channel_names[name] = channel.id.value;
  channel.previous_names.push_back(old_name);
  channel.name = name;
  add_system_line(
      channel, user, "channel_name",
      "<@" + user.value + "> has renamed the channel from \"" + old_name + "\" to \"" + name + "\"",
      now, {{"old_name", old_name}, {"name", name}});
  const Json shown = {{"id", channel.id.value},
                      {"name", name},
                      {"name_normalized", name},
                      {"created", to_stored(channel.created) / 1000},
                      {"is_channel", channel.kind == ChannelKind::open},
                      {"is_mpim", false}};
  const std::string type = twin(channel, "rename");
  Json event = {{"type", type}, {"channel", shown}, {"event_ts", event_ts(now)}};
  if (bot_sees(channel)) emit(type, std::move(event), now);
}

void State::archive(Channel& channel, const UserId& user, Moment now) {
  add_system_line(channel, user, "channel_archive", "<@" + user.value + "> archived the channel",
                  now);
  channel.archived = true;
  const std::string type = twin(channel, "archive");
  Json event = {{"type", type},
                {"channel", channel.id.value},
                {"user", user.value},
                {"is_moved", 0},
                {"event_ts", event_ts(now)}};
  if (bot_sees(channel)) emit(type, std::move(event), now);
}

void State::unarchive(Channel& channel, const UserId& user, Moment now) {
  channel.archived = false;
  add_system_line(channel, user, "channel_unarchive",
                  "<@" + user.value + "> un-archived the channel", now);
  const std::string type = twin(channel, "unarchive");
  Json event = {{"type", type},
                {"channel", channel.id.value},
                {"user", user.value},
                {"event_ts", event_ts(now)}};
  if (bot_sees(channel)) emit(type, std::move(event), now);
}

void State::erase(Channel& channel, Message& message, Moment now) {
  const Json previous = message_json(*this, channel, message, true);
  message.deleted = true;
  std::erase(channel.pins, message.ts);
  Json event = {{"type", "message"},
                {"subtype", "message_deleted"},
                {"hidden", true},
                {"deleted_ts", message.ts.value},
                {"previous_message", previous},
                {"ts", give_ts(channel, now).value}};
  if (!message.replies.empty()) {  // its thread stays, and in its place a grave
    event.erase("deleted_ts");
    event["subtype"] = "message_changed";
    event["message"] = {{"type", "message"},
                        {"subtype", "tombstone"},
                        {"text", "This message was deleted."},
                        {"user", "USLACKBOT"},
                        {"hidden", true},
                        {"ts", message.ts.value},
                        {"thread_ts", message.ts.value}};
  }
  emit_message(channel, std::move(event), now);
}

void State::revise(Channel& channel, Message& message, MessageVersion content, Moment now) {
  const Json previous = message_json(*this, channel, message, true);
  content.at = now;
  message.versions.push_back(std::move(content));
  Json event = {{"type", "message"},
                {"subtype", "message_changed"},
                {"hidden", true},
                {"message", message_json(*this, channel, message, true)},
                {"previous_message", previous},
                {"ts", give_ts(channel, now).value}};
  emit_message(channel, std::move(event), now);
}

void State::pin(Channel& channel, Message& message, const UserId& user, Moment now) {
  channel.pins.push_back(message.ts);
  const Json item = {{"type", "message"},
                     {"channel", channel.id.value},
                     {"created", to_stored(now) / 1000},
                     {"created_by", user.value},
                     {"message", message_json(*this, channel, message, true)}};
  emit_in(channel, "pin_added",
          {{"type", "pin_added"},
           {"user", user.value},
           {"channel_id", channel.id.value},
           {"item", item},
           {"item_user", message.user.value},
           {"pin_count", channel.pins.size()},
           {"pinned_info", {{"channel", channel.id.value}, {"pinned_by", user.value}}},
           {"event_ts", event_ts(now)}},
          now);
}

void State::unpin(Channel& channel, Message& message, const UserId& user, Moment now) {
  std::erase(channel.pins, message.ts);
  emit_in(channel, "pin_removed",
          {{"type", "pin_removed"},
           {"user", user.value},
           {"channel_id", channel.id.value},
           {"item", message_item(channel, message)},
           {"item_user", message.user.value},
           {"pin_count", channel.pins.size()},
           {"has_pins", !channel.pins.empty()},
           {"event_ts", event_ts(now)}},
          now);
}

void State::add_reaction(Channel& channel, Message& message, const std::string& name,
                         const UserId& user, Moment now) {
  auto found = std::find_if(message.reactions.begin(), message.reactions.end(),
                            [&](const Reaction& reaction) { return reaction.name == name; });
  if (found == message.reactions.end()) {
    found = message.reactions.insert(found, Reaction{name, {}});
  }
  found->users.push_back(user);
  emit_in(channel, "reaction_added",
          {{"type", "reaction_added"},
           {"user", user.value},
           {"reaction", name},
           {"item", message_item(channel, message)},
           {"item_user", message.user.value},
           {"event_ts", event_ts(now)}},
          now);
}

void State::remove_reaction(Channel& channel, Message& message, const std::string& name,
                            const UserId& user, Moment now) {
  for (Reaction& reaction : message.reactions) {
    if (reaction.name == name) std::erase(reaction.users, user);
  }
  std::erase_if(message.reactions, [](const Reaction& reaction) { return reaction.users.empty(); });
  emit_in(channel, "reaction_removed",
          {{"type", "reaction_removed"},
           {"user", user.value},
           {"reaction", name},
           {"item", message_item(channel, message)},
           {"item_user", message.user.value},
           {"event_ts", event_ts(now)}},
          now);
}

void State::share_files(Moment now) {
  while (!shares.empty() && shares.begin()->first <= now) {
    const Moment due = shares.begin()->first;
    const std::vector<Share> batch = std::move(shares.begin()->second);
    shares.erase(shares.begin());
    if (batch.empty()) continue;
    Channel* target = channel(batch.front().channel);
    if (target == nullptr || target->archived) continue;
    Message message;
    message.user = setup.bot_user;
    message.by_app = true;
    message.subtype = "file_share";
    message.thread = batch.front().thread;
    for (const Share& share : batch) message.files.push_back(share.file);
    MessageVersion content;
    content.text = batch.front().comment;
    content.blocks = batch.front().blocks;
    const Message& added = add_message(*target, std::move(message), std::move(content), due);
    for (const Share& share : batch) files[share.file].share = added.ts;
    emit_message(*target, message_json(*this, *target, added, true), due);
  }
}

}  // namespace tocsin::sandbox
