#include "tests/bench/child.h"

#include "bot/ensure.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace tocsin::bench {

namespace {

constexpr std::string_view k_connected = "onnected to Slack";  // the log begins it with a capital

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Child::Child(std::vector<std::string> arguments, std::vector<std::string> environment) {
  std::array<int, 2> pipe{};
  ENSURE(pipe2(pipe.data(), O_CLOEXEC) == 0);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, pipe[1], STDERR_FILENO);
  std::vector<char*> argv = pointers_to(arguments);
  std::vector<char*> envp = pointers_to(environment);
  started_ = Clock::now();
  const int failed = posix_spawn(&process_, argv[0], &files, nullptr, argv.data(), envp.data());
  ENSURE(failed == 0);
  posix_spawn_file_actions_destroy(&files);
  close(pipe[1]);
  reader_ = std::thread([this, end = pipe[0]] { read_all(end); });
}

Child::~Child() { kill(); }

void Child::read_all(int pipe) {
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t size = read(pipe, buffer.data(), buffer.size());
    const auto now = Clock::now();
    if (size <= 0) break;
    const std::lock_guard lock(mutex_);
    said_.append(buffer.data(), static_cast<std::size_t>(size));
    if (!connected_ && said_.find(k_connected) != std::string::npos) {
      connected_ = now;
      heard_.notify_one();
    }
  }
  close(pipe);
  heard_.notify_one();
}

std::optional<double> Child::wait_for_hello() {
  std::unique_lock lock(mutex_);
  heard_.wait_for(lock, std::chrono::seconds(10), [this] { return connected_.has_value(); });
  if (!connected_) return std::nullopt;
  return std::chrono::duration<double, std::milli>(*connected_ - started_).count();
}

std::string Child::said() const {
  const std::lock_guard lock(mutex_);
  return said_;
}

Memory Child::memory() const {
  std::ifstream status("/proc/" + std::to_string(process_) + "/status");
  Memory memory;
  std::string line;
  while (std::getline(status, line)) {
    std::istringstream words(line);
    std::string name;
    double kibibytes = 0;
    words >> name >> kibibytes;
    if (name == "VmRSS:") memory.resident = kibibytes * 1024 / 1e6;
    if (name == "RssAnon:") memory.anonymous = kibibytes * 1024 / 1e6;
  }
  return memory;
}

// Of all its threads, in nanoseconds; /proc/N/stat counts in hundredths of a second only.
double Child::processor_seconds() const {
  double nanoseconds = 0;
  const std::filesystem::path threads = "/proc/" + std::to_string(process_) + "/task";
  for (const auto& thread : std::filesystem::directory_iterator(threads)) {
    std::ifstream file(thread.path() / "schedstat");
    double on_processor = 0;
    file >> on_processor;
    nanoseconds += on_processor;
  }
  return nanoseconds / 1e9;
}

void Child::stop() { end_with(SIGTERM); }

void Child::kill() { end_with(SIGKILL); }

void Child::end_with(int signal) {
  if (process_ == 0) return;
  ::kill(process_, signal);
  waitpid(process_, nullptr, 0);
  process_ = 0;
  reader_.join();
}

}  // namespace tocsin::bench
