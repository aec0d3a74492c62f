#include "bot/config/config.h"

#include "bot/domain/zone.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <limits>
#include <numeric>
#include <string_view>
#include <utility>

namespace tocsin {

namespace {

using Trouble = std::optional<std::string>;

struct TextKey {
  std::string_view path;
  std::string Config::*member;
  std::string_view environment;  // empty: only in the file
  bool is_secret = false;        // also as <path>_file, and <environment>_FILE
};

constexpr std::array k_text_keys{
    TextKey{"slack.app_token", &Config::app_token, "SLACK_APP_TOKEN", true},
    TextKey{"slack.bot_token", &Config::bot_token, "SLACK_BOT_TOKEN", true},
    TextKey{"slack.api_url", &Config::api_url, "SLACK_API_URL"},
    TextKey{"slack.command", &Config::command, ""},
    TextKey{"slack.announcement_channel", &Config::announcement_channel, ""},
    TextKey{"zone", &Config::zone, ""},
    TextKey{"database", &Config::database, "TOCSIN_DB"},
    TextKey{"log", &Config::log, "TOCSIN_LOG"},
};

struct ListKey {
  std::string_view path;
  std::vector<std::string> Config::*member;
};

constexpr std::array k_list_keys{
    ListKey{"slack.invite", &Config::invite},
    ListKey{"slack.invite_groups", &Config::invite_groups},
};

struct DurationKey {
  std::string_view path;
  Duration Config::*member;
};

constexpr std::array k_duration_keys{
    DurationKey{"delivery.timeout_ms", &Config::http_timeout},
    DurationKey{"delivery.grace_ms", &Config::grace},
};

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

std::string meant_instead(std::string_view unknown) {
  std::string nearest;
  std::size_t best = std::numeric_limits<std::size_t>::max();
  for (const std::string& key : config_keys()) {
    const std::size_t steps = distance(unknown, key);
    if (steps < best) {
      best = steps;
      nearest = key;
    }
  }
  return nearest;
}

// Reads one file into a Config. Keeps the first trouble and goes no further.
class FileReader {
 public:
  FileReader(std::string path, Config& config) : path_(std::move(path)), config_(config) {}

  Trouble read() {
    toml::table table;
    try {
      table = toml::parse_file(path_);
    } catch (const toml::parse_error& error) {
      const auto line = error.source().begin.line;  // 0: it could not be opened
      const std::string place = line > 0 ? path_ + ", line " + std::to_string(line) : path_;
      return place + ": " + std::string(error.description()) + ".";
    }
    return read_table(table, "");
  }

 private:
  std::string at(const toml::node& node) const {
    return path_ + ", line " + std::to_string(node.source().begin.line) + ": ";
  }

  Trouble read_table(const toml::table& table, const std::string& prefix) {
    for (const auto& [key, node] : table) {
      const std::string path = prefix + std::string(key.str());
      Trouble trouble;
      // Into unknown sections too, so that the key behind the typing error is named.
      const toml::table* inner = node.as_table();
      if (inner != nullptr && !is_key(path) && (!inner->empty() || is_section(path))) {
        trouble = read_table(*inner, path + ".");
      } else {
        trouble = read_value(path, node);
      }
      if (trouble) return trouble;
    }
    return std::nullopt;
  }

  static bool is_key(const std::string& path) {
    const std::vector<std::string> keys = config_keys();
    return std::ranges::find(keys, path) != keys.end();
  }

  static bool is_section(const std::string& path) {
    const std::vector<std::string> keys = config_keys();
    return std::ranges::any_of(keys,
                               [&](const std::string& key) { return key.starts_with(path + "."); });
  }

  Trouble read_value(const std::string& path, const toml::node& node) {
    for (const TextKey& key : k_text_keys) {
      if (key.path == path) return read_text(path, node, config_.*key.member);
      if (key.is_secret && path == std::string(key.path) + "_file") {
        std::string file;
        if (auto trouble = read_text(path, node, file)) return trouble;
        return read_secret(file, at(node) + path, config_.*key.member);
      }
    }
    for (const ListKey& key : k_list_keys) {
      if (key.path == path) return read_list(path, node, config_.*key.member);
    }
    for (const DurationKey& key : k_duration_keys) {
      if (key.path == path) return read_duration(path, node, config_.*key.member);
    }
    return at(node) + "there is no key " + path + ". Did you mean " + meant_instead(path) + "?";
  }

  Trouble read_text(const std::string& path, const toml::node& node, std::string& into) const {
    const auto text = node.value<std::string>();
    if (!node.is_string() || !text) return at(node) + path + " has to be a text in quotes.";
    into = *text;
    return std::nullopt;
  }

  Trouble read_list(const std::string& path, const toml::node& node,
                    std::vector<std::string>& into) const {
    const toml::array* array = node.as_array();
    if (array == nullptr) return at(node) + path + " has to be a list of texts, like [\"U123\"].";
    into.clear();
    for (const toml::node& item : *array) {
      std::string text;
      if (auto trouble = read_text(path, item, text)) return trouble;
      into.push_back(std::move(text));
    }
    return std::nullopt;
  }

  Trouble read_duration(const std::string& path, const toml::node& node, Duration& into) const {
    const auto number = node.value<std::int64_t>();
    if (!node.is_integer() || !number || *number < 1) {
      return at(node) + path + " has to be a number of milliseconds.";
    }
    into = Duration{*number};
    return std::nullopt;
  }

 public:
  static Trouble read_secret(const std::string& file, const std::string& named_by,
                             std::string& into) {
    std::ifstream stream(file);
    if (!stream) return named_by + " names " + file + ", which cannot be read.";
    into.assign(std::istreambuf_iterator<char>(stream), {});
    while (!into.empty() && std::isspace(static_cast<unsigned char>(into.back())) != 0) {
      into.pop_back();
    }
    return std::nullopt;
  }

 private:
  std::string path_;
  Config& config_;
};

Trouble read_environment(const Environment& environment, Config& config) {
  for (const TextKey& key : k_text_keys) {
    if (key.environment.empty()) continue;
    const std::string name(key.environment);
    if (auto value = environment(name)) config.*key.member = std::move(*value);
    if (!key.is_secret) continue;
    if (const auto file = environment(name + "_FILE")) {
      if (auto trouble = FileReader::read_secret(*file, name + "_FILE", config.*key.member)) {
        return trouble;
      }
    }
  }
  return std::nullopt;
}

Trouble check(Config& config) {
  if (config.api_url.empty()) return "SLACK_API_URL is empty. Leave it out for Slack's own.";
  if (config.database.empty()) {
    return "TOCSIN_DB is empty. Leave it out for tocsin.db, or give the path of a file.";
  }
  if (!config.api_url.ends_with('/')) config.api_url += '/';
  if (!config.command.starts_with('/')) {
    return "slack.command has to begin with '/', like \"/incident\".";
  }
  if (config.announcement_channel.starts_with('#')) config.announcement_channel.erase(0, 1);
  if (!find_zone(config.zone)) {
    const std::vector<std::string> near = similar_zones(config.zone);
    return "zone \"" + config.zone + "\" is unknown." +
           (near.empty() ? "" : " Did you mean " + near.front() + "?");
  }
  constexpr std::array<std::string_view, 5> k_levels{"debug", "info", "warn", "error", "off"};
  if (std::ranges::find(k_levels, config.log) == k_levels.end()) {
    return "log \"" + config.log + "\" is unknown. Take debug, info, warn, error or off.";
  }
  if (config.grace <= config.http_timeout) {
    return "delivery.grace_ms has to be longer than delivery.timeout_ms, else a message whose "
           "answer "
           "was lost could be posted twice.";
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> config_keys() {
  std::vector<std::string> keys;
  for (const TextKey& key : k_text_keys) {
    keys.emplace_back(key.path);
    if (key.is_secret) keys.push_back(std::string(key.path) + "_file");
  }
  for (const ListKey& key : k_list_keys) keys.emplace_back(key.path);
  for (const DurationKey& key : k_duration_keys) keys.emplace_back(key.path);
  return keys;
}

Result<Config, std::string> read_config(const Environment& environment) {
  Config config;
  if (const auto path = environment("TOCSIN_CONFIG"); path && !path->empty()) {
    if (auto trouble = FileReader(*path, config).read()) return failure(std::move(*trouble));
  }
  if (auto trouble = read_environment(environment, config)) return failure(std::move(*trouble));
  if (auto trouble = check(config)) return failure(std::move(*trouble));
  return config;
}

}  // namespace tocsin
