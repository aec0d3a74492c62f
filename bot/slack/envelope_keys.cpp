// Which envelope a frame came in, and the keys under which it has its one effect. The keys are
// stored: their words are never given another meaning.
#include "bot/slack/envelope.h"

#include <fmt/core.h>

#include <utility>

namespace tocsin::slack {

namespace {

std::string message_key(const ChannelId& channel, const MessageTs& ts, std::string_view type,
                        std::string_view subtype) {
  return fmt::format("message:{}:{}:{}:{}", channel.value, ts.value, type, subtype);
}

std::string event_key(const frame::EventHead& head, std::string otherwise) {
  return head.event_id.empty() ? std::move(otherwise) : "event:" + head.event_id;
}

}  // namespace

std::string envelope_id_of(const Frame& any) {
  struct Finder {
    std::string operator()(const frame::Hello&) const { return ""; }
    std::string operator()(const frame::Disconnect&) const { return ""; }
    std::string operator()(const frame::SlashCommand& it) const { return it.envelope_id; }
    std::string operator()(const frame::ButtonPress& it) const { return it.envelope_id; }
    std::string operator()(const frame::FormSubmitted& it) const { return it.envelope_id; }
    std::string operator()(const frame::MessageEvent& it) const { return it.head.envelope_id; }
    std::string operator()(const frame::Mention& it) const { return it.head.envelope_id; }
    std::string operator()(const frame::Reaction& it) const { return it.head.envelope_id; }
    std::string operator()(const frame::MemberMove& it) const { return it.head.envelope_id; }
    std::string operator()(const frame::ChannelEvent& it) const { return it.head.envelope_id; }
    std::string operator()(const frame::ChannelIdChanged& it) const { return it.head.envelope_id; }
    std::string operator()(const frame::HomeOpened& it) const { return it.head.envelope_id; }
    std::string operator()(const frame::PersonChanged& it) const { return it.head.envelope_id; }
    std::string operator()(const frame::Shortcut& it) const { return it.envelope_id; }
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

std::string input_key(const frame::Reaction& reaction) {
  return event_key(reaction.head, semantic_key(reaction));
}

std::string input_key(const frame::MemberMove& move) {
  return event_key(move.head, fmt::format("member:{}:{}:{}:{}", move.is_member ? "joined" : "left",
                                          move.channel.value, move.user.value, move.event_ts));
}

std::string input_key(const frame::ChannelEvent& change) {
  return event_key(change.head, fmt::format("channel:{}:{}:{}", name_of(change.change),
                                            change.channel.value, change.event_ts));
}

std::string input_key(const frame::ChannelIdChanged& change) {
  return event_key(change.head,
                   fmt::format("channel:moved:{}:{}", change.from.value, change.to.value));
}

std::string input_key(const frame::HomeOpened& opened) {
  return event_key(opened.head, fmt::format("home:{}:{}", opened.user.value, opened.event_ts));
}

std::string input_key(const frame::PersonChanged& changed) {
  return event_key(changed.head,
                   fmt::format("person:{}:{}", changed.person.id.value, changed.event_ts));
}

std::string input_key(const frame::Shortcut& shortcut) {
  if (!shortcut.trigger_id.empty()) return "shortcut:" + shortcut.trigger_id;
  return fmt::format("shortcut:{}:{}:{}:{}:{}", shortcut.user.value, shortcut.action_ts,
                     shortcut.callback_id, shortcut.channel.value, shortcut.message_ts.value);
}

// Without the time of the event, marking a message again after taking the mark away would be taken
// for a redelivery.
std::string semantic_key(const frame::Reaction& reaction) {
  return fmt::format("reaction:{}:{}:{}:{}:{}:{}", reaction.is_added ? "added" : "removed",
                     reaction.channel.value, reaction.ts.value, reaction.user.value, reaction.emoji,
                     reaction.event_ts);
}

std::string typed_key(const ChannelId& channel, const MessageTs& ts) {
  return fmt::format("typed:{}:{}", channel.value, ts.value);
}

}  // namespace tocsin::slack
