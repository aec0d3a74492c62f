#include "bot/config/config_hooks.h"

#include "bot/config/config_nodes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin {

namespace {

using Trouble = std::optional<std::string>;

constexpr std::string_view k_hooks = "hooks.";
constexpr std::string_view k_fields = "hooks.generic.fields.";
constexpr std::string_view k_channel = "alerts.channel";
constexpr std::string_view k_rules = "alerts.rules";
constexpr std::size_t k_shortest_secret = 16;

// What each hook may be told: by which of the two whoever calls shows who it is.
struct HookKey {
  std::string_view hook;
  std::string_view name;
  std::string Hook::*member;
};

constexpr std::array k_secret_keys{
    HookKey{"alertmanager", "token", &Hook::token}, HookKey{"grafana", "token", &Hook::token},
    HookKey{"pagerduty", "secret", &Hook::secret},  HookKey{"generic", "token", &Hook::token},
    HookKey{"generic", "secret", &Hook::secret},
};

struct PathField {
  std::string_view name;
  std::string HookFields::*member;
};

constexpr std::array k_path_fields{
    PathField{"alerts", &HookFields::alerts}, PathField{"fingerprint", &HookFields::fingerprint},
    PathField{"title", &HookFields::title},   PathField{"text", &HookFields::text},
    PathField{"url", &HookFields::url},       PathField{"labels", &HookFields::labels},
    PathField{"state", &HookFields::state},   PathField{"time", &HookFields::time},
    PathField{"page", &HookFields::page},     PathField{"by", &HookFields::by},
};

struct WordsField {
  std::string_view name;
  std::vector<std::string> HookFields::*member;
};

constexpr std::array k_words_fields{
    WordsField{"ended", &HookFields::ended},
    WordsField{"acknowledged", &HookFields::acknowledged},
};

std::string path_of(const HookKey& key) {
  return std::string(k_hooks) + std::string(key.hook) + "." + std::string(key.name);
}

}  // namespace

std::vector<std::string> hook_keys() {
  std::vector<std::string> keys;
  for (const HookKey& key : k_secret_keys) {
    keys.push_back(path_of(key));
    keys.push_back(path_of(key) + "_file");
  }
  for (const PathField& field : k_path_fields) {
    keys.push_back(std::string(k_fields) + std::string(field.name));
  }
  for (const WordsField& field : k_words_fields) {
    keys.push_back(std::string(k_fields) + std::string(field.name));
  }
  keys.emplace_back(k_channel);
  keys.emplace_back(k_rules);
  return keys;
}

std::string HooksReader::at(const toml::node& node) const { return at_line(path_, node); }

Trouble HooksReader::read(const std::string& key, const toml::node& node) {
  if (key == k_channel) {
    if (auto trouble = read_text(path_, key, node, config_.alerts.channel)) return trouble;
    std::string& channel = config_.alerts.channel;
    while (channel.starts_with('#')) channel.erase(0, 1);
    if (channel.empty()) return at(node) + key + " is empty. Name a channel, like \"alerts\".";
    return std::nullopt;
  }
  if (key == k_rules) return read_rules(node);
  if (key.starts_with(k_fields)) return read_field(key.substr(k_fields.size()), key, node);
  for (const HookKey& secret : k_secret_keys) {
    const std::string path = path_of(secret);
    const bool is_file = key == path + "_file";
    if (key != path && !is_file) continue;
    const std::string hook(secret.hook);
    return read_secret_of(hook, key, is_file, node, hooks_[hook].*secret.member);
  }
  return std::nullopt;
}

// Whoever can guess it declares incidents at night.
Trouble HooksReader::read_secret_of(const std::string& hook, const std::string& key, bool is_file,
                                    const toml::node& node, std::string& into) {
  if (!into.empty()) {
    return at(node) + key + ": this is given twice for hooks." + hook +
           ", as it stands and as a file. Take one of them out.";
  }
  std::string text;
  if (auto trouble = read_text(path_, key, node, text)) return trouble;
  if (is_file) {
    const std::string file = text;
    if (auto trouble = read_secret(file, at(node) + key, text)) return trouble;
    config_.secret_files.push_back(file);
  }
  if (text.size() < k_shortest_secret) {
    return at(node) + key + " is too short to be a secret. Take at least " +
           std::to_string(k_shortest_secret) + " characters, like those of: openssl rand -hex 20";
  }
  into = std::move(text);
  return std::nullopt;
}

Trouble HooksReader::read_field(const std::string& name, const std::string& key,
                                const toml::node& node) {
  HookFields& fields = hooks_["generic"].fields;
  for (const PathField& field : k_path_fields) {
    if (field.name == name) return read_text(path_, key, node, fields.*field.member);
  }
  for (const WordsField& field : k_words_fields) {
    if (field.name == name) return read_words(key, node, fields.*field.member);
  }
  return std::nullopt;
}

Trouble HooksReader::read_words(const std::string& key, const toml::node& node,
                                std::vector<std::string>& into) const {
  const toml::array* array = node.as_array();
  if (array == nullptr) return at(node) + key + " has to be a list of texts, like [\"resolved\"].";
  into.clear();
  for (const toml::node& item : *array) {
    std::string word;
    if (auto trouble = read_text(path_, key, item, word)) return trouble;
    into.push_back(std::move(word));
  }
  return std::nullopt;
}

Trouble HooksReader::read_rules(const toml::node& node) {
  const toml::array* array = node.as_array();
  if (array == nullptr) {
    return at(node) + "alerts.rules has to be sections, each beginning with [[alerts.rules]].";
  }
  for (const toml::node& item : *array) {
    const toml::table* table = item.as_table();
    if (table == nullptr) {
      return at(item) +
             "a rule has to look like { match = { severity = \"critical\" }, declare = "
             "\"sev1\" }.";
    }
    AlertRule rule;
    if (auto trouble = read_rule(*table, rule)) return trouble;
    config_.alerts.rules.push_back(std::move(rule));
  }
  return std::nullopt;
}

Trouble HooksReader::read_rule(const toml::table& table, AlertRule& rule) const {
  bool declares = false;
  for (const auto& [name, node] : table) {
    const std::string key(name.str());
    if (key == "match") {
      if (auto trouble = read_match(node, rule)) return trouble;
    } else if (key == "declare") {
      std::string word;
      if (auto trouble = read_text(path_, "declare", node, word)) return trouble;
      rule.severity = find_severity(word);
      const bool is_known = word.starts_with("sev") && rule.severity;
      if (!is_known && word != "unset") {
        return at(node) + "declare = \"" + word +
               "\" is no severity. Take sev1, sev2, sev3, sev4 or unset.";
      }
      declares = true;
    } else if (key == "private") {
      const auto flag = node.value<bool>();
      if (!node.is_boolean() || !flag) return at(node) + "private has to be true or false.";
      rule.is_private = *flag;
    } else {
      return at(node) + with_suggestion("a rule has no key " + key + ".", key,
                                        {"match", "declare", "private"});
    }
  }
  if (rule.match.empty()) {
    return at(table) +
           "a rule needs match = { LABEL = \"VALUE\" }, else every alert would declare "
           "an incident.";
  }
  if (!declares) return at(table) + "a rule needs declare = \"sev1\" (or sev2, sev3, sev4, unset).";
  return std::nullopt;
}

Trouble HooksReader::read_match(const toml::node& node, AlertRule& rule) const {
  const toml::table* table = node.as_table();
  if (table == nullptr) return at(node) + "match has to look like { severity = \"critical\" }.";
  for (const auto& [label, value] : *table) {
    const std::string name(label.str());
    if (auto trouble = read_text(path_, "match." + name, value, rule.match[name])) return trouble;
    if (rule.match[name] == "~") {
      return at(value) + "match." + name +
             " = \"~\" fits everything. Write the beginning of the "
             "label behind the ~.";
    }
  }
  return std::nullopt;
}

void HooksReader::finish() {
  for (auto& [name, hook] : hooks_) {
    if (!hook.token.empty() || !hook.secret.empty()) config_.hooks[name] = std::move(hook);
  }
}

}  // namespace tocsin
