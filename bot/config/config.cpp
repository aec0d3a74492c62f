#include "bot/config/config.h"

#include "bot/config/config_nodes.h"
#include "bot/config/config_services.h"
#include "bot/config/config_tables.h"
#include "bot/config/config_teams.h"
#include "bot/domain/edit_distance.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <string_view>
#include <utility>

namespace tocsin {

namespace {

using Trouble = std::optional<std::string>;

std::string meant_instead(std::string_view unknown) {
  std::string nearest;
  std::size_t best = std::numeric_limits<std::size_t>::max();
  for (const std::string& key : config_keys()) {
    const std::size_t steps = edit_distance(unknown, key);
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
      : path_(std::move(path)),
        config_(config),
        teams_(path_, config.roster),
        services_(path_, config) {}

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
    if (auto trouble = services_.check()) return trouble;
    return teams_.check(services_.pagers());
  }

 private:
  std::string at(const toml::node& node) const { return at_line(path_, node); }

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

  // Where each value stands, for `tocsin config`; those of open sections with their text.
  void note_origin(const std::string& path, const toml::node& node) {
    if (const toml::table* table = node.as_table()) {
      for (const auto& [key, inner] : *table)
        note_origin(path + "." + std::string(key.str()), inner);
      return;
    }
    config_.origins[path] = {path_ + ":" + std::to_string(node.source().begin.line), text_of(node)};
  }

  static std::string text_of(const toml::node& node) {
    if (const auto text = node.value<std::string>(); node.is_string() && text) return *text;
    std::ostringstream text;
    if (const toml::array* array = node.as_array()) {
      for (const toml::node& item : *array) text << (text.tellp() > 0 ? ", " : "") << text_of(item);
    } else if (const toml::table* table = node.as_table()) {
      text << "{";
      for (const auto& [key, inner] : *table) {
        text << (text.tellp() > 1 ? ", " : "") << key.str() << " = " << text_of(inner);
      }
      text << "}";
    } else {
      node.visit([&text](const auto& value) {
        if constexpr (toml::is_value<decltype(value)>) text << value;
      });
    }
    return text.str();
  }

  Trouble read_secret_file(const TextKey& key, const std::string& path, const toml::node& node) {
    std::string file;
    if (auto trouble = read_text(path, node, file)) return trouble;
    if (auto trouble = read_secret(file, at(node) + path, config_.*key.member)) return trouble;
    config_.secret_files.push_back(file);
    return std::nullopt;
  }

  Trouble read_value(const std::string& path, const toml::node& node) {
    note_origin(path, node);
    for (const TextKey& key : k_text_keys) {
      const std::string as_file = std::string(key.path) + "_file";
      const bool is_file = key.is_secret && path == as_file;
      if (key.path != path && !is_file) continue;
      if (key.is_secret && config_.origins.contains(std::string(key.path)) &&
          config_.origins.contains(as_file)) {
        return at(node) + as_file + " and " + std::string(key.path) +
               " are both set. Take one of them out.";
      }
      return is_file ? read_secret_file(key, path, node)
                     : read_text(path, node, config_.*key.member);
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
    if (path == k_roles_section) return read_roles(node);
    if (path == k_teams) return teams_.read_teams(node);
    if (path == k_schedules) return teams_.read_schedules(node);
    if (path == k_phones) return teams_.read_phones(node);
    if (const auto role = find_service_section(path)) return services_.read_services(*role, node);
    if (path == k_mail) return services_.read_mail(node);
    if (path == k_template) return read_template("", path, node);
    if (path == k_templates) return read_templates(node);
    return at(node) + "there is no key " + path + ". Did you mean " + meant_instead(path) + "?";
  }

  Trouble read_text(const std::string& path, const toml::node& node, std::string& into) const {
    return tocsin::read_text(path_, path, node, into);
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

  std::string path_;
  Config& config_;
  TeamsReader teams_;
  ServicesReader services_;
};

Trouble read_environment(const Environment& environment, Config& config) {
  for (const TextKey& key : k_text_keys) {
    if (key.environment.empty()) continue;
    const std::string name(key.environment);
    if (auto value = environment(name)) {
      config.*key.member = std::move(*value);
      config.origins[std::string(key.path)] = {"environment " + name, ""};
    }
    if (!key.is_secret) continue;
    if (const auto file = environment(name + "_FILE")) {
      if (auto trouble = read_secret(*file, name + "_FILE", config.*key.member)) {
        return trouble;
      }
      config.secret_files.push_back(*file);
      config.origins[std::string(key.path)] = {"environment " + name + "_FILE", ""};
    }
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
  keys.emplace_back(k_roles_section);
  keys.emplace_back(k_teams);
  keys.emplace_back(k_schedules);
  keys.emplace_back(k_phones);
  for (const ServiceRole role : k_service_roles) keys.emplace_back(section_of(role));
  keys.emplace_back(k_mail);
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
  if (auto trouble = check_config(config)) return failure(std::move(*trouble));
  return config;
}

}  // namespace tocsin
