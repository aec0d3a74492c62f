// The program: reads the command line and the configuration, and hands over. The only file that
// knows all parts by name.

#include "bot/config/config.h"
#include "bot/log.h"
#include "bot/net/surroundings.h"
#include "bot/serve/serve.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

namespace {

std::optional<std::string> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

tocsin::LogLevel log_level(const std::string& name) {
  using tocsin::LogLevel;
  if (name == "debug") return LogLevel::debug;
  if (name == "warn") return LogLevel::warn;
  if (name == "error") return LogLevel::error;
  if (name == "off") return LogLevel::off;
  return LogLevel::info;
}

int run_serve() {
  const auto config = tocsin::read_config(from_environment);
  if (!config) {
    std::fprintf(stderr, "tocsin: %s\n", config.error().c_str());
    return 2;
  }
  tocsin::start_log(log_level(config->log));
  return tocsin::serve(*config, tocsin::net::read_surroundings());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Tocsin coordinates live incidents from Slack and writes the postmortem."};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("tocsin ") + TOCSIN_VERSION);
  int status = 0;
  app.add_subcommand("serve", "Connect to Slack and run until stopped")->callback([&] {
    status = run_serve();
  });
  app.add_subcommand("version", "Print the version")->callback([] {
    std::printf("tocsin %s\n", TOCSIN_VERSION);
  });
  CLI11_PARSE(app, argc, argv);
  return status;
}
