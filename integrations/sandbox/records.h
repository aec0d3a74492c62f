#pragma once
// What a workspace remembers, as tests and the transcript read it. Plain values owned by Workspace;
// references stay valid until the next call or act. Texts are as they are on the wire (escaped);
// blocks, attachments, metadata, views and ack payloads are JSON text, empty when absent.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"
#include "integrations/sandbox/envelope.h"
#include "integrations/sandbox/setup.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tocsin::sandbox {

struct Reaction {
  std::string name;
  std::vector<UserId> users;
};

struct MessageVersion {
  Moment at;
  std::string text;
  std::string blocks;
  std::string attachments;
  std::string metadata;
};

struct Message {
  MessageTs ts;
  std::int64_t micros = 0;  // ts as a number, for order
  UserId user;
  bool by_app = false;  // posted by the bot under test
  std::string subtype;
  MessageTs thread;  // the parent of a reply; empty otherwise
  bool broadcast = false;
  bool deleted = false;
  std::vector<MessageVersion> versions;  // never empty; the last one is what people see
  std::vector<Reaction> reactions;
  std::vector<std::string> files;
  std::vector<MessageTs> replies;  // of a parent, oldest first

  const MessageVersion& current() const { return versions.back(); }
  const std::string& text() const { return versions.back().text; }
  const std::string& blocks() const { return versions.back().blocks; }
  const std::string& metadata() const { return versions.back().metadata; }
};

struct Bookmark {
  std::string id;
  std::string title;
  std::string link;
  std::string emoji;
};

enum class ChannelKind { open, closed, direct, group_direct };  // public, private, im, mpim

struct Channel {
  ChannelId id;
  std::string name;  // empty for direct ones
  std::vector<std::string> previous_names;
  ChannelKind kind = ChannelKind::open;
  bool is_general = false;
  bool archived = false;
  bool deleted = false;
  UserId creator;
  Moment created;
  std::string topic;
  std::string purpose;
  std::vector<std::string> topics;  // every topic that was ever set, oldest first
  std::set<UserId> members;
  std::deque<Message> messages;  // ascending by ts, replies among them
  std::vector<MessageTs> pins;   // oldest pin first
  std::vector<Bookmark> bookmarks;
  std::string canvas;            // id of the channel's canvas
  std::int64_t last_micros = 0;  // the youngest ts that was given out here
};

// A message that only one person saw: chat.postEphemeral, the answer to a command, response_url.
struct Ephemeral {
  enum class Way { post_ephemeral, ack, response_url };
  Way way = Way::post_ephemeral;
  std::int64_t number = 0;  // names it when its buttons are pressed
  ChannelId channel;
  UserId user;
  MessageTs thread;
  Moment at;
  std::string text;
  std::string blocks;
  std::int64_t address = 0;  // number of the response_url that it came through
  bool replaced = false;     // by a later answer through the same response_url
};

// Something that a person did which the bot had to acknowledge: a command, a press, a modal.
struct Interaction {
  enum class State { waiting, answered, operation_timeout, dispatch_failed };
  State state = State::waiting;
  std::string trigger_id;
  std::string type;  // "/incident", "block_actions", "view_submission", …
  UserId user;
  ChannelId channel;
  std::string text;  // what was typed, the action_id that was pressed, the callback_id
  std::string response_url;
  std::string view_id;
  Moment at;
  std::optional<Moment> answered_at;
  std::string answer;  // the ack's payload
};

struct View {
  enum class State { open, submitted, closed };
  std::string id;
  std::string type;  // modal or home
  UserId user;
  std::string json;  // as given by the bot
  std::string hash;
  std::string root_id;
  std::string previous_id;
  std::string external_id;
  State state = State::open;
  std::string errors;    // response_action errors that are shown, as JSON text
  bool trouble = false;  // "We had some trouble connecting" is shown
};

struct File {
  std::string id;
  std::string name;
  std::string title;
  std::size_t announced_length = 0;
  std::string bytes;
  bool uploaded = false;
  bool completed = false;
  ChannelId channel;
  MessageTs share;  // empty until the workspace has got round to it
};

struct Canvas {
  std::string id;
  ChannelId channel;
  std::string title;
  std::string markdown;
};

}  // namespace tocsin::sandbox
