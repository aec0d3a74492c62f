#include "bot/serve/serve.h"

#include "bot/log.h"
#include "bot/net/loop.h"
#include "bot/serve/session.h"

#include <csignal>
#include <cstdio>
#include <optional>
#include <string>

namespace tocsin {

int cannot_run(const std::string& sentence) {
  std::fprintf(stderr, "tocsin: %s\n", redact(sentence).c_str());
  return 1;
}

int serve(const Config& config, const net::Surroundings& surroundings, Store& store) {
  net::Loop loop;
  std::optional<std::string> end;
  int status = 0;
  {
    Session session(loop, config, surroundings, store, [&](std::string sentence) {
      end = std::move(sentence);
      loop.stop();
    });
    loop.on_signals({SIGTERM, SIGINT}, [&](int) {
      log_info("stopping");
      session.stop();
    });
    session.start();
    loop.run();
    if (end && !end->empty()) status = cannot_run(*end);
  }
  if (status == 0) log_info("stopped");
  return status;
}

}  // namespace tocsin
