#pragma once
// A bot as a process of its own: started, watched for the line that says it is connected, asked for
// its memory, ended. Used by bench_serve's main thread; a thread of this object's reads what the
// bot says.

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace tocsin::bench {

struct Memory {
  double resident = 0;   // VmRSS, MB of 1,000,000 bytes: with the pages of shared libraries
  double anonymous = 0;  // RssAnon: what the process has for itself
};

class Child {
 public:
  // `environment` is all that it gets, as "NAME=value".
  Child(std::vector<std::string> arguments, std::vector<std::string> environment);
  ~Child();  // ends it at once when stop() was not called
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Milliseconds from just before the exec to the line "connected to Slack"; nothing when it did
  // not come within 10 s.
  std::optional<double> wait_for_hello();

  Memory memory() const;
  std::string said() const;  // so far, on standard error
  double processor_seconds() const;

  void stop();  // SIGTERM, waits for the end
  void kill();  // SIGKILL, waits for the end

 private:
  using Clock = std::chrono::steady_clock;
  void read_all(int pipe);
  void end_with(int signal);

  pid_t process_ = 0;
  Clock::time_point started_;
  mutable std::mutex mutex_;
  std::condition_variable heard_;
  std::optional<Clock::time_point> connected_;
  std::string said_;
  std::thread reader_;
};

}  // namespace tocsin::bench
