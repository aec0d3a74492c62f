#include "bot/serve/service_manager.h"
#include "tests/storage/temporary_folder.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

namespace service_manager_test {

using namespace tocsin;

namespace {

// The other end: what systemd would hear.
class Listening {
 public:
  Listening() : path_(folder_.file("notify")) {
    descriptor_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path_.size() < sizeof(address.sun_path));
    std::memcpy(address.sun_path, path_.c_str(), path_.size());
    REQUIRE(bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  }
  ~Listening() { close(descriptor_); }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

  const std::string& path() const { return path_; }
  std::string hear() const {  // waits
    std::array<char, 200> words{};
    const ssize_t size = recv(descriptor_, words.data(), words.size(), 0);
    return size > 0 ? std::string(words.data(), static_cast<std::size_t>(size)) : "";
  }

 private:
  TemporaryFolder folder_;
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace

TEST_CASE("systemd hears when the bot is ready, that it lives, and that it stops") {
  const Listening systemd;
  net::Loop loop;
  ServiceManager manager(loop, {systemd.path(), std::chrono::milliseconds(4)});
  manager.ready();
  CHECK(systemd.hear().starts_with("READY=1\n"));
  CHECK(systemd.hear() == "WATCHDOG=1");
  loop.after(std::chrono::milliseconds(20), [&loop] { loop.stop(); });
  loop.run();
  CHECK(systemd.hear() == "WATCHDOG=1");  // said by the loop
  CHECK(systemd.hear() == "WATCHDOG=1");
  manager.stopping();
  std::string last = systemd.hear();
  while (last == "WATCHDOG=1") last = systemd.hear();
  CHECK(last.starts_with("STOPPING=1\n"));
}

TEST_CASE("Where nobody listens the bot goes on without a word") {
  net::Loop loop;
  ServiceManager silent(loop, {});
  silent.ready();
  silent.stopping();
  ServiceManager unheard(loop, {"/nowhere/at/all", std::chrono::microseconds(0)});
  unheard.ready();
  ServiceManager too_long(loop, {std::string(300, 'x'), std::chrono::microseconds(0)});
  too_long.ready();
  loop.post([&loop] { loop.stop(); });
  loop.run();
}

}  // namespace service_manager_test
