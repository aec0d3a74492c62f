#include "bot/print/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>

namespace tocsin {

namespace {

constexpr std::size_t k_most_said = 4'096;

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts)
    pointers.push_back(const_cast<char*>(text.c_str()));  // NOLINT
  pointers.push_back(nullptr);
  return pointers;
}

// In a process group of its own, so that it can be ended with its helpers. 0: could not be started.
pid_t start(const std::vector<std::string>& command, const std::vector<std::string>& environment,
            int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t child = 0;
  const int error = posix_spawn(&child, command.front().c_str(), &actions, &attributes,
                                pointers_to(command).data(), pointers_to(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : 0;
}

// False at the end of the output.
bool hear(int output, std::string& said) {
  std::array<char, 4096> bytes{};
  const ssize_t count = read(output, bytes.data(), bytes.size());
  if (count <= 0) return count < 0 && errno == EINTR;
  const std::size_t room = k_most_said - said.size();
  said.append(bytes.data(), std::min(static_cast<std::size_t>(count), room));
  return true;
}

// True when it ended before the deadline. Its output is read meanwhile, so that it never waits for
// us.
bool wait_until(std::chrono::steady_clock::time_point deadline, int ended, int output,
                std::string& said) {
  bool is_open = true;
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    std::array<pollfd, 2> waiting{{{ended, POLLIN, 0}, {is_open ? output : -1, POLLIN, 0}}};
    const int count = poll(waiting.data(), waiting.size(), static_cast<int>(left.count()));
    if (count < 0 && errno != EINTR) return false;
    if (waiting[1].revents != 0) is_open = hear(output, said);
    if (waiting[0].revents != 0) return true;
  }
}

}  // namespace

Finished run_child(const std::vector<std::string>& command,
                   const std::vector<std::string>& environment, std::chrono::milliseconds limit) {
  Finished finished;
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return finished;
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  const Descriptor output(ends[0]);
  Descriptor input(ends[1]);
  const auto deadline = std::chrono::steady_clock::now() + limit;
  const pid_t child = start(command, environment, input.number());
  input.close();
  if (child == 0) return finished;
  finished.started = true;
  const Descriptor ended(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
  if (ended.number() >= 0) {
    finished.in_time = wait_until(deadline, ended.number(), output.number(), finished.said);
  }
  kill(-child, SIGKILL);  // helpers that it left behind, or itself when it took too long
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  while (hear(output.number(), finished.said) && finished.said.size() < k_most_said) {
  }
  if (WIFEXITED(status)) finished.status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) finished.status = 128 + WTERMSIG(status);
  return finished;
}

}  // namespace tocsin
