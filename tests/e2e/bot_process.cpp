#include "tests/e2e/bot_process.h"

#include "tests/support/file_content.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace tocsin::e2e {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds k_look_again{2};

fs::path free_name(const fs::path& folder) {
  for (int number = 1;; ++number) {
    fs::path name = folder / ("bot-" + std::to_string(number) + ".err");
    if (!fs::exists(name)) return name;
  }
}

// What a sanitized build is told, it has to be told in the child as well.
Variables with_inherited(Variables variables) {
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) variables.emplace(name, value);
  }
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Between fork and exec, in a process that had other threads: system calls only.
[[noreturn]] void become_program(pid_t parent, const char* folder, int error_file, char** arguments,
                                 char** variables) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(126);
  // So that a limit on the size of files is an error of the write and not the end of the bot.
  std::signal(SIGXFSZ, SIG_IGN);
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0 ||
      dup2(error_file, STDERR_FILENO) < 0 || chdir(folder) != 0) {
    _exit(126);
  }
  execve(arguments[0], arguments, variables);
  _exit(127);
}

}  // namespace

BotProcess::BotProcess(const std::vector<std::string>& arguments, const Variables& variables,
                       const fs::path& folder, const std::string& other)
    : error_file_(free_name(folder)) {
  std::vector<std::string> words{other.empty() ? TOCSIN_PROGRAM : other};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> settings;
  for (const auto& [name, value] : with_inherited(variables)) {
    settings.push_back(name + "=" + value);
  }
  const std::vector<char*> argument_list = pointers_to(words);
  const std::vector<char*> variable_list = pointers_to(settings);
  const int errors =
      open(error_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  const pid_t parent = getpid();
  pid_ = errors < 0 ? -1 : fork();
  if (pid_ == 0) {
    become_program(parent, folder.c_str(), errors, const_cast<char**>(argument_list.data()),
                   const_cast<char**>(variable_list.data()));
  }
  if (errors >= 0) close(errors);
  if (pid_ < 0) throw std::runtime_error("the program could not be started");
}

BotProcess::~BotProcess() { kill_hard(); }

bool BotProcess::reap(bool and_wait) {
  if (status_) return true;
  int status = 0;
  if (waitpid(pid_, &status, and_wait ? 0 : WNOHANG) != pid_) return false;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return true;
}

bool BotProcess::is_running() { return !reap(false); }

// Never to a number that was given to somebody else since.
void BotProcess::send_signal(int number) const {
  if (!status_) kill(pid_, number);
}

void BotProcess::kill_hard() {
  if (reap(false)) return;
  send_signal(SIGKILL);
  reap(true);
}

std::optional<int> BotProcess::wait(std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (!reap(false) && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(k_look_again);
  }
  return status_;
}

std::string BotProcess::said() const { return file_content(error_file_); }

bool BotProcess::says(std::string_view words, std::chrono::milliseconds within) const {
  const auto until = std::chrono::steady_clock::now() + within;
  while (said().find(words) == std::string::npos) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(k_look_again);
  }
  return true;
}

void BotProcess::limit_files(std::optional<std::size_t> bytes) const {
  rlimit limit{};
  limit.rlim_cur = bytes.value_or(RLIM_INFINITY);
  limit.rlim_max = RLIM_INFINITY;
  if (prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr) != 0) {
    throw std::runtime_error("the limit on files could not be set");
  }
}

}  // namespace tocsin::e2e
