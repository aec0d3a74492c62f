#pragma once
// `tocsin sandbox --play checkout`: the local workspace and the bot in one process, and a few
// people who type a whole incident. For newcomers and for trying things out; nothing leaves the
// machine.

#include "bot/domain/result.h"
#include "storage/store.h"

#include <string>
#include <vector>

namespace tocsin {

struct PlayOptions {
  std::string sample = "checkout";
  std::string folder = "tocsin-sandbox";  // where the database and the write-up are put
  bool quick = false;                     // no pauses between the lines
};

std::vector<std::string> sample_names();

// Makes the folder and gives the path of an empty database in it: each play begins at INC-1.
Result<std::string, std::string> new_play_database(const PlayOptions& options);

// The exit status: 0 when the incident was played to its end and the write-up is in the folder.
int play(const PlayOptions& options, Store& store);

}  // namespace tocsin
