#pragma once
// People in a local Slack and what they are shown: the hands and eyes of the end-to-end tests.
// A Stage is one local Slack, one folder with one database, and the bots that are started there,
// one after the other. Test thread; the workspace lives on its own.

#include "integrations/sandbox/server.h"
#include "storage/sqlite_store.h"
#include "tests/e2e/bot_process.h"
#include "tests/storage/temporary_folder.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::e2e {

inline const UserId k_ana{"U0ANA"};  // Europe/Berlin
inline const UserId k_ben{"U0BEN"};  // America/New_York
inline const UserId k_chi{"U0CHI"};  // Asia/Tokyo
inline const ChannelId k_general{"C0GENERAL"};
inline const ChannelId k_incidents{"C0INCIDENTS"};

// What became of something typed or pressed, as its author saw it.
struct Shown {
  sandbox::Interaction::State state = sandbox::Interaction::State::waiting;
  std::string text;     // of the answer, as on the wire
  std::string payload;  // the whole answer, JSON

  bool is_answered() const { return state == sandbox::Interaction::State::answered; }
};

bool contains(std::string_view text, std::string_view part);

// Its text and blocks, and the note by which the bot knows its own messages ("kind", "op").
std::string seen_text(const sandbox::Message& message);

class LocalSlack {
 public:
  explicit LocalSlack(sandbox::WorkspaceSetup setup) : thread_(std::move(setup)) {}

  const std::string& api_url() const { return thread_.api_url(); }
  void with(const std::function<void(sandbox::Server&)>& work) { thread_.with(work); }
  bool eventually(const std::function<bool(sandbox::Server&)>& question) {
    return thread_.eventually(question, k_patience);
  }

  // A bot is connected that has read who the people are and where announcements go.
  bool has_ready_bot();

  // Types and does not wait; gives what the answer can be looked up by. The person joins the
  // channel first when they are not in it.
  std::string start_typing(const UserId& user, const ChannelId& channel, std::string_view text);
  Shown shown_for(const std::string& trigger);  // waits until Slack shows something
  Shown type(const UserId& user, const ChannelId& channel, std::string_view text);
  // Presses a button of the last answer that this person saw.
  Shown press_in_answer(const UserId& user, std::string_view label);

  ChannelId wait_for_channel(std::string_view name);  // waits; empty when it does not come
  bool channel_shows(const ChannelId& channel, std::string_view words);
  std::string transcript(const ChannelId& channel);
  std::vector<std::string> seen_in(const ChannelId& channel);  // messages of the bot, oldest first
  std::string topic(const ChannelId& channel);
  int calls(const std::string& method);

  // Fails the test for all that Slack took and a good bot does not do.
  void check_nothing_to_complain_about();

 private:
  sandbox::SandboxThread thread_;
};

// The bot has invited somebody, or said something there.
bool is_open_to_people(sandbox::Server& server, const sandbox::Channel& channel);

class Stage {
 public:
  explicit Stage(sandbox::WorkspaceSetup setup = sandbox::sample_workspace());

  LocalSlack& slack() { return slack_; }
  const TemporaryFolder& folder() const { return folder_; }
  std::string database() const { return folder_.file("tocsin.db"); }

  // What a bot gets when the test says nothing else: tokens, address, database.
  Variables variables() const;
  // TOML for the bots that are started from now on.
  void configure(const std::string& toml);

  std::unique_ptr<BotProcess> start();            // only starts
  std::unique_ptr<BotProcess> start_ready_bot();  // and waits until it is ready for people

  // The record, once no bot runs any more.
  std::unique_ptr<SqliteStore> record() const;

 private:
  TemporaryFolder folder_;
  LocalSlack slack_;
  bool is_configured_ = false;
};

// Waits are short, so that a post whose answer is lost settles within a test.
inline constexpr const char* k_short_waits = "[delivery]\ntimeout_ms = 700\ngrace_ms = 1500\n";

// Ends the bot as an operator does, and checks that it ends well.
void stop(BotProcess& bot);

}  // namespace tocsin::e2e
