#include "bot/serve/slack_inputs.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>

namespace tocsin {

namespace {

bool is_written_by_person(const slack::frame::MessageEvent& message, const OwnNames& own) {
  return slack::is_typed_subtype(message.subtype) && message.bot_id.empty() &&
         !message.user.empty() && message.user != own.user;
}

// Verbs that a shortcut may stand for: its callback id is the verb, so that none can be made to
// close an incident.
constexpr std::array<std::string_view, 1> k_shortcuts{"declare"};
constexpr std::array<std::string_view, 2> k_message_shortcuts{"keep-message", "task-message"};

template <class Names>
bool is_one_of(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct FrameReader {
  using Read = std::optional<Input>;

  Read operator()(const slack::frame::MessageEvent& message) const {
    if (message.subtype == "message_changed" || message.subtype == "message_deleted") {
      return changed(message);
    }
    if (!is_written_by_person(message, own)) return std::nullopt;
    const bool is_direct = message.channel_type == "im";
    const bool is_chatter = !is_direct && slack::begins_with_mark(message.text);
    if (!is_direct && !is_chatter) return std::nullopt;
    input::Command command;
    command.key = slack::input_key(message);
    command.second_key = slack::typed_key(message.channel, message.ts);
    command.user = message.user;
    command.channel = message.channel;
    command.text = is_direct ? slack::line_to(own.user, message.text) : message.text;
    command.is_chatter = is_chatter;
    command.whisper_to = Place{message.channel, message.thread_ts};
    command.token = token;
    return command;
  }

  // Unfolded links and new replies come as edits too; our own messages are edited all the time.
  Read changed(const slack::frame::MessageEvent& message) const {
    const bool is_ours = message.user == own.user || message.bot_id == own.bot_id;
    if (is_ours || message.previous_text == message.text) return std::nullopt;
    input::MessageChanged changed;
    changed.key = slack::input_key(message);
    changed.second_key = slack::semantic_key(message);
    changed.channel = message.channel;
    changed.message = message.subject_ts;
    changed.user = message.user;
    changed.is_deleted = message.subtype == "message_deleted";
    changed.text = message.text;
    changed.token = token;
    return changed;
  }

  Read operator()(const slack::frame::Mention& mention) const {
    if (!mention.bot_id.empty() || mention.user.empty() || mention.user == own.user) {
      return std::nullopt;
    }
    input::Command command;
    command.key = slack::input_key(mention);
    command.second_key = slack::typed_key(mention.channel, mention.ts);
    command.user = mention.user;
    command.channel = mention.channel;
    command.text = slack::line_to(own.user, mention.text);
    command.whisper_to = Place{mention.channel, mention.thread_ts};
    command.token = token;
    return command;
  }

  Read operator()(const slack::frame::Reaction& reaction) const {
    if (reaction.user == own.user) return std::nullopt;
    input::Reacted reacted;
    reacted.key = slack::input_key(reaction);
    reacted.second_key = slack::semantic_key(reaction);
    reacted.user = reaction.user;
    reacted.is_added = reaction.is_added;
    reacted.emoji = reaction.emoji;
    reacted.channel = reaction.channel;
    reacted.message = reaction.ts;
    reacted.is_about_us = reaction.item_user == own.user;
    reacted.token = token;
    return reacted;
  }

  // Our own coming and going is a change of the channel: there we can speak, or no longer can.
  Read operator()(const slack::frame::MemberMove& move) const {
    if (move.user == own.user) {
      input::ChannelChanged changed;
      changed.key = slack::input_key(move);
      changed.change = move.is_member ? ChannelChange::joined : ChannelChange::left;
      changed.channel = move.channel;
      changed.user = move.inviter;
      changed.token = token;
      return changed;
    }
    input::MemberMoved moved;
    moved.key = slack::input_key(move);
    moved.user = move.user;
    moved.channel = move.channel;
    moved.is_member = move.is_member;
    moved.was_invited_by_us = move.inviter == own.user;
    moved.token = token;
    return moved;
  }

  Read operator()(const slack::frame::ChannelEvent& event) const {
    if (event.user == own.user && event.change != ChannelChange::left) return std::nullopt;
    input::ChannelChanged changed;
    changed.key = slack::input_key(event);
    changed.change = event.change;
    changed.channel = event.channel;
    changed.name = event.name;
    if (event.user != own.user) changed.user = event.user;
    changed.token = token;
    return changed;
  }

  Read operator()(const slack::frame::ChannelIdChanged& event) const {
    return input::ChannelMoved{slack::input_key(event), event.from, event.to, token};
  }

  Read operator()(const slack::frame::HomeOpened& event) const {
    return input::HomeOpened{slack::input_key(event), event.user, token};
  }

  Read operator()(const slack::frame::PersonChanged& event) const {
    return input::PersonChanged{slack::input_key(event), event.person, token};
  }

  Read operator()(const slack::frame::Shortcut& used) const {
    const bool is_known = used.channel.empty() ? is_one_of(k_shortcuts, used.callback_id)
                                               : is_one_of(k_message_shortcuts, used.callback_id);
    if (!is_known) return std::nullopt;
    input::Shortcut shortcut;
    shortcut.key = slack::input_key(used);
    shortcut.user = used.user;
    shortcut.trigger = used.trigger_id;
    shortcut.callback = used.callback_id;
    shortcut.channel = used.channel;
    shortcut.message = used.message_ts;
    // Slack writes its own time as the thread of a message that others have replied to.
    if (used.thread_ts != used.message_ts) shortcut.thread = used.thread_ts;
    shortcut.token = token;
    return shortcut;
  }

  Read operator()(const slack::frame::Hello&) const { return std::nullopt; }
  Read operator()(const slack::frame::Disconnect&) const { return std::nullopt; }
  Read operator()(const slack::frame::SlashCommand&) const { return std::nullopt; }
  Read operator()(const slack::frame::ButtonPress&) const { return std::nullopt; }
  Read operator()(const slack::frame::FormSubmitted&) const { return std::nullopt; }
  Read operator()(const slack::frame::AppRateLimited&) const { return std::nullopt; }
  Read operator()(const slack::frame::Other&) const { return std::nullopt; }
  Read operator()(const slack::frame::Unparsable&) const { return std::nullopt; }
  Read operator()(const slack::frame::Ignored&) const { return std::nullopt; }

  const OwnNames& own;
  AckToken token;
};

}  // namespace

std::optional<Input> input_of(const slack::Frame& frame, const OwnNames& own, AckToken token) {
  return std::visit(FrameReader{own, token}, frame);
}

}  // namespace tocsin
