#pragma once
// The sections of the configuration about alerts that come in: [hooks.NAME],
// [hooks.generic.fields], [alerts] and [[alerts.rules]]. Used by config.cpp, for one file; what is
// wrong is one sentence with file and line, and never repeats a secret.

#include "bot/config/config.h"

#include <toml++/toml.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// All of them, as "hooks.alertmanager.token".
std::vector<std::string> hook_keys();

class HooksReader {
 public:
  using Trouble = std::optional<std::string>;

  HooksReader(std::string path, Config& config) : path_(std::move(path)), config_(config) {}

  // `key`: one of hook_keys().
  Trouble read(const std::string& key, const toml::node& node);

  // After the whole file: a hook is on when it has a token or a secret.
  void finish();

 private:
  std::string at(const toml::node& node) const;
  Trouble read_secret_of(const std::string& hook, const std::string& key, bool is_file,
                         const toml::node& node, std::string& into);
  Trouble read_field(const std::string& name, const std::string& key, const toml::node& node);
  Trouble read_words(const std::string& key, const toml::node& node,
                     std::vector<std::string>& into) const;
  Trouble read_rules(const toml::node& node);
  Trouble read_rule(const toml::table& table, AlertRule& rule) const;
  Trouble read_match(const toml::node& node, AlertRule& rule) const;

  std::string path_;
  Config& config_;
  Hooks hooks_;
};

}  // namespace tocsin
