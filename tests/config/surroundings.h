#pragma once
// A folder with files and an environment of its own, for the tests of the configuration.

#include "bot/config/config.h"
#include "tests/storage/temporary_folder.h"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace tocsin {

class ConfigWorld {
 public:
  std::map<std::string, std::string> environment;

  // Writes the file and gives its path.
  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder_.file(name)) << text;
    return folder_.file(name);
  }
  // The configuration file of the program.
  std::string toml(const std::string& text) {
    return environment["TOCSIN_CONFIG"] = file("tocsin.toml", text);
  }
  std::string path(const std::string& name) const { return folder_.file(name); }

  Result<Config, std::string> read() const {
    return read_config([this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      if (found == environment.end()) return std::nullopt;
      return found->second;
    });
  }
  Config must_read() const {
    auto config = read();
    if (!config) FAIL(config.error());
    return *config;
  }
  // Why it was refused; empty: it was not.
  std::string trouble() const {
    const auto config = read();
    return config ? "" : config.error();
  }
  std::string trouble_with(const std::string& text) {
    toml(text);
    return trouble();
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace tocsin
