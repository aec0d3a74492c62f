#pragma once
// Everything a Workspace remembers, and the few operations that several of its parts share: look
// up, give out time stamps, tell the bot. Internal to the sandbox; the parts are the Web API
// methods (methods_*.cpp), the acts of people (acts_*.cpp) and the transcript.

#include "bot/json.h"
#include "integrations/sandbox/dice.h"
#include "integrations/sandbox/records.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::sandbox {

// Where a response_url leads. It is written into the address itself, so that 30,000 unused ones a
// second cost nothing.
struct ResponseAddress {
  Moment at;
  std::int64_t number = 0;
  UserId user;
  ChannelId channel;
  std::string message;  // "" for a command, a message's ts, or "e7" for ephemeral 7
};

struct State {
  explicit State(WorkspaceSetup setup);

  WorkspaceSetup setup;
  std::set<std::string> scopes;
  std::set<std::string> events;
  Dice dice;

  std::map<std::string, PersonSetup> people;  // the bot among them
  std::map<std::string, Channel> channels;
  std::map<std::string, std::string> channel_names;  // to id; archived ones keep their name
  std::map<std::string, UserGroupSetup> user_groups;
  std::map<std::string, View> views;
  std::vector<std::string> view_order;
  std::map<std::string, File> files;
  std::map<std::string, Canvas> canvases;
  std::deque<Ephemeral> ephemerals;
  std::deque<Interaction> interactions;
  std::map<std::string, std::size_t, std::less<>> interaction_by_trigger;

  std::vector<Envelope> envelopes;
  std::map<std::string, int> calls;
  std::map<std::string, int> refusals;
  std::vector<std::string> complaints;

  std::map<std::string, bool, std::less<>> tickets;  // to "used"
  std::set<std::int64_t> used_triggers;
  std::map<std::int64_t, int> used_response_addresses;
  std::map<std::string, std::deque<Moment>> rate_windows;
  struct Share {
    std::string file;
    ChannelId channel;
    MessageTs thread;
    std::string comment;
    std::string blocks;
  };
  std::multimap<Moment, std::vector<Share>> shares;  // files that wait to appear
  std::int64_t last_number = 0;

  std::int64_t next_number() { return ++last_number; }
  std::string new_id(char prefix);

  // ---- Look-ups
  PersonSetup* person(const UserId& id);
  Channel* channel(const ChannelId& id);                    // not deleted ones
  Message* message(Channel& channel, const MessageTs& ts);  // not deleted ones
  Message* message_or_grave(Channel& channel, const MessageTs& ts);
  bool bot_is_in(const Channel& channel) const;
  bool bot_sees(const Channel& channel) const;  // public, or a member
  Channel& direct_channel(const UserId& user, Moment now);
  void note(Interaction interaction);  // unless records are off
  bool name_is_taken(const std::string& name) const;

  // ---- Writing
  MessageTs give_ts(Channel& channel, Moment now);
  Message& add_message(Channel& channel, Message message, MessageVersion content, Moment now);
  // A line that Slack itself writes into a channel: "<@U1> has joined the channel".
  void add_system_line(Channel& channel, const UserId& user, std::string subtype, std::string text,
                       Moment now, const Json& extra = Json::object());
  void put_in(Channel& channel, const UserId& who, const UserId& inviter, Moment now,
              bool with_line = true);
  void take_out(Channel& channel, const UserId& who, Moment now);
  void rename(Channel& channel, const std::string& name, const UserId& user, Moment now);
  void archive(Channel& channel, const UserId& user, Moment now);
  void unarchive(Channel& channel, const UserId& user, Moment now);
  void erase(Channel& channel, Message& message, Moment now);
  void revise(Channel& channel, Message& message, MessageVersion content, Moment now);
  void pin(Channel& channel, Message& message, const UserId& user, Moment now);
  void unpin(Channel& channel, Message& message, const UserId& user, Moment now);
  void add_reaction(Channel& channel, Message& message, const std::string& name, const UserId& user,
                    Moment now);
  void remove_reaction(Channel& channel, Message& message, const std::string& name,
                       const UserId& user, Moment now);
  void share_files(Moment now);  // those that are due
  Ephemeral& add_ephemeral(Ephemeral ephemeral);

  // ---- Telling the bot. `name` is the subscription ("message.channels", "pin_added").
  void emit(std::string_view name, Json event, Moment now);
  void emit_in(const Channel& channel, std::string_view name, Json event, Moment now);
  void emit_message(const Channel& channel, Json event, Moment now);
  void complain(std::string what);

  // ---- Names that are handed out and come back
  std::string new_trigger(const UserId& user, Moment now);
  // Empty `trouble` when it is good; it is used up then.
  struct TriggerCheck {
    std::string trouble;
    UserId user;
  };
  TriggerCheck use_trigger(std::string_view trigger, Moment now);
  std::string new_response_url(std::string_view kind, const UserId& user, const ChannelId& channel,
                               std::string_view message, Moment now);
  std::optional<ResponseAddress> response_address(std::string_view path) const;
  std::string seal(std::string_view text) const;  // so that made-up names are told from ours
};

// ---- JSON as Slack shows things
Json message_json(const State& state, const Channel& channel, const Message& message,
                  bool all_metadata);
Json channel_json(const State& state, const Channel& channel);
Json person_json(const State& state, const PersonSetup& person);
Json file_json(const State& state, const File& file);
Json view_json(const State& state, const View& view);
Json bookmark_json(const Channel& channel, const Bookmark& bookmark);
std::string text_in(const Json& json, const char* key);  // "" when it is not there or no text
Json parsed_or_null(const std::string& json_text);
std::string channel_name_for_payload(const Channel& channel);  // "directmessage", "privategroup"
std::string permalink(const State& state, const Channel& channel, const Message& message);

// The first trouble of a channel name as Slack's error code; empty when it may be used.
std::string channel_name_trouble(std::string_view name);

// A message's content as the bot gave it is looked through for what a good bot does not post.
void look_for_hostile_text(State& state, const std::string& where, const MessageVersion& content);

// What people type becomes Slack's wire text: @name, #channel, @here, links, escapes.
std::string typed_to_wire(const State& state, std::string_view typed);

// The element of blocks that carries the label or action_id. Null when there is none.
struct FoundElement {
  Json element;
  std::string block_id;
};
std::optional<FoundElement> find_element(const Json& blocks, std::string_view label_or_action);

// Gives every block the block_id (and every element the action_id) that Slack would invent.
void complete_ids(State& state, Json& blocks);

}  // namespace tocsin::sandbox
