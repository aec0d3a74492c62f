#pragma once
// A strict local Slack workspace, pure: no socket, clock or thread; the time is passed in. Three
// sides: `call` is the Web API (it refuses what Slack refuses), the acts are what people do, and
// the rest is for tests to read. Acts and calls leave envelopes for the bot behind; whoever drives
// the workspace (Sandbox, and through it the server or the simulator) takes them to the hub.
// One owner, one thread.

#include "bot/domain/result.h"
#include "bot/net/http.h"
#include "integrations/sandbox/envelope.h"
#include "integrations/sandbox/records.h"
#include "integrations/sandbox/setup.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::sandbox {

struct State;

// A person tried something that Slack's client would not let them do (no such button, not a member,
// archived). A test that meets it has made a mistake, or the bot did not show what it should have.
struct Impossible {
  std::string why;
};

inline auto impossible(std::string why) { return failure(Impossible{std::move(why)}); }

template <class T>
using Act = Result<T, Impossible>;

struct Done {};

// A filled-in field of a modal: block_id, action_id (may be empty: the block's only element), and
// the value as the person gives it: text, an option's value, a user id, a date, "a,b" for several.
struct Filled {
  std::string block_id;
  std::string action_id;
  std::string value;
};

class Workspace {
 public:
  explicit Workspace(WorkspaceSetup setup);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  // ---- Web API, response addresses, uploads. The url is a target such as "/api/auth.test" or an
  // absolute one of which only the path and query count.
  net::HttpResponse call(const net::HttpRequest& request, Moment now);

  // ---- People. Texts are as typed: @name, #channel, @here and links become what Slack makes of
  // them, & < > are escaped. Acts on a bot that cannot see them simply leave no envelope.
  Act<std::string> slash_command(const UserId& user, const ChannelId& channel,
                                 std::string_view command, std::string_view text, Moment now);
  Act<MessageTs> post(const UserId& user, const ChannelId& channel, std::string_view text,
                      Moment now, const MessageTs& thread = {});
  Act<Done> edit(const UserId& user, const ChannelId& channel, const MessageTs& ts,
                 std::string_view text, Moment now);
  Act<Done> erase(const UserId& user, const ChannelId& channel, const MessageTs& ts, Moment now);
  Act<Done> react(const UserId& user, const ChannelId& channel, const MessageTs& ts,
                  std::string_view emoji, Moment now);
  Act<Done> unreact(const UserId& user, const ChannelId& channel, const MessageTs& ts,
                    std::string_view emoji, Moment now);
  Act<Done> pin(const UserId& user, const ChannelId& channel, const MessageTs& ts, Moment now);
  Act<Done> unpin(const UserId& user, const ChannelId& channel, const MessageTs& ts, Moment now);

  // `element` is a button's label or an action_id. `value` is for menus and pickers. Each returns
  // the trigger_id, by which the interaction can be looked up.
  Act<std::string> press(const UserId& user, const ChannelId& channel, const MessageTs& ts,
                         std::string_view element, Moment now, std::string_view value = {});
  Act<std::string> press_ephemeral(std::int64_t number, std::string_view element, Moment now,
                                   std::string_view value = {});
  Act<std::string> press_in_view(const std::string& view_id, std::string_view element, Moment now,
                                 std::string_view value = {});
  Act<std::string> submit_view(const std::string& view_id, const std::vector<Filled>& filled,
                               Moment now);
  Act<Done> close_view(const std::string& view_id, Moment now);
  Act<std::string> message_shortcut(const UserId& user, const ChannelId& channel,
                                    const MessageTs& ts, std::string_view callback_id, Moment now);
  Act<std::string> global_shortcut(const UserId& user, std::string_view callback_id, Moment now);
  Act<Done> open_home(const UserId& user, Moment now);

  // `who` may be the bot. A person invites or removes another; joining is inviting oneself.
  Act<Done> join(const UserId& user, const ChannelId& channel, Moment now);
  Act<Done> leave(const UserId& user, const ChannelId& channel, Moment now);
  Act<Done> invite(const UserId& user, const UserId& who, const ChannelId& channel, Moment now);
  Act<Done> remove(const UserId& user, const UserId& who, const ChannelId& channel, Moment now);
  Act<ChannelId> create_channel(const UserId& user, std::string_view name, bool is_private,
                                Moment now);
  Act<Done> rename_channel(const UserId& user, const ChannelId& channel, std::string_view name,
                           Moment now);
  Act<Done> archive_channel(const UserId& user, const ChannelId& channel, Moment now);
  Act<Done> unarchive_channel(const UserId& user, const ChannelId& channel, Moment now);
  Act<Done> delete_channel(const UserId& user, const ChannelId& channel, Moment now);
  // Slack moves the channel (Enterprise Grid): the old id is no channel any more. The new id.
  Act<ChannelId> change_channel_id(const ChannelId& channel, Moment now);
  ChannelId direct_channel(const UserId& user, Moment now);  // with the bot; made when needed

  // Somebody comes, leaves for good (deleted), or changes a name or zone. Told as user_change or
  // team_join.
  void set_person(PersonSetup person, Moment now);
  void add_unannounced(PersonSetup person);  // the event about whom was lost

  // An event that no act above makes: the whole inner `event` object as JSON text.
  void raw_event(std::string_view event_json, Moment now);
  // A whole payload in an envelope of the kind, e.g. app_rate_limited, which has no inner event.
  void raw_envelope(EnvelopeKind kind, std::string_view type, std::string payload_json, Moment now);

  // ---- Between workspace and hub (called by Sandbox).
  std::vector<Envelope> take_envelopes();
  void settled(const Settled& settled, Moment now);
  // Uses a ticket up. Says what is wrong with it, empty when it is good.
  std::string take_ticket(std::string_view ticket);
  std::optional<Moment> next_due() const;  // files waiting to be shared
  void advance(Moment now);

  // ---- Settings that may change while it runs.
  Policies& policies();
  void set_bases(std::string http_base, std::string socket_base);
  void set_scopes(std::vector<std::string> scopes);

  // ---- Reading.
  const WorkspaceSetup& setup() const;
  std::vector<const Channel*> channels() const;
  const Channel* channel(const ChannelId& id) const;
  const Channel* channel_named(std::string_view name) const;  // not deleted ones
  const Message* message(const ChannelId& channel, const MessageTs& ts) const;
  std::vector<const Message*> messages_of_app(const ChannelId& channel) const;  // not deleted
  const std::deque<Ephemeral>& ephemerals() const;
  const Ephemeral* last_ephemeral(const UserId& user) const;
  const std::deque<Interaction>& interactions() const;
  const Interaction* interaction(std::string_view trigger_id) const;
  std::vector<const View*> views() const;
  const View* view(std::string_view id) const;
  const View* open_modal(const UserId& user) const;  // the topmost
  const View* home(const UserId& user) const;
  std::vector<const File*> files() const;
  const File* file(std::string_view id) const;
  const Canvas* canvas(std::string_view id) const;
  UserId user_named(std::string_view name) const;  // empty when there is none

  // Web API calls that arrived, by method; and those that were refused, by "method error".
  const std::map<std::string, int>& calls() const;
  const std::map<std::string, int>& refusals() const;

  // What Slack accepts but a good bot does not do: blocks without fallback text, an active
  // @channel, raw control characters, arguments that no method knows, posts into missing threads,
  // ack payloads that Slack would show as an error. Tests assert that it is empty.
  const std::vector<std::string>& complaints() const;
  void clear_complaints();

  // A channel as plain text: author, clock (UTC), text of blocks, replies indented, pins marked,
  // files listed. Deterministic.
  std::string transcript(const ChannelId& channel) const;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::sandbox
