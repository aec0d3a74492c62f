// chat.*: posts, edits, deletions, ephemerals, links.

#include "integrations/sandbox/call.h"
#include "integrations/sandbox/wire.h"

#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

// Where a post goes: a channel's id, or a person's, which means the direct channel with them.
Channel* destination(Call& call) {
  const std::string id = call.arguments.text("channel");
  if (const PersonSetup* person = call.state.person(UserId{id})) {
    if (!person->deleted && !person->is_bot) {
      return &call.state.direct_channel(UserId{id}, call.now);
    }
  }
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return nullptr;
  if (channel->archived) {
    call.refusal = refused("is_archived");
    return nullptr;
  }
  if (!call.state.bot_is_in(*channel) && !call.state.scopes.contains("chat:write.public")) {
    call.refusal = refused("not_in_channel");
    return nullptr;
  }
  return channel;
}

// The thread that thread_ts names. Slack takes a ts that does not exist and shows the post nowhere
// useful, so that is only complained about; a reply to a reply is refused.
Json take_thread(Call& call, Channel& channel, MessageTs& thread) {
  if (!call.arguments.has("thread_ts")) return Json();
  thread = MessageTs{call.arguments.text("thread_ts")};
  if (!ts_micros(thread.value)) return refused("invalid_thread_ts");
  const Message* parent = call.state.message_or_grave(channel, thread);
  if (parent == nullptr) {
    call.state.complain(std::string(call.method.name) + ": thread_ts names no message");
    return Json();
  }
  return parent->thread.empty() ? Json() : refused("cannot_reply_to_message");
}

Json post_message(Call& call) {
  Channel* channel = destination(call);
  if (channel == nullptr) return call.refusal;
  const std::string& policy = call.state.setup.policies.post_error;
  if (!policy.empty()) return refused(policy);
  Content content = content_of(call, false);
  if (!content.refusal.is_null()) return content.refusal;
  Message message;
  message.user = call.state.setup.bot_user;
  message.by_app = true;
  message.broadcast = call.arguments.flag("reply_broadcast");
  Json trouble = take_thread(call, *channel, message.thread);
  if (!trouble.is_null()) return trouble;
  if (message.broadcast && !message.thread.empty()) message.subtype = "thread_broadcast";
  const Message& added =
      call.state.add_message(*channel, std::move(message), std::move(content.version), call.now);
  call.state.emit_message(*channel, message_json(call.state, *channel, added, true), call.now);
  return accepted({{"channel", channel->id.value},
                   {"ts", added.ts.value},
                   {"message", message_json(call.state, *channel, added, true)}});
}

// The message of the bot that chat.update and chat.delete are about.
Message* own_message(Call& call, Channel& channel, std::string_view not_own) {
  Message* message = call.message_in(channel, "ts");
  if (message == nullptr) return nullptr;
  if (!message->by_app) {
    call.refusal = refused(not_own);
    return nullptr;
  }
  return message;
}

Json update(Call& call) {
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  if (channel->archived) return refused("is_inactive");
  if (!call.state.bot_is_in(*channel) && !call.state.scopes.contains("chat:write.public")) {
    return refused("not_in_channel");
  }
  Message* message = own_message(call, *channel, "cant_update_message");
  if (message == nullptr) return call.refusal;
  Content content = content_of(call, true);
  if (!content.refusal.is_null()) return content.refusal;
  const MessageVersion& before = message->current();
  const bool has_attachments = !content.version.attachments.empty();
  if (!content.has_metadata) content.version.metadata = before.metadata;
  if (!content.has_text && !content.has_blocks && !has_attachments) {
    content.version.text = before.text;
    content.version.blocks = before.blocks;
    content.version.attachments = before.attachments;
  }
  call.state.revise(*channel, *message, std::move(content.version), call.now);
  return accepted({{"channel", channel->id.value},
                   {"ts", message->ts.value},
                   {"text", message->text()},
                   {"message", message_json(call.state, *channel, *message, true)}});
}

Json delete_message(Call& call) {
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  Message* message = own_message(call, *channel, "cant_delete_message");
  if (message == nullptr) return call.refusal;
  if (channel->archived) return refused("cant_delete_message");
  call.state.erase(*channel, *message, call.now);
  return accepted({{"channel", channel->id.value}, {"ts", message->ts.value}});
}

Json post_ephemeral(Call& call) {
  Channel* channel = call.own_conversation("channel");
  if (channel == nullptr) return call.refusal;
  const UserId user{call.arguments.text("user")};
  if (!channel->members.contains(user)) return refused("user_not_in_channel");
  Content content = content_of(call, false);
  if (!content.refusal.is_null()) return content.refusal;
  Ephemeral ephemeral;
  ephemeral.way = Ephemeral::Way::post_ephemeral;
  ephemeral.channel = channel->id;
  ephemeral.user = user;
  Json trouble = take_thread(call, *channel, ephemeral.thread);
  if (!trouble.is_null()) return trouble;
  ephemeral.at = call.now;
  ephemeral.text = std::move(content.version.text);
  ephemeral.blocks = std::move(content.version.blocks);
  call.state.add_ephemeral(std::move(ephemeral));
  return accepted({{"message_ts", call.state.give_ts(*channel, call.now).value}});
}

Json get_permalink(Call& call) {
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  const Message* message = call.message_in(*channel, "message_ts");
  if (message == nullptr) return call.refusal;
  return accepted(
      {{"channel", channel->id.value}, {"permalink", permalink(call.state, *channel, *message)}});
}

constexpr Needs k_write{"chat:write", "chat:write", "chat:write", "chat:write"};

constexpr std::array k_chat_methods{
    Method{"chat.postMessage", 0, true, false, false, k_write, "channel",
           "text blocks attachments markdown_text metadata thread_ts reply_broadcast unfurl_links "
           "unfurl_media mrkdwn parse link_names client_msg_id",
           post_message},
    Method{"chat.update", 50, true, false, false, k_write, "channel ts",
           "text blocks attachments markdown_text metadata reply_broadcast parse link_names "
           "file_ids unfurl_links unfurl_media",
           update},
    Method{"chat.delete", 50, true, false, false, k_write, "channel ts", "", delete_message},
    Method{"chat.postEphemeral", 100, true, false, false, k_write, "channel user",
           "text blocks attachments markdown_text thread_ts parse link_names", post_ephemeral},
    Method{"chat.getPermalink", 0, false, false, false, Needs{}, "channel message_ts", "",
           get_permalink},
};

}  // namespace

std::span<const Method> chat_methods() { return k_chat_methods; }

}  // namespace tocsin::sandbox
