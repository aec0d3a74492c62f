#pragma once
// What Slack says over Socket Mode: one text frame in, one typed value out. Nothing a peer can send
// makes it throw, and whatever carries an envelope_id can be acknowledged, because an envelope that
// is never acknowledged comes again and again. Called by the loop for every frame; a slash command
// is parsed while a person waits, so that path makes no detours.
//
// Texts that people typed are unescaped once. What they hold besides plain text:
//   <@U1>           a person
//   <#C1|general>   a channel, with its name when Slack told it (<#C1> when not)
//   <!subteam^S1|@payments>   a user group, likewise
// Links are given back as they were typed, and "@here", "@channel", "@everyone" are plain words.

#include "bot/domain/delivery.h"
#include "bot/domain/form.h"
#include "bot/domain/ids.h"
#include "bot/domain/person.h"
#include "bot/domain/work.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tocsin::slack {

namespace frame {

struct Hello {
  std::int64_t num_connections = 0;  // open connections of this app, as Slack counts them
  std::optional<std::chrono::seconds> approximate_connection_time;
  std::string app_id;
};

struct Disconnect {
  enum class Reason { warning, refresh_requested, link_disabled, too_many_websockets, other };
  Reason reason = Reason::other;
  std::string word;  // as Slack wrote it
};

struct SlashCommand {
  std::string envelope_id;
  bool accepts_reply = true;  // the ack may carry an answer
  std::string team;
  UserId user;
  ChannelId channel;
  std::string channel_name;  // "directmessage", "privategroup" for those without a name
  std::string command;       // "/incident"
  std::string text;          // what stands behind it; see above
  std::string trigger_id;
  std::string response_url;  // a secret
};

struct ButtonPress {
  std::string envelope_id;
  bool accepts_reply = false;
  std::string team;
  UserId user;
  ChannelId channel;     // empty: pressed in a modal or on the home tab
  MessageTs message_ts;  // the message that carries the button
  MessageTs thread_ts;   // of that message; empty: not in a thread
  bool is_ephemeral = false;
  bool is_on_home = false;  // on the home tab
  std::string trigger_id;
  std::string response_url;  // a secret; empty outside of messages
  std::string action_id;
  std::string block_id;
  std::string value;  // see command_line_of() in blocks.h
  std::string action_ts;
};

// A form was filled in and submitted (view_submission). The form closes or shows what is wrong by
// the acknowledgement: see views.h.
struct FormSubmitted {
  std::string envelope_id;
  std::string team;
  UserId user;
  std::string view_id;
  std::string hash;
  FilledForm form;                  // verb empty: not one of our forms
  Place place;                      // where it was asked for; may be empty
  std::vector<std::string> inputs;  // the fields in their order on the screen
};

// What all Events API deliveries have in common.
struct EventHead {
  std::string envelope_id;
  std::string event_id;
  std::string team;
  std::int64_t event_time = 0;  // seconds since 1970
  std::int64_t retry_attempt = 0;
  std::string retry_reason;
};

// A message was posted, edited (message_changed) or deleted (message_deleted). The grave that Slack
// leaves of a deleted message with replies comes as a deletion too.
struct MessageEvent {
  EventHead head;
  ChannelId channel;
  std::string channel_type;  // channel, group, im, mpim
  UserId user;               // empty for messages without an author, and for deletions
  std::string text;
  std::optional<std::string> previous_text;  // before the edit, when Slack told it
  MessageTs ts;                              // of the event's own message
  MessageTs thread_ts;                       // empty: not in a thread
  MessageTs subject_ts;  // message_changed, message_deleted: the message that it is about; else ts
  std::string subtype;   // empty: an ordinary message
  std::string bot_id;    // not empty: posted by a bot, perhaps by us
  std::string app_id;
};

struct Mention {
  EventHead head;
  ChannelId channel;
  UserId user;
  std::string text;  // begins with the mention itself in most cases
  MessageTs ts;
  MessageTs thread_ts;
  std::string bot_id;
};

// A reaction to a message was added or taken away.
struct Reaction {
  EventHead head;
  bool is_added = true;
  UserId user;
  std::string emoji;  // without colons and without a skin tone
  ChannelId channel;
  MessageTs ts;      // of the message
  UserId item_user;  // who wrote it; may be empty
  std::string event_ts;
};

struct MemberMove {  // somebody has come into a channel that we are in, or has left it
  EventHead head;
  bool is_member = true;
  UserId user;     // perhaps ourselves
  UserId inviter;  // empty: came by themselves
  ChannelId channel;
  std::string event_ts;
};

// `left`: we were taken out of it.
struct ChannelEvent {
  EventHead head;
  ChannelChange change = ChannelChange::renamed;
  ChannelId channel;
  std::string name;  // the new one, of a renamed channel
  UserId user;       // who did it; may be empty
  std::string event_ts;
};

struct ChannelIdChanged {
  EventHead head;
  ChannelId from;
  ChannelId to;
};

struct HomeOpened {  // the home tab, not the tab of messages
  EventHead head;
  UserId user;
  std::string event_ts;
};

struct PersonChanged {  // or a new one
  EventHead head;
  Person person;
  std::string event_ts;
};

// Of the whole workspace, or of one message (which may stand where we are not a member).
struct Shortcut {
  std::string envelope_id;
  bool accepts_reply = false;
  std::string team;
  UserId user;
  std::string callback_id;
  std::string trigger_id;
  std::string action_ts;
  ChannelId channel;     // empty: of the whole workspace
  MessageTs message_ts;  // of the message
  MessageTs thread_ts;   // that the message stands in; empty: in none
};

struct AppRateLimited {  // Slack drops events for this minute: we are deaf for a part of them
  std::string envelope_id;
  std::int64_t minute = 0;  // seconds since 1970
};

enum class OtherKind {
  reaction,  // to something that is no message
  channel_created,
  pin_added,
  pin_removed,
  app_home_opened,  // the tab of messages
  app_uninstalled,
  tokens_revoked,
  user_group_changed,
  message_metadata,
  view_closed,
  block_suggestion,
  block_action,  // an element that is not a button
  unknown,
};

// Understood as far as its kind; acknowledged, and nothing else done with it.
struct Other {
  std::string envelope_id;
  OtherKind kind = OtherKind::unknown;
  std::string word;      // Slack's own name of the kind
  std::string event_id;  // of the Events API, else empty
};

struct Unparsable {
  std::string envelope_id;  // empty: none could be found, so nothing to acknowledge
  std::string why;
};

struct Ignored {  // empty, not an object, or of an unknown type without envelope_id
  std::string why;
};

}  // namespace frame

using Frame =
    std::variant<frame::Hello, frame::Disconnect, frame::SlashCommand, frame::ButtonPress,
                 frame::FormSubmitted, frame::MessageEvent, frame::Mention, frame::Reaction,
                 frame::MemberMove, frame::ChannelEvent, frame::ChannelIdChanged, frame::HomeOpened,
                 frame::PersonChanged, frame::Shortcut, frame::AppRateLimited, frame::Other,
                 frame::Unparsable, frame::Ignored>;

Frame parse_frame(std::string_view text);

// What must be acknowledged; empty when nothing.
std::string envelope_id_of(const Frame& frame);

// The key under which an input has its one effect, however often it is delivered. Stored for a
// week.
std::string input_key(const frame::SlashCommand& command);
std::string input_key(const frame::ButtonPress& press);
std::string input_key(const frame::FormSubmitted& submitted);
std::string input_key(const frame::MessageEvent& message);
std::string input_key(const frame::Mention& mention);
std::string input_key(const frame::Reaction& reaction);
std::string input_key(const frame::MemberMove& move);
std::string input_key(const frame::ChannelEvent& change);
std::string input_key(const frame::ChannelIdChanged& change);
std::string input_key(const frame::HomeOpened& opened);
std::string input_key(const frame::PersonChanged& changed);
std::string input_key(const frame::Shortcut& shortcut);

// Slack has delivered one message under several event ids, so events have a second key.
std::string semantic_key(const frame::MessageEvent& message);
std::string semantic_key(const frame::Mention& mention);
std::string semantic_key(const frame::Reaction& reaction);

// A message that mentions us comes as a mention and as a message: what is typed in it is one
// command, whichever of the two comes first.
std::string typed_key(const ChannelId& channel, const MessageTs& ts);

// The unescaping described above, for texts that come from elsewhere (history, modals).
std::string typed_text(std::string_view slack_text);

// "@tocsin: !log it is back" → "log it is back": what was typed to us. A text that does not begin
// so is given back as it is, without blanks around.
std::string line_to(const UserId& own, std::string_view text);

// A message that somebody typed, by its subtype: not one that tells of a change, a join, a topic.
bool is_typed_subtype(std::string_view subtype);

// "!log it is back": an ordinary message that may be meant as a command.
bool begins_with_mark(std::string_view text);

}  // namespace tocsin::slack
