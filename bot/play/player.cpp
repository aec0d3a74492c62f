#include "bot/play/player.h"

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <utility>

namespace tocsin {

namespace {

using sandbox::Server;

constexpr Duration k_settle_within{120'000};  // posts are a second apart, as in Slack

// "inc-7-" of "Saved *INC-7*: …"; empty when nothing was declared.
std::string channel_prefix(const std::string& answer) {
  constexpr std::string_view k_handle = "INC-";
  const std::size_t at = answer.find(k_handle);
  if (at == std::string::npos) return "";
  const std::size_t end = answer.find_first_not_of("0123456789", at + k_handle.size());
  return "inc-" + answer.substr(at + k_handle.size(), end - at - k_handle.size()) + "-";
}

const sandbox::File* shared_file(Server& server, const ChannelId& channel) {
  for (const sandbox::File* file : server.workspace().files()) {
    if (file->completed && !file->share.empty() && file->channel == channel) return file;
  }
  return nullptr;
}

}  // namespace

Player::Player(sandbox::SandboxThread& slack, std::vector<PlayedLine> lines,
               std::chrono::milliseconds pause, std::stop_token stop)
    : slack_(slack), lines_(std::move(lines)), pause_(pause), stop_(std::move(stop)) {}

std::string Player::play() {
  if (!wait_for_bot()) return "The bot has not connected to the workspace.";
  for (const PlayedLine& line : lines_) {
    pause();
    if (stop_.stop_requested()) return "";
    if (!type(line)) return "\"" + line.text + "\" was not answered.";
  }
  const bool came = wait([&](Server& server) { return shared_file(server, channel_) != nullptr; },
                         k_settle_within);
  return came ? "" : "The write-up did not appear in its channel.";
}

// It is connected and has read who the people are, so that it knows their zones.
bool Player::wait_for_bot() {
  return wait([](Server& server) {
    const auto& calls = server.workspace().calls();
    return !server.hub().live().empty() && calls.contains("users.list");
  });
}

void Player::pause() {
  if (pause_.count() == 0) return;
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any never;
  never.wait_for(lock, stop_, pause_, [] { return false; });
}

bool Player::wait(const std::function<bool(Server&)>& question, Duration within) {
  return slack_.eventually(
      [&](Server& server) { return stop_.stop_requested() || question(server); }, within);
}

bool Player::type(const PlayedLine& line) {
  std::string trigger;
  std::string trouble;
  slack_.with([&](Server& server) {
    auto& workspace = server.workspace();
    const UserId user = workspace.user_named(line.who);
    ChannelId channel = channel_;
    if (!line.channel.empty()) {
      const auto* named = workspace.channel_named(line.channel);
      if (named != nullptr) channel = named->id;
    }
    static_cast<void>(workspace.join(user, channel, server.now()));  // who is in, stays in
    auto typed = workspace.slash_command(user, channel, workspace.setup().commands.front(),
                                         line.text, server.now());
    if (typed) trigger = *typed;
  });
  const bool answered = wait([&](Server& server) {
    const auto* told = server.workspace().interaction(trigger);
    return told != nullptr && told->state == sandbox::Interaction::State::answered;
  });
  std::string answer;
  slack_.with([&](Server& server) {
    const UserId user = server.workspace().user_named(line.who);
    if (const auto* seen = server.workspace().last_ephemeral(user)) answer = seen->text;
  });
  std::printf("%s: /incident %s\n", line.who.c_str(), line.text.c_str());
  if (!answer.empty()) std::printf("   → %s\n", answer.c_str());
  std::fflush(stdout);
  return answered && (!channel_.empty() || find_channel(answer));
}

bool Player::find_channel(const std::string& answer) {
  const std::string prefix = channel_prefix(answer);
  if (prefix.empty()) return false;
  return wait([&](Server& server) {
    for (const sandbox::Channel* channel : server.workspace().channels()) {
      if (channel->name.starts_with(prefix)) channel_ = channel->id;
    }
    return !channel_.empty();
  });
}

std::string Player::transcript() const {
  std::string text;
  slack_.with([&](Server& server) { text = server.workspace().transcript(channel_); });
  return text;
}

std::string Player::channel_name() const {
  std::string name;
  slack_.with([&](Server& server) {
    if (const auto* channel = server.workspace().channel(channel_)) name = channel->name;
  });
  return name;
}

std::optional<PlayedWriteup> Player::writeup() const {
  std::optional<PlayedWriteup> found;
  slack_.with([&](Server& server) {
    if (const auto* file = shared_file(server, channel_)) found = {file->name, file->bytes};
  });
  return found;
}

}  // namespace tocsin
