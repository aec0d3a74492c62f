// What people do with messages: commands, posts, edits, reactions, pins.

#include "integrations/sandbox/state.h"
#include "integrations/sandbox/wire.h"
#include "integrations/sandbox/workspace.h"

#include <algorithm>
#include <utility>

namespace tocsin::sandbox {

namespace {

// A channel in which the person can act. Null with `why` set when they cannot.
Channel* own_channel(State& state, const UserId& user, const ChannelId& id, std::string& why) {
  const PersonSetup* person = state.person(user);
  Channel* channel = state.channel(id);
  if (person == nullptr || person->deleted) {
    why = "nobody is " + user.value;
  } else if (channel == nullptr) {
    why = "no channel " + id.value;
  } else if (!channel->members.contains(user)) {
    why = person->name + " is not in " + channel->name;
  } else if (channel->archived) {
    why = channel->name + " is archived";
  }
  return why.empty() ? channel : nullptr;
}

struct Spot {
  Channel* channel = nullptr;
  Message* message = nullptr;
  std::string why;
};

Spot own_spot(State& state, const UserId& user, const ChannelId& id, const MessageTs& ts) {
  Spot spot;
  spot.channel = own_channel(state, user, id, spot.why);
  if (spot.channel == nullptr) return spot;
  spot.message = state.message(*spot.channel, ts);
  if (spot.message == nullptr) spot.why = "no message " + ts.value;
  return spot;
}

// What Slack's own editor makes of typed text; a plain reading of it is enough here.
std::string rich_text_of(State& state, std::string_view typed) {
  if (typed.empty()) return "";
  const Json piece = {{"type", "text"}, {"text", typed}};
  const Json section = {{"type", "rich_text_section"}, {"elements", Json::array({piece})}};
  const Json block = {{"type", "rich_text"},
                      {"block_id", state.new_id('b').substr(6)},
                      {"elements", Json::array({section})}};
  return dump_json(Json::array({block}));
}

void mention_bot(State& state, const Channel& channel, const Message& message, Moment now) {
  const bool is_direct =
      channel.kind == ChannelKind::direct || channel.kind == ChannelKind::group_direct;
  const std::string mark = "<@" + state.setup.bot_user.value + ">";
  if (is_direct || message.text().find(mark) == std::string::npos) return;
  Json event = message_json(state, channel, message, true);
  event["type"] = "app_mention";
  event["channel"] = channel.id.value;
  event["event_ts"] = message.ts.value;
  state.emit_in(channel, "app_mention", std::move(event), now);
}

}  // namespace

Act<std::string> Workspace::slash_command(const UserId& user, const ChannelId& channel_id,
                                          std::string_view command, std::string_view text,
                                          Moment now) {
  State& state = *state_;
  std::string why;
  const Channel* channel = own_channel(state, user, channel_id, why);
  if (channel == nullptr) return impossible(why);
  const auto& known = state.setup.commands;
  if (std::find(known.begin(), known.end(), command) == known.end()) {
    return impossible("Slack knows no " + std::string(command));
  }
  if (!state.scopes.contains("commands")) return impossible("the app has no scope commands");
  const std::string wire_text = typed_to_wire(state, text);
  const std::string trigger = state.new_trigger(user, now);
  const std::string response_url = state.new_response_url("commands", user, channel_id, "", now);
  // Written by hand, because a benchmark sends tens of thousands of these a second.
  std::string payload;
  payload.reserve(700 + wire_text.size());
  const auto field = [&payload](std::string_view name, std::string_view value) {
    payload += payload.empty() ? "{\"" : ",\"";
    payload += name;
    payload += "\":";
    append_json_text(payload, value);
  };
  field("token", "sandbox");
  field("team_id", state.setup.team_id);
  field("team_domain", state.setup.team_domain);
  field("channel_id", channel_id.value);
  field("channel_name", channel_name_for_payload(*channel));
  field("user_id", user.value);
  field("user_name", state.person(user)->name);
  field("command", command);
  field("text", wire_text);
  field("api_app_id", state.setup.app_id);
  field("is_enterprise_install", "false");
  field("response_url", response_url);
  field("trigger_id", trigger);
  payload += '}';
  state.envelopes.push_back(
      {EnvelopeKind::slash_commands, std::move(payload), true, trigger, std::string(command)});
  if (state.setup.keep_records) {
    Interaction interaction;
    interaction.trigger_id = trigger;
    interaction.type = command;
    interaction.user = user;
    interaction.channel = channel_id;
    interaction.text = text;
    interaction.response_url = response_url;
    interaction.at = now;
    state.note(std::move(interaction));
  }
  return trigger;
}

Act<MessageTs> Workspace::post(const UserId& user, const ChannelId& channel_id,
                               std::string_view text, Moment now, const MessageTs& thread) {
  State& state = *state_;
  std::string why;
  Channel* channel = own_channel(state, user, channel_id, why);
  if (channel == nullptr) return impossible(why);
  Message message;
  message.user = user;
  if (!thread.empty()) {
    const Message* parent = state.message_or_grave(*channel, thread);
    if (parent == nullptr) return impossible("no message " + thread.value);
    // Answering a reply continues its thread.
    message.thread = parent->thread.empty() ? parent->ts : parent->thread;
  }
  MessageVersion content;
  content.text = typed_to_wire(state, text);
  content.blocks = rich_text_of(state, text);
  const Message& added = state.add_message(*channel, std::move(message), std::move(content), now);
  state.emit_message(*channel, message_json(state, *channel, added, true), now);
  mention_bot(state, *channel, added, now);
  return added.ts;
}

Act<Done> Workspace::edit(const UserId& user, const ChannelId& channel, const MessageTs& ts,
                          std::string_view text, Moment now) {
  State& state = *state_;
  const Spot spot = own_spot(state, user, channel, ts);
  if (!spot.why.empty()) return impossible(spot.why);
  if (spot.message->user != user || spot.message->by_app) return impossible("not their message");
  MessageVersion content;
  content.text = typed_to_wire(state, text);
  content.blocks = rich_text_of(state, text);
  state.revise(*spot.channel, *spot.message, std::move(content), now);
  return Done{};
}

Act<Done> Workspace::erase(const UserId& user, const ChannelId& channel, const MessageTs& ts,
                           Moment now) {
  State& state = *state_;
  const Spot spot = own_spot(state, user, channel, ts);
  if (!spot.why.empty()) return impossible(spot.why);
  // Anybody may delete the bot's messages here, as an administrator could.
  if (spot.message->user != user && !spot.message->by_app) return impossible("not their message");
  state.erase(*spot.channel, *spot.message, now);
  return Done{};
}

Act<Done> Workspace::react(const UserId& user, const ChannelId& channel, const MessageTs& ts,
                           std::string_view emoji, Moment now) {
  State& state = *state_;
  const Spot spot = own_spot(state, user, channel, ts);
  if (!spot.why.empty()) return impossible(spot.why);
  const std::string name(emoji);
  for (const Reaction& reaction : spot.message->reactions) {
    const auto& users = reaction.users;
    if (reaction.name == name && std::find(users.begin(), users.end(), user) != users.end()) {
      return impossible("has reacted with " + name + " before");
    }
  }
  state.add_reaction(*spot.channel, *spot.message, name, user, now);
  return Done{};
}

Act<Done> Workspace::unreact(const UserId& user, const ChannelId& channel, const MessageTs& ts,
                             std::string_view emoji, Moment now) {
  State& state = *state_;
  const Spot spot = own_spot(state, user, channel, ts);
  if (!spot.why.empty()) return impossible(spot.why);
  for (const Reaction& reaction : spot.message->reactions) {
    const auto& users = reaction.users;
    if (reaction.name == emoji && std::find(users.begin(), users.end(), user) != users.end()) {
      state.remove_reaction(*spot.channel, *spot.message, std::string(emoji), user, now);
      return Done{};
    }
  }
  return impossible("has not reacted with " + std::string(emoji));
}

Act<Done> Workspace::pin(const UserId& user, const ChannelId& channel, const MessageTs& ts,
                         Moment now) {
  State& state = *state_;
  const Spot spot = own_spot(state, user, channel, ts);
  if (!spot.why.empty()) return impossible(spot.why);
  const auto& pins = spot.channel->pins;
  if (std::find(pins.begin(), pins.end(), ts) != pins.end()) return impossible("is pinned");
  state.pin(*spot.channel, *spot.message, user, now);
  return Done{};
}

Act<Done> Workspace::unpin(const UserId& user, const ChannelId& channel, const MessageTs& ts,
                           Moment now) {
  State& state = *state_;
  const Spot spot = own_spot(state, user, channel, ts);
  if (!spot.why.empty()) return impossible(spot.why);
  const auto& pins = spot.channel->pins;
  if (std::find(pins.begin(), pins.end(), ts) == pins.end()) return impossible("is not pinned");
  state.unpin(*spot.channel, *spot.message, user, now);
  return Done{};
}

}  // namespace tocsin::sandbox
