#include "bot/play/play.h"

#include "bot/domain/whole_number.h"
#include "bot/log.h"
#include "bot/net/loop.h"
#include "bot/net/surroundings.h"
#include "bot/play/player.h"
#include "bot/serve/serve.h"
#include "bot/serve/session.h"
#include "integrations/sandbox/server.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace tocsin {

namespace {

namespace fs = std::filesystem;
using sandbox::SandboxThread;

constexpr std::uint16_t k_first_port = 8750;
constexpr std::uint16_t k_ports_to_try = 100;

// The sample workspace, with the groups that the sample incidents page.
sandbox::WorkspaceSetup play_workspace(const SandboxOptions& options) {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  setup.channels.front().bot_is_member = true;  // so that it can whisper in #general too
  for (const char* handle : {"developers", "senior-engineers", "devops"}) {
    sandbox::UserGroupSetup group = setup.user_groups.front();
    group.id = "S0GROUP" + std::to_string(setup.user_groups.size());
    group.handle = handle;
    group.name = handle;
    setup.user_groups.push_back(std::move(group));
  }
  setup.commands = options.commands;
  return setup;
}

// The bot, running as it would against Slack, on a thread of its own. `ended` is called on that
// thread when it gives up by itself.
class BotThread {
 public:
  BotThread(Config config, Store& store, std::function<void()> ended)
      : thread_([this, config = std::move(config), &store, ended = std::move(ended)] {
          Session session(loop_, config, net::Surroundings{}, store, [&](std::string sentence) {
            trouble_ = std::move(sentence);
            loop_.stop();
          });
          session_ = &session;
          session.start();
          loop_.run();
          ended();
        }) {}

  std::string stop() {
    loop_.post([this] { session_->stop(); });
    thread_.join();
    return trouble_;
  }

 private:
  net::Loop loop_;
  Session* session_ = nullptr;  // loop's thread only
  std::string trouble_;         // written before the thread ends
  std::thread thread_;
};

std::optional<std::uint16_t> port_number(const std::string& text) {
  const auto port = whole_number(text);
  if (!port || *port == 0 || *port > 65'535) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

// The workspace at its port; null with the sentence in `trouble`.
std::unique_ptr<SandboxThread> open_workspace(const SandboxOptions& options, std::string& trouble) {
  const sandbox::WorkspaceSetup setup = play_workspace(options);
  const auto at = [&setup](std::uint16_t port) {
    return std::make_unique<SandboxThread>(setup, sandbox::hub_setup_for(setup), port);
  };
  if (options.headless) return at(0);
  const bool is_auto = options.port == "auto";
  const std::uint16_t first = is_auto ? k_first_port : port_number(options.port).value_or(0);
  const std::uint16_t last = is_auto ? first + k_ports_to_try - 1 : first;
  for (std::uint16_t port = first; port <= last; ++port) {
    try {
      return at(port);
    } catch (const std::system_error& error) {
      if (error.code() != std::errc::address_in_use) {
        trouble = "Port " + std::to_string(port) + " cannot be used: " + error.code().message() +
                  ". Give another with --port, or let one be picked with --port auto.";
        return nullptr;
      }
    }
  }
  trouble = is_auto ? "All ports from " + std::to_string(first) + " to " + std::to_string(last) +
                          " are in use. Give another with --port."
                    : "Port " + std::to_string(first) +
                          " is in use by another program, perhaps another sandbox. Give another "
                          "with --port, or let one be picked with --port auto.";
  return nullptr;
}

Config config_for(const SandboxThread& slack, const SandboxOptions& options) {
  const sandbox::WorkspaceSetup setup = play_workspace(options);
  Config config;
  config.app_token = setup.app_token;
  config.bot_token = setup.bot_token;
  config.api_url = slack.api_url();
  config.command = options.commands.front();
  return config;
}

void print_addresses(SandboxThread& slack, const SandboxOptions& options) {
  const sandbox::WorkspaceSetup setup = play_workspace(options);
  std::string page;
  slack.with([&page](sandbox::Server& server) { page = server.base_url(); });
  std::printf("The workspace is open at  %s/\n\n", page.c_str());
  std::printf("A bot of your own takes part with\n");
  std::printf("    export SLACK_API_URL=%s\n", slack.api_url().c_str());
  std::printf("    export SLACK_BOT_TOKEN=%s\n", setup.bot_token.c_str());
  std::printf("    export SLACK_APP_TOKEN=%s\n\n", setup.app_token.c_str());
  std::printf("%sCtrl-C ends it.\n\n",
              options.serve_only ? "No bot is connected yet. " : "Tocsin is connected. ");
  std::fflush(stdout);
}

// The end of a play: what the channel shows, and the write-up. False when there is none.
bool print_result(const Player& player, const SandboxOptions& options) {
  std::printf("\n──── #%s ────\n%s\n", player.channel_name().c_str(), player.transcript().c_str());
  const auto writeup = player.writeup();
  if (!writeup) return false;
  const fs::path file = fs::path(options.folder) / writeup->name;
  std::ofstream out(file, std::ios::binary);
  out << writeup->bytes;
  out.close();
  if (options.headless) {
    std::printf("──── %s ────\n%s\n", writeup->name.c_str(), writeup->bytes.c_str());
  }
  if (out.good()) std::printf("The postmortem lies in %s\n", file.string().c_str());
  std::fflush(stdout);
  return true;
}

Player player_for(SandboxThread& slack, const SandboxOptions& options, std::stop_token stop) {
  const double seconds = options.quick ? 0.0 : options.pace;
  const std::chrono::milliseconds pause(static_cast<std::int64_t>(seconds * 1000.0));
  return {slack, sample_lines(options.sample), pause, std::move(stop)};
}

int play_headless(SandboxThread& slack, const SandboxOptions& options, Store& store) {
  BotThread bot(config_for(slack, options), store, [] {});
  Player player = player_for(slack, options, {});
  const std::string trouble = player.play();
  const bool has_writeup = print_result(player, options);
  const std::string of_bot = bot.stop();
  if (!of_bot.empty()) return cannot_run(of_bot);
  if (!trouble.empty()) return cannot_run(trouble);
  return has_writeup ? 0 : cannot_run("The write-up did not appear in its channel.");
}

int keep_open(SandboxThread& slack, const SandboxOptions& options, Store* store) {
  net::Loop loop;
  loop.on_signals({SIGTERM, SIGINT}, [&loop](int) { loop.stop(); });
  slack.with([&options](sandbox::Server& server) { server.show_page(options.page); });
  print_addresses(slack, options);
  std::optional<BotThread> bot;
  if (!options.serve_only) {
    bot.emplace(config_for(slack, options), *store, [&loop] { loop.stop(); });
  }
  std::jthread people;
  if (!options.sample.empty()) {
    people = std::jthread([&slack, &options](const std::stop_token& stop) {
      Player player = player_for(slack, options, stop);
      const std::string trouble = player.play();
      if (stop.stop_requested()) return;
      if (!trouble.empty()) {
        cannot_run("The play has ended early: " + trouble + " The workspace stays open.");
      }
      print_result(player, options);
    });
  }
  loop.run();
  people.request_stop();
  if (people.joinable()) people.join();
  const std::string trouble = bot ? bot->stop() : "";
  return trouble.empty() ? 0 : cannot_run(trouble);
}

}  // namespace

std::string options_trouble(const SandboxOptions& options) {
  if (options.port != "auto" && !port_number(options.port)) {
    return "--port takes a number from 1 to 65535, or auto: \"" + options.port + "\" is neither.";
  }
  if (options.serve_only && !options.sample.empty()) {
    return "--serve-only leaves our bot out, so nobody would answer a played incident: leave out "
           "one of --serve-only and --play.";
  }
  if (options.serve_only && options.headless) {
    return "--headless plays an incident and ends, --serve-only waits for another bot: leave out "
           "one of them.";
  }
  return "";
}

std::string database_trouble(const SandboxOptions& options, bool is_in_use,
                             const std::string& why) {
  if (is_in_use) {
    return "Another sandbox has the folder " + options.folder +
           " open: end that one, or give another folder with --folder.";
  }
  return "What lies in the folder " + options.folder +
         " is no database of a sandbox and is left "
         "as it is: move play.db away, or give another folder with --folder. (" +
         why + ")";
}

Result<std::string, std::string> sandbox_database(const SandboxOptions& options) {
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (error) {
    return failure("The folder " + options.folder + " cannot be made: " + error.message());
  }
  return (fs::path(options.folder) / "play.db").string();
}

void remove_sandbox_database(const std::string& database) {
  std::error_code ignored;
  for (const char* part : {"", "-wal", "-shm"}) fs::remove(database + part, ignored);
}

int run_sandbox(const SandboxOptions& options, Store* store) {
  std::string trouble;
  const auto slack = open_workspace(options, trouble);
  if (slack == nullptr) return cannot_run(trouble);
  return options.headless ? play_headless(*slack, options, *store)
                          : keep_open(*slack, options, store);
}

}  // namespace tocsin
