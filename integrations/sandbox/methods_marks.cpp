// Pins, reactions and bookmarks.

#include "integrations/sandbox/call.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

constexpr std::size_t k_most_pins = 100;
constexpr std::size_t k_most_bookmarks = 100;
constexpr std::size_t k_most_reactions = 50;  // different ones on a message

bool is_pinned(const Channel& channel, const Message& message) {
  return std::find(channel.pins.begin(), channel.pins.end(), message.ts) != channel.pins.end();
}

Json add_pin(Call& call) {
  Channel* channel = call.own_conversation("channel");
  if (channel == nullptr) return call.refusal;
  const std::string& policy = call.state.setup.policies.pin_error;
  if (!policy.empty()) return refused(policy);
  Message* message = call.message_in(*channel, "timestamp");
  if (message == nullptr) return call.refusal;
  if (is_pinned(*channel, *message)) return refused("already_pinned");
  if (!message->subtype.empty() && !message->by_app) return refused("not_pinnable");
  if (channel->pins.size() >= k_most_pins) return refused("too_many_pins");
  call.state.pin(*channel, *message, call.state.setup.bot_user, call.now);
  return accepted();
}

Json remove_pin(Call& call) {
  Channel* channel = call.own_conversation("channel");
  if (channel == nullptr) return call.refusal;
  Message* message = call.message_in(*channel, "timestamp");
  if (message == nullptr) return call.refusal;
  if (!is_pinned(*channel, *message)) return refused("no_pin");
  call.state.unpin(*channel, *message, call.state.setup.bot_user, call.now);
  return accepted();
}

Json list_pins(Call& call) {
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  if (!call.state.bot_is_in(*channel)) return refused("not_in_channel");
  Json items = Json::array();
  for (auto ts = channel->pins.rbegin(); ts != channel->pins.rend(); ++ts) {
    const Message* message = call.state.message(*channel, *ts);
    if (message == nullptr) continue;
    items.push_back({{"type", "message"},
                     {"channel", channel->id.value},
                     {"message", message_json(call.state, *channel, *message, false)}});
  }
  return accepted({{"items", items}});
}

bool is_emoji_name(const std::string& name) {
  if (name.empty() || name.size() > 100) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
                              c == '-' || c == '+' || c == ':' || c == '\'';
                     }) &&
         name.front() != ':' && name.back() != ':';
}

bool has_reacted(const Message& message, const std::string& name, const UserId& user) {
  for (const Reaction& reaction : message.reactions) {
    if (reaction.name == name) {
      return std::find(reaction.users.begin(), reaction.users.end(), user) != reaction.users.end();
    }
  }
  return false;
}

Json add_reaction(Call& call) {
  Channel* channel = call.own_conversation("channel");
  if (channel == nullptr) return call.refusal;
  const std::string name = call.arguments.text("name");
  if (!is_emoji_name(name)) return refused("invalid_name");
  Message* message = call.message_in(*channel, "timestamp");
  if (message == nullptr) return call.refusal;
  if (has_reacted(*message, name, call.state.setup.bot_user)) return refused("already_reacted");
  if (message->reactions.size() >= k_most_reactions) return refused("too_many_reactions");
  call.state.add_reaction(*channel, *message, name, call.state.setup.bot_user, call.now);
  return accepted();
}

Json remove_reaction(Call& call) {
  Channel* channel = call.own_conversation("channel");
  if (channel == nullptr) return call.refusal;
  const std::string name = call.arguments.text("name");
  Message* message = call.message_in(*channel, "timestamp");
  if (message == nullptr) return call.refusal;
  if (!has_reacted(*message, name, call.state.setup.bot_user)) return refused("no_reaction");
  call.state.remove_reaction(*channel, *message, name, call.state.setup.bot_user, call.now);
  return accepted();
}

Json get_reactions(Call& call) {
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  const Message* message = call.message_in(*channel, "timestamp");
  if (message == nullptr) return call.refusal;
  return accepted({{"type", "message"},
                   {"channel", channel->id.value},
                   {"message", message_json(call.state, *channel, *message, false)}});
}

// The channel of a bookmark call, where the bot must be a member.
Channel* bookmarked_channel(Call& call) {
  Channel* channel = call.conversation("channel_id");
  if (channel == nullptr) return nullptr;
  if (call.state.bot_is_in(*channel) && !channel->archived) return channel;
  call.refusal = refused("permission_denied");
  return nullptr;
}

Bookmark* bookmark_in(Call& call, Channel& channel) {
  for (Bookmark& bookmark : channel.bookmarks) {
    if (bookmark.id == call.arguments.text("bookmark_id")) return &bookmark;
  }
  call.refusal = refused("not_found");
  return nullptr;
}

Json bookmark_trouble(const Call& call) {
  const std::string link = call.arguments.text("link");
  if (utf16_length(call.arguments.text("title")) > 256) {
    return refused("invalid_arguments",
                   {"[ERROR] must be less than 257 characters [json-pointer:/title]"});
  }
  const bool is_link = link.substr(0, 8) == "https://" || link.substr(0, 7) == "http://";
  if (!is_link || link.size() > 2048) return refused("invalid_link");
  return Json();
}

Json add_bookmark(Call& call) {
  Channel* channel = bookmarked_channel(call);
  if (channel == nullptr) return call.refusal;
  if (call.arguments.text("type") != "link") return refused("invalid_bookmark_type");
  if (!call.arguments.has("link")) return refused("invalid_link");
  Json trouble = bookmark_trouble(call);
  if (!trouble.is_null()) return trouble;
  if (channel->bookmarks.size() >= k_most_bookmarks) return refused("too_many_bookmarks");
  channel->bookmarks.push_back({"Bk" + call.state.new_id('0'), call.arguments.text("title"),
                                call.arguments.text("link"), call.arguments.text("emoji")});
  return accepted({{"bookmark", bookmark_json(*channel, channel->bookmarks.back())}});
}

Json edit_bookmark(Call& call) {
  Channel* channel = bookmarked_channel(call);
  if (channel == nullptr) return call.refusal;
  Bookmark* bookmark = bookmark_in(call, *channel);
  if (bookmark == nullptr) return call.refusal;
  if (call.arguments.has("link")) {
    Json trouble = bookmark_trouble(call);
    if (!trouble.is_null()) return trouble;
    bookmark->link = call.arguments.text("link");
  }
  if (call.arguments.has("title")) bookmark->title = call.arguments.text("title");
  if (call.arguments.has("emoji")) bookmark->emoji = call.arguments.text("emoji");
  return accepted({{"bookmark", bookmark_json(*channel, *bookmark)}});
}

Json remove_bookmark(Call& call) {
  Channel* channel = bookmarked_channel(call);
  if (channel == nullptr) return call.refusal;
  const Bookmark* bookmark = bookmark_in(call, *channel);
  if (bookmark == nullptr) return call.refusal;
  channel->bookmarks.erase(channel->bookmarks.begin() + (bookmark - channel->bookmarks.data()));
  return accepted();
}

Json list_bookmarks(Call& call) {
  const Channel* channel = bookmarked_channel(call);
  if (channel == nullptr) return call.refusal;
  Json bookmarks = Json::array();
  for (const Bookmark& bookmark : channel->bookmarks) {
    bookmarks.push_back(bookmark_json(*channel, bookmark));
  }
  return accepted({{"bookmarks", bookmarks}});
}

constexpr std::array k_mark_methods{
    Method{"pins.add", 20, true, false, false, needs("pins:write"), "channel timestamp", "",
           add_pin},
    Method{"pins.remove", 20, true, false, false, needs("pins:write"), "channel timestamp", "",
           remove_pin},
    Method{"pins.list", 20, false, false, false, needs("pins:read"), "channel", "", list_pins},
    Method{"reactions.add", 50, true, false, false, needs("reactions:write"),
           "channel timestamp name", "", add_reaction},
    Method{"reactions.remove", 20, true, false, false, needs("reactions:write"),
           "channel timestamp name", "", remove_reaction},
    Method{"reactions.get", 50, false, false, false, needs("reactions:read"), "channel timestamp",
           "full", get_reactions},
    Method{"bookmarks.add", 20, true, false, false, needs("bookmarks:write"),
           "channel_id title type", "link emoji", add_bookmark},
    Method{"bookmarks.edit", 20, true, false, false, needs("bookmarks:write"),
           "channel_id bookmark_id", "title link emoji", edit_bookmark},
    Method{"bookmarks.remove", 20, true, false, false, needs("bookmarks:write"),
           "channel_id bookmark_id", "", remove_bookmark},
    Method{"bookmarks.list", 50, true, false, false, needs("bookmarks:read"), "channel_id", "",
           list_bookmarks},
};

}  // namespace

std::span<const Method> mark_methods() { return k_mark_methods; }

}  // namespace tocsin::sandbox
