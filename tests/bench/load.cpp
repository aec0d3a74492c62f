#include "tests/bench/load.h"

#include "bot/ensure.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <unordered_map>

namespace tocsin::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* k_command = "/incident";

sandbox::WorkspaceSetup workspace() {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  setup.keep_records = false;
  return setup;
}

// Types, and types again whenever a command has come to its end. Sandbox's thread, but for wait().
class Typist {
 public:
  Typist(UserId user, ChannelId channel, std::size_t commands)
      : user_(std::move(user)), channel_(std::move(channel)), commands_(commands) {
    burst_.microseconds.reserve(commands);
    started_ = Clock::now();
  }

  void type(sandbox::Server& server) {
    if (typed_ == commands_) return;
    const std::string text =
        "log Error rate is falling, now at 4.2 %, reading " + std::to_string(++typed_);
    const auto now = Clock::now();
    const auto trigger =
        server.workspace().slash_command(user_, channel_, k_command, text, server.now());
    ENSURE(trigger.has_value());
    waiting_.emplace(*trigger, now);
  }

  void settled(sandbox::Server& server, const sandbox::Settled& settled) {
    const auto found = waiting_.find(settled.envelope.key);
    if (found == waiting_.end()) return;
    const auto now = Clock::now();
    burst_.microseconds.push_back(
        std::chrono::duration<double, std::micro>(now - found->second).count());
    waiting_.erase(found);
    if (settled.outcome != sandbox::SettledAs::acked) ++burst_.failed;
    type(server);
    if (burst_.microseconds.size() < commands_) return;
    burst_.seconds = std::chrono::duration<double>(now - started_).count();
    const std::lock_guard lock(mutex_);
    done_ = true;
    finished_.notify_one();
  }

  Burst wait() {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [this] { return done_; });
    return std::move(burst_);
  }

 private:
  UserId user_;
  ChannelId channel_;
  std::size_t commands_;
  std::size_t typed_ = 0;
  std::unordered_map<std::string, Clock::time_point> waiting_;  // by trigger
  Clock::time_point started_;
  Burst burst_;
  std::mutex mutex_;
  std::condition_variable finished_;
  bool done_ = false;
};

}  // namespace

Load::Load() : slack_(workspace()), user_{"U0ANA"}, channel_{"C0GENERAL"} {}

std::vector<std::string> Load::environment(const std::string& database) const {
  const sandbox::WorkspaceSetup setup = workspace();
  return {"SLACK_APP_TOKEN=" + setup.app_token, "SLACK_BOT_TOKEN=" + setup.bot_token,
          "SLACK_API_URL=" + slack_.api_url(), "TOCSIN_DB=" + database};
}

bool Load::declare() {
  slack_.with([this](sandbox::Server& server) {
    const auto trigger = server.workspace().slash_command(
        user_, channel_, k_command, "declare sev2 Checkout is failing", server.now());
    ENSURE(trigger.has_value());
  });
  return slack_.eventually([this](sandbox::Server& server) {
    for (const sandbox::Channel* channel : server.workspace().channels()) {
      if (!channel->name.starts_with("inc-")) continue;
      if (!channel->members.contains(user_)) return false;  // the bot invites whoever declared it
      channel_ = channel->id;
      return true;
    }
    return false;
  });
}

Burst Load::run(std::size_t commands, std::size_t in_flight) {
  Typist typist(user_, channel_, commands);
  slack_.with([&](sandbox::Server& server) {
    server.sandbox().on_settled = [&](const sandbox::Settled& settled) {
      typist.settled(server, settled);
    };
    for (std::size_t i = 0; i < in_flight; ++i) typist.type(server);
  });
  Burst burst = typist.wait();
  slack_.with([](sandbox::Server& server) { server.sandbox().on_settled = nullptr; });
  return burst;
}

double Load::making_a_frame() {
  constexpr int k_times = 2'000;
  sandbox::Sandbox slack(workspace());
  slack.workspace().set_bases("http://127.0.0.1:1", "ws://127.0.0.1:1");
  const auto start = Clock::now();
  for (int i = 0; i < k_times; ++i) {
    const auto trigger = slack.workspace().slash_command(user_, ChannelId{"C0GENERAL"}, k_command,
                                                         "log Error rate is falling", Moment{});
    ENSURE(trigger.has_value());
    ENSURE(slack.workspace().take_envelopes().size() == 1);
  }
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count() / k_times;
}

}  // namespace tocsin::bench
