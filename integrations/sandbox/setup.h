#pragma once
// How a workspace begins: who is there, which channels exist, what the app may do and what the
// workspace forbids. Plain values, filled by tests, by the simulator and later by `tocsin sandbox`.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin::sandbox {

struct PersonSetup {
  UserId id;
  std::string name;  // the handle, typed as @name
  std::string real_name;
  std::string email;
  std::string zone = "Etc/UTC";
  int zone_offset_seconds = 0;
  bool is_bot = false;
  bool deleted = false;
  bool is_restricted = false;  // a guest: cannot be invited to public channels
  bool is_stranger = false;    // of another organisation, met in a shared channel: in no list
};

struct ChannelSetup {
  ChannelId id;
  std::string name;
  bool is_private = false;
  std::vector<UserId> members;
  bool archived = false;
  bool bot_is_member = false;
  bool is_general = false;
};

struct UserGroupSetup {
  std::string id;  // S…
  std::string handle;
  std::string name;
  std::vector<UserId> users;
  bool disabled = false;
};

// What this workspace forbids or does in its own way. May be changed while it runs. A field that
// holds an error code makes the methods it belongs to answer with that code; empty means allowed.
struct Policies {
  std::string create_channel_error;       // "restricted_action", "no_permission", …
  std::string post_error;                 // chat.postMessage: "restricted_action", …
  std::string pin_error;                  // pins.add
  std::string auth_error;                 // every method: "token_revoked", "account_inactive", …
  std::string connection_error;           // apps.connections.open
  std::string user_group_error;           // "plan_upgrade_required"
  std::string canvas_error;               // "team_tier_cannot_create_channel_canvases", …
  std::string upload_error;               // "file_uploads_disabled", …
  std::vector<std::string> names_taken;   // by channels that the bot will never see
  Duration twin_names_within{0};          // two creates of one name this close both succeed
  bool home_tab = true;                   // views.publish answers not_enabled without it
  bool forced_invite_answers_ok = false;  // unknown in Slack: ok:false with errors[] is nastier
  bool ragged_pages = true;               // a page in the middle is empty and has a next_cursor
  Duration file_share_takes{1500};        // from completeUploadExternal to the message
  Duration history_lags{0};               // younger messages are not in history and replies yet
  Duration trigger_lives{3000};
};

struct WorkspaceSetup {
  std::string team_id = "T0SANDBOX";
  std::string team_name = "Sandbox";
  std::string team_domain = "sandbox";
  std::string app_id = "A0TOCSIN";
  std::string app_token = "xapp-1-A0TOCSIN-1-sandbox";
  std::string bot_token = "xoxb-1-sandbox";
  UserId bot_user{"U0TOCSIN"};
  std::string bot_name = "tocsin";
  std::string bot_id = "B0TOCSIN";
  std::vector<std::string> scopes;  // empty: all that Tocsin's manifest asks for
  std::vector<std::string> events;  // subscriptions; empty: all that the manifest asks for
  std::vector<std::string> commands{"/incident"};

  std::vector<PersonSetup> people;
  std::vector<ChannelSetup> channels;
  std::vector<UserGroupSetup> user_groups;
  Policies policies;

  std::uint64_t seed = 1;
  bool rate_limits = false;  // tiers per method, a message a second per channel
  bool keep_records = true;  // false: no interactions and answers (for benchmarks)
  std::string http_base = "http://127.0.0.1:1";  // for response and upload addresses
  std::string socket_base = "ws://127.0.0.1:1";  // for apps.connections.open
};

// What Tocsin's manifest asks for, and no more.
std::vector<std::string> all_scopes();
std::vector<std::string> all_events();

// A small ready-made workspace: @ana (lead, Berlin), @ben (New York), @chi, @dora (guest), @evil;
// #general, #incidents and #random are public, #secret is private without the bot; the bot is a
// member of #incidents only; user group @payments-team has ana and ben.
WorkspaceSetup sample_workspace();

}  // namespace tocsin::sandbox
