#include "bot/serve/service_manager.h"

#include "bot/domain/whole_number.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <utility>

namespace tocsin {

NoticeWishes read_notice_wishes() {
  NoticeWishes wishes;
  if (const char* socket = std::getenv("NOTIFY_SOCKET")) wishes.socket = socket;
  const char* process = std::getenv("WATCHDOG_PID");
  const bool is_for_us = process == nullptr || process == std::to_string(getpid());
  if (const char* interval = std::getenv("WATCHDOG_USEC"); interval != nullptr && is_for_us) {
    wishes.watchdog = std::chrono::microseconds(whole_number(interval).value_or(0));
  }
  return wishes;
}

ServiceManager::ServiceManager(net::Loop& loop, NoticeWishes wishes)
    : loop_(loop), wishes_(std::move(wishes)) {}

ServiceManager::~ServiceManager() { *alive_ = false; }

void ServiceManager::ready() {
  tell("READY=1\nSTATUS=Running");
  if (wishes_.watchdog.count() > 0) live();
}

void ServiceManager::stopping() { tell("STOPPING=1\nSTATUS=Settling what is under way"); }

void ServiceManager::live() {
  tell("WATCHDOG=1");
  const auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(wishes_.watchdog / 2);
  loop_.after(std::max(pause, std::chrono::milliseconds(1)), [this, alive = alive_] {
    if (*alive) live();
  });
}

// Whoever listens may be gone or busy: the bot goes on all the same.
void ServiceManager::tell(std::string_view words) const {
  sockaddr_un address{};
  if (wishes_.socket.empty() || wishes_.socket.size() >= sizeof(address.sun_path)) return;
  address.sun_family = AF_UNIX;
  std::ranges::copy(wishes_.socket, address.sun_path);
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // a name that is in no folder
  const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return;
  const auto length =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + wishes_.socket.size());
  [[maybe_unused]] const ssize_t sent = sendto(descriptor, words.data(), words.size(), MSG_NOSIGNAL,
                                               reinterpret_cast<const sockaddr*>(&address), length);
  close(descriptor);
}

}  // namespace tocsin
