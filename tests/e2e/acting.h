#pragma once
// What people do in a local Slack besides slash commands: write, mark, edit, delete, use shortcuts,
// and rearrange channels. An act that Slack's client would not let them do fails the test.
// Test thread.

#include "tests/e2e/typing.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::e2e {

// An incident that ana has declared and ben has joined, with the real program.
class Scene {
 public:
  explicit Scene(sandbox::WorkspaceSetup setup = sandbox::sample_workspace());

  Stage& stage() { return stage_; }
  LocalSlack& slack() { return stage_.slack(); }
  BotProcess& bot() { return *bot_; }
  const ChannelId& channel() const { return channel_; }

  // Carries out an act of people, and gives what it gives.
  template <class T>
  T act(const std::function<sandbox::Act<T>(sandbox::Workspace&, Moment)>& what) {
    T given{};
    std::string trouble;
    slack().with([&](sandbox::Server& server) {
      auto done = what(server.workspace(), server.now());
      if (done) {
        given = *done;
      } else {
        trouble = done.error().why;
      }
    });
    fail_with(trouble);
    return given;
  }

  MessageTs write(const UserId& user, const ChannelId& channel, std::string_view text,
                  const MessageTs& thread = {});
  void mark(const UserId& user, const MessageTs& message, std::string_view emoji);
  void unmark(const UserId& user, const MessageTs& message, std::string_view emoji);

  // Waits until this person has been whispered something with these words; where, and all of it.
  sandbox::Ephemeral whispered(const UserId& user, std::string_view words);
  // Waits until the bot has written these words to this person directly.
  bool told(const UserId& user, std::string_view words);
  // How many of the bot's messages in the incident's channel hold the words.
  int said_in_channel(std::string_view words);

  // Ends the bot, lets people do something, and starts it again after so long without it.
  void without_bot(Duration how_long, const std::function<void()>& what);

  // Ends the bot, checks that it sent nothing that a good bot does not send, and gives the events.
  std::vector<Event> end();

 private:
  static void fail_with(const std::string& trouble);

  Stage stage_;
  std::unique_ptr<BotProcess> bot_;
  ChannelId channel_;
};

// The events of one kind, oldest first.
template <class Body>
std::vector<Event> of_kind(const std::vector<Event>& events) {
  std::vector<Event> found;
  for (const Event& event : events) {
    if (std::holds_alternative<Body>(event.body)) found.push_back(event);
  }
  return found;
}

}  // namespace tocsin::e2e
