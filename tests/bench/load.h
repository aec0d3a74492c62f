#pragma once
// The local Slack with a person who types one command after the other, or 64 at a time, and a watch
// in hand: from the moment at which a command is given to Slack to the moment at which its ack is
// there. Owned by bench_serve's main thread; the typing happens on the sandbox's thread.

#include "integrations/sandbox/server.h"

#include <cstddef>
#include <string>
#include <vector>

namespace tocsin::bench {

struct Burst {
  std::vector<double> microseconds;  // of each command
  double seconds = 0;                // from the first command to the last ack
  std::size_t failed = 0;            // not acked within Slack's limit
};

class Load {
 public:
  Load();

  // For a bot that is to find this Slack, with its database at `database`.
  std::vector<std::string> environment(const std::string& database) const;

  // Declares an incident and goes on typing in its channel. False when there is none after 10 s.
  bool declare();

  // `commands` lines, of which `in_flight` wait for their ack at any time.
  Burst run(std::size_t commands, std::size_t in_flight);

  // Slack's work without any bot: microseconds for one command to be made into a frame.
  double making_a_frame();

 private:
  sandbox::SandboxThread slack_;
  UserId user_;
  ChannelId channel_;
};

}  // namespace tocsin::bench
