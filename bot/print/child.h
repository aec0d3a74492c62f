#pragma once
// Runs another program and waits for it, with a limit. No shell, no standard input; what it says
// comes back as text. For the command line only: it blocks.

#include <chrono>
#include <string>
#include <vector>

namespace tocsin {

struct Finished {
  bool started = false;
  bool in_time = false;  // else it was ended, with all that it had started
  int status = -1;       // its exit status; 128 + n: ended by signal n
  std::string said;      // on both outputs, the first 4 KiB
};

// `command` begins with the program's full path. `environment`: "NAME=value", and nothing else.
Finished run_child(const std::vector<std::string>& command,
                   const std::vector<std::string>& environment, std::chrono::milliseconds limit);

}  // namespace tocsin
