#pragma once
// Tells systemd how the bot is: ready, alive, stopping. A few lines over a datagram socket, so that
// no library is needed; silent where nobody asked for it. Loop's thread.

#include "bot/net/loop.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace tocsin {

struct NoticeWishes {
  std::string socket;                     // NOTIFY_SOCKET; empty: nobody listens
  std::chrono::microseconds watchdog{0};  // WATCHDOG_USEC; 0: no sign of life is wanted
};

NoticeWishes read_notice_wishes();  // from the process environment

class ServiceManager {
 public:
  ServiceManager(net::Loop& loop, NoticeWishes wishes);
  ~ServiceManager();
  ServiceManager(const ServiceManager&) = delete;
  ServiceManager& operator=(const ServiceManager&) = delete;

  void ready();  // and from now on signs of life, twice as often as asked for
  void stopping();

 private:
  void tell(std::string_view words) const;
  void live();

  net::Loop& loop_;
  NoticeWishes wishes_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace tocsin
