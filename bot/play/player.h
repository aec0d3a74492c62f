#pragma once
// People who type a sample incident into the local workspace, line after line, and what they are
// shown. On the caller's thread; the workspace lives on its own.

#include "bot/play/samples.h"
#include "integrations/sandbox/server.h"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tocsin {

struct PlayedWriteup {
  std::string name;
  std::string bytes;
};

class Player {
 public:
  // Stops between two lines, and stops waiting, when `stop` says so.
  Player(sandbox::SandboxThread& slack, std::vector<PlayedLine> lines,
         std::chrono::milliseconds pause, std::stop_token stop);

  // Types every line, prints it with its answer, and waits for the write-up. What went wrong;
  // empty when it was played to its end, or was stopped.
  std::string play();

  std::string transcript() const;
  std::string channel_name() const;
  std::optional<PlayedWriteup> writeup() const;

 private:
  bool wait_for_bot();
  void pause();
  bool type(const PlayedLine& line);
  bool find_channel(const std::string& answer);
  bool wait(const std::function<bool(sandbox::Server&)>& question,
            Duration within = Duration{10'000});

  sandbox::SandboxThread& slack_;
  std::vector<PlayedLine> lines_;
  std::chrono::milliseconds pause_;
  std::stop_token stop_;
  ChannelId channel_;
};

}  // namespace tocsin
