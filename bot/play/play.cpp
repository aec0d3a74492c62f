#include "bot/play/play.h"

#include "bot/log.h"
#include "bot/net/loop.h"
#include "bot/net/surroundings.h"
#include "bot/play/samples.h"
#include "bot/serve/session.h"
#include "integrations/sandbox/server.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto k_settle_within = 60s;  // posts are a second apart, as in Slack

const Sample* find_sample(const std::string& name) {
  for (const Sample& sample : samples()) {
    if (sample.name == name) return &sample;
  }
  return nullptr;
}

// The bot, running as it would against Slack, on a thread of its own.
class BotThread {
 public:
  BotThread(Config config, Store& store)
      : thread_([this, config = std::move(config), &store] {
          Session session(loop_, config, net::Surroundings{}, store, [this](std::string sentence) {
            trouble_ = std::move(sentence);
            loop_.stop();
          });
          session_ = &session;
          session.start();
          loop_.run();
        }) {}

  std::string stop() {
    loop_.post([this] { session_->stop(); });
    thread_.join();
    return trouble_;
  }

 private:
  net::Loop loop_;
  Session* session_ = nullptr;  // loop's thread only
  std::string trouble_;
  std::thread thread_;
};

class Player {
 public:
  Player(sandbox::SandboxThread& slack, const Sample& sample, bool quick)
      : slack_(slack), sample_(sample), quick_(quick) {}

  // The bot is connected and has read who the people are, so that it knows their zones.
  bool wait_for_bot() {
    return slack_.eventually([](sandbox::Server& server) {
      const auto& calls = server.workspace().calls();
      return !server.hub().live().empty() && calls.contains("users.list");
    });
  }

  // Types every line and shows what the typist is answered. False when an answer did not come.
  bool type_all() {
    for (const PlayedLine& line : sample_.lines) {
      if (!quick_) std::this_thread::sleep_for(line.pause_before);
      if (!type(line)) return false;
      if (channel_.empty() && !wait_for_channel()) return false;
    }
    return true;
  }

  // Waits until the write-up's file is there and the channel has come to rest.
  bool wait_for_writeup() {
    return slack_.eventually(
        [&](sandbox::Server& server) { return writeup_of(server).has_value(); }, k_settle_within);
  }

  std::string transcript() {
    std::string text;
    slack_.with([&](sandbox::Server& server) { text = server.workspace().transcript(channel_); });
    return text;
  }

  std::string channel_name() {
    std::string name;
    slack_.with([&](sandbox::Server& server) {
      if (const auto* channel = server.workspace().channel(channel_)) name = channel->name;
    });
    return name;
  }

  std::pair<std::string, std::string> writeup() {
    std::pair<std::string, std::string> file;
    slack_.with([&](sandbox::Server& server) { file = writeup_of(server).value_or(file); });
    return file;
  }

 private:
  static std::optional<std::pair<std::string, std::string>> writeup_of(sandbox::Server& server) {
    for (const sandbox::File* file : server.workspace().files()) {
      if (file->completed && !file->share.empty()) return std::pair(file->name, file->bytes);
    }
    return std::nullopt;
  }

  bool type(const PlayedLine& line) {
    std::string trigger;
    slack_.with([&](sandbox::Server& server) {
      auto& workspace = server.workspace();
      const UserId user = workspace.user_named(line.who);
      ChannelId channel = channel_;
      if (channel.empty()) channel = workspace.channel_named("general")->id;
      if (!channel_.empty()) static_cast<void>(workspace.join(user, channel, server.now()));
      auto typed = workspace.slash_command(user, channel, "/incident", line.text, server.now());
      if (typed) trigger = *typed;
    });
    const bool answered = slack_.eventually([&](sandbox::Server& server) {
      const auto* told = server.workspace().interaction(trigger);
      return told != nullptr && told->state == sandbox::Interaction::State::answered;
    });
    std::printf("%s: /incident %s\n", std::string(line.who).c_str(),
                std::string(line.text).c_str());
    slack_.with([&](sandbox::Server& server) {
      const UserId user = server.workspace().user_named(line.who);
      if (const auto* seen = server.workspace().last_ephemeral(user)) {
        std::printf("   → %s\n", seen->text.c_str());
      }
    });
    std::fflush(stdout);
    return answered;
  }

  bool wait_for_channel() {
    return slack_.eventually([&](sandbox::Server& server) {
      for (const sandbox::Channel* channel : server.workspace().channels()) {
        if (channel->name.starts_with("inc-1-")) channel_ = channel->id;
      }
      return !channel_.empty();
    });
  }

  sandbox::SandboxThread& slack_;
  const Sample& sample_;
  bool quick_;
  ChannelId channel_;
};

int fail(const std::string& sentence) {
  std::fprintf(stderr, "tocsin: %s\n", sentence.c_str());
  return 1;
}

}  // namespace

std::vector<std::string> sample_names() {
  std::vector<std::string> names;
  for (const Sample& sample : samples()) names.emplace_back(sample.name);
  return names;
}

Result<std::string, std::string> new_play_database(const PlayOptions& options) {
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (error) {
    return failure("The folder " + options.folder + " cannot be made: " + error.message());
  }
  const std::string database = (fs::path(options.folder) / "play.db").string();
  for (const char* part : {"", "-wal", "-shm"}) fs::remove(database + part, error);
  return database;
}

int play(const PlayOptions& options, Store& store) {
  const Sample* sample = find_sample(options.sample);
  if (sample == nullptr) return fail("There is no sample incident \"" + options.sample + "\".");
  const sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  sandbox::SandboxThread slack(setup);
  Config config;
  config.app_token = setup.app_token;
  config.bot_token = setup.bot_token;
  config.api_url = slack.api_url();
  BotThread bot(config, store);
  Player player(slack, *sample, options.quick);
  const bool typed = player.wait_for_bot() && player.type_all();
  const bool written = typed && player.wait_for_writeup();
  const std::string transcript = player.transcript();
  const std::string name = player.channel_name();
  const auto [file_name, bytes] = player.writeup();
  const std::string trouble = bot.stop();
  if (!trouble.empty()) return fail(trouble);
  if (!typed) return fail("A typed line was not answered.");
  if (!written) return fail("The write-up did not appear.");
  const fs::path file = fs::path(options.folder) / file_name;
  std::ofstream(file, std::ios::binary) << bytes;
  std::printf("\n──── #%s ────\n%s\n", name.c_str(), transcript.c_str());
  std::printf("The postmortem lies in %s\n", file.string().c_str());
  return 0;
}

}  // namespace tocsin
