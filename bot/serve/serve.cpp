#include "bot/serve/serve.h"

#include "bot/log.h"
#include "bot/net/loop.h"
#include "bot/serve/clock.h"
#include "bot/serve/session.h"
#include "bot/slack/startup.h"
#include "storage/sqlite_store.h"

#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace tocsin {

namespace {

int cannot_run(const std::string& sentence) {
  std::fprintf(stderr, "tocsin: %s\n", redact(sentence).c_str());
  return 1;
}

}  // namespace

int serve(const Config& config, const net::Surroundings& surroundings) {
  if (const auto trouble = slack::token_trouble(config.app_token, config.bot_token)) {
    return cannot_run(*trouble);
  }
  std::unique_ptr<SqliteStore> store;
  try {
    OpenOptions options;
    options.now = read_clocks().wall;
    store = SqliteStore::open(config.database, options);
  } catch (const OpenError& error) {
    return cannot_run(error.what());
  }
  net::Loop loop;
  std::optional<std::string> end;
  int status = 0;
  {
    Session session(loop, config, surroundings, *store, [&](std::string sentence) {
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
