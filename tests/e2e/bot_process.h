#pragma once
// The built program as a child process: started with exactly the environment that a test gives, in
// a folder of its own, watched by what it writes and by its exit status. Killed when the object
// ends, and by the system when the test program ends first. Test thread.

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::e2e {

using Variables = std::map<std::string, std::string>;

// Generous, because sanitizers and a busy machine make everything slow; nobody waits so long for
// what does come. Longer than the 30 s in which a message whose answer was lost is looked for.
constexpr std::chrono::milliseconds k_patience{60'000};

class BotProcess {
 public:
  // Runs the program with these arguments ("serve"). Standard error goes to a file in the folder.
  // `other`: the path of another program to run instead, which a test wants beside the bot.
  BotProcess(const std::vector<std::string>& arguments, const Variables& variables,
             const std::filesystem::path& folder, const std::string& other = {});
  ~BotProcess();
  BotProcess(const BotProcess&) = delete;
  BotProcess& operator=(const BotProcess&) = delete;

  pid_t pid() const { return pid_; }
  bool is_running();

  void send_signal(int number) const;
  void kill_hard();  // SIGKILL, and waits for the end

  // The exit status, or 128 + the number of the signal that ended it; nothing when it still runs.
  std::optional<int> wait(std::chrono::milliseconds within = k_patience);

  std::string said() const;  // everything on standard error so far
  bool says(std::string_view words, std::chrono::milliseconds within = k_patience) const;

  // The largest file that it may write from now on; nothing lifts the limit.
  void limit_files(std::optional<std::size_t> bytes) const;

 private:
  bool reap(bool and_wait);

  std::filesystem::path error_file_;
  pid_t pid_ = -1;
  std::optional<int> status_;
};

}  // namespace tocsin::e2e
