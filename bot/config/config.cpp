#include "bot/config/config.h"

#include "bot/config/config_teams.h"
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
    ListKey{"people.may_declare", &Config::may_declare},
    ListKey{"people.may_close", &Config::may_close},
    ListKey{"people.may_page", &Config::may_page},
    ListKey{"people.may_read_private", &Config::may_read_private},
    ListKey{"reactions.keep", &Config::keep_emoji},
    ListKey{"reactions.task", &Config::task_emoji},
};

struct FlagKey {
  std::string_view path;
  bool Config::*member;
};

constexpr std::array k_flag_keys{
    FlagKey{"people.guests_may", &Config::guests_may},
};

constexpr std::string_view k_roles = "roles";  // its keys are names of roles

constexpr std::string_view k_teams = "teams";  // config_teams.cpp; their keys are names
constexpr std::string_view k_schedules = "schedules";
constexpr std::string_view k_phones = "phones";

constexpr std::string_view k_template = "writeup.template";
constexpr std::string_view k_templates = "writeup.templates";  // its keys are kinds of incidents
constexpr std::array<std::string_view, 6> k_template_kinds{"drill", "private", "sev1",
                                                           "sev2",  "sev3",    "sev4"};

struct DurationKey {
  std::string_view path;
  Duration Config::*member;
};

constexpr std::array k_duration_keys{
    DurationKey{"delivery.timeout_ms", &Config::http_timeout},
    DurationKey{"delivery.grace_ms", &Config::grace},
};

struct DaysKey {
  std::string_view path;
  std::int64_t Config::*member;
};

constexpr std::array k_days_keys{
    DaysKey{"writeup.review_days_sev1", &Config::review_days_sev1},
    DaysKey{"writeup.review_days_sev2", &Config::review_days_sev2},
    DaysKey{"writeup.review_days_others", &Config::review_days_others},
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
  FileReader(std::string path, Config& config)
      : path_(std::move(path)), config_(config), teams_(path_, config.roster) {}

  Trouble read() {
    toml::table table;
    try {
      table = toml::parse_file(path_);
    } catch (const toml::parse_error& error) {
      const auto line = error.source().begin.line;  // 0: it could not be opened
      const std::string place = line > 0 ? path_ + ", line " + std::to_string(line) : path_;
      return place + ": " + std::string(error.description()) + ".";
    }
    if (auto trouble = read_table(table, "")) return trouble;
    return teams_.check();
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
    for (const DaysKey& key : k_days_keys) {
      if (key.path == path) return read_days(path, node, config_.*key.member);
    }
    for (const FlagKey& key : k_flag_keys) {
      if (key.path == path) return read_flag(path, node, config_.*key.member);
    }
    if (path == k_roles) return read_roles(node);
    if (path == k_teams) return teams_.read_teams(node);
    if (path == k_schedules) return teams_.read_schedules(node);
    if (path == k_phones) return teams_.read_phones(node);
    if (path == k_template) return read_template("", path, node);
    if (path == k_templates) return read_templates(node);
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

  Trouble read_flag(const std::string& path, const toml::node& node, bool& into) const {
    const auto flag = node.value<bool>();
    if (!node.is_boolean() || !flag)
      return at(node) + path + " has to be yes or no: true or false.";
    into = *flag;
    return std::nullopt;
  }

  Trouble read_roles(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      return at(node) + "roles has to be a section, with a line NAME = \"what they do\" for each.";
    }
    for (const auto& [key, duty] : *table) {
      const std::string name(key.str());
      if (!is_role_name(name)) {
        return at(duty) + "\"" + name +
               "\" cannot be typed as the name of a role. Take one word "
               "of small letters, digits and '-', like \"customer-liaison\".";
      }
      if (auto trouble = read_text("roles." + name, duty, config_.roles[name])) return trouble;
    }
    return std::nullopt;
  }

  Trouble read_templates(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      return at(node) + "writeup.templates has to be a section, with a line like sev1 = \"FILE\".";
    }
    for (const auto& [key, file] : *table) {
      const std::string kind(key.str());
      if (std::ranges::find(k_template_kinds, kind) == k_template_kinds.end()) {
        return at(file) + "there is no kind of incident \"" + kind +
               "\". Take drill, private, sev1, sev2, sev3 or sev4.";
      }
      if (auto trouble = read_template(kind, "writeup.templates." + kind, file)) return trouble;
    }
    return std::nullopt;
  }

  Trouble read_template(const std::string& kind, const std::string& key, const toml::node& node) {
    ConfiguredTemplate one{kind, "", ""};
    if (auto trouble = read_text(key, node, one.path)) return trouble;
    if (one.path.empty()) return std::nullopt;  // the built-in one
    std::ifstream stream(one.path);
    if (!stream) return at(node) + key + " names " + one.path + ", which cannot be read.";
    one.text.assign(std::istreambuf_iterator<char>(stream), {});
    if (one.text.empty()) return at(node) + key + " names " + one.path + ", which is empty.";
    config_.writeup_templates.push_back(std::move(one));
    return std::nullopt;
  }

  static bool is_role_name(const std::string& name) {
    constexpr std::string_view k_letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    return !name.empty() && std::islower(static_cast<unsigned char>(name.front())) != 0 &&
           name.find_first_not_of(k_letters) == std::string::npos;
  }

  Trouble read_duration(const std::string& path, const toml::node& node, Duration& into) const {
    const auto number = node.value<std::int64_t>();
    if (!node.is_integer() || !number || *number < 1) {
      return at(node) + path + " has to be a number of milliseconds.";
    }
    into = Duration{*number};
    return std::nullopt;
  }

  Trouble read_days(const std::string& path, const toml::node& node, std::int64_t& into) const {
    constexpr std::int64_t k_most_days = 365;
    const auto number = node.value<std::int64_t>();
    if (!node.is_integer() || !number || *number < 1 || *number > k_most_days) {
      return at(node) + path + " has to be a number of days, from 1 to 365.";
    }
    into = *number;
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
  TeamsReader teams_;
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

// A name in the place of an id would shut everybody out without a word.
Trouble check_people(const Config& config) {
  for (const ListKey& key : k_list_keys) {
    if (!key.path.starts_with("people.")) continue;
    for (const std::string& id : config.*key.member) {
      const bool is_id = id.size() > 1 && (id.front() == 'U' || id.front() == 'W') &&
                         std::ranges::all_of(id, [](unsigned char c) {
                           return std::isupper(c) != 0 || std::isdigit(c) != 0;
                         });
      if (is_id) continue;
      return std::string(key.path) + ": \"" + id +
             "\" is no user id. Take the member ID from the person's profile in Slack, like U0123.";
    }
  }
  return std::nullopt;
}

Trouble check_reactions(Config& config) {
  for (auto* names : {&config.keep_emoji, &config.task_emoji}) {
    for (std::string& name : *names) std::erase(name, ':');
    if (std::ranges::find(*names, "") != names->end()) {
      return "reactions: an emoji without a name. Write it as in Slack, like \"pushpin\".";
    }
  }
  for (const std::string& name : config.keep_emoji) {
    if (std::ranges::find(config.task_emoji, name) == config.task_emoji.end()) continue;
    return "reactions: \"" + name + "\" stands under keep and under task. Take it out of one.";
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
  if (auto trouble = check_people(config)) return trouble;
  if (auto trouble = check_reactions(config)) return trouble;
  config.roster.zone = config.zone;
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
  for (const DaysKey& key : k_days_keys) keys.emplace_back(key.path);
  for (const FlagKey& key : k_flag_keys) keys.emplace_back(key.path);
  keys.emplace_back(k_roles);
  keys.emplace_back(k_teams);
  keys.emplace_back(k_schedules);
  keys.emplace_back(k_phones);
  keys.emplace_back(k_template);
  keys.emplace_back(k_templates);
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
