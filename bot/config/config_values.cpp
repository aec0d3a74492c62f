#include "bot/config/config_values.h"

#include "bot/config/config_tables.h"

#include <algorithm>
#include <functional>
#include <set>

namespace tocsin {

namespace {

constexpr const char* k_default = "default";

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

// Slack's tokens begin with a word that says what they are, which is no secret and often the
// answer.
std::string masked(const std::string& secret) {
  if (secret.empty()) return "";
  const std::size_t dash = secret.find('-');
  const bool has_kind = dash != std::string::npos && dash <= 4;
  return (has_kind ? secret.substr(0, dash + 1) : "") + "… (hidden)";
}

// By name, for the sections in which every name is one of many.
bool sounds_secret(const std::string& key) {
  if (key.ends_with("_file")) return false;
  const std::size_t dot = key.rfind('.');
  const std::string name = dot == std::string::npos ? key : key.substr(dot + 1);
  return std::ranges::any_of(
      std::vector<std::string>{"token", "secret", "password", "api_key", "routing_key"},
      [&](const std::string& word) { return name.find(word) != std::string::npos; });
}

std::string_view name_of(MailSecurity security) {
  switch (security) {
    case MailSecurity::starttls:
      return "starttls";
    case MailSecurity::none:
      return "none";
  }
  return "";
}

std::string value_of_mail(const MailServer& mail, std::string_view key) {
  if (key == "server") return mail.host + ":" + std::to_string(mail.port);
  if (key == "security") return std::string(name_of(mail.security));
  if (key == "user") return mail.user;
  if (key == "password") return mail.password;
  return mail.from;
}

class Values {
 public:
  explicit Values(const Config& config) : config_(config) {}

  void add(std::string_view key, std::string value) {
    const std::string name(key);
    seen_.insert(name);
    const auto origin = config_.origins.find(name);
    values_.push_back({name, std::move(value),
                       origin == config_.origins.end() ? k_default : origin->second.place, false});
  }

  void add_secret(const TextKey& key) {
    const std::string name(key.path);
    add(key.path, masked(config_.*key.member));
    ShownValue& shown = values_.back();
    shown.is_secret = true;
    note_file(name, shown);
    if (shown.value.empty() && shown.origin == k_default) shown.origin = "not set";
  }

  // The keys of a service or of the mail server; those that are not given with their default.
  void add_section(const std::string& section, const std::vector<ServiceKey>& keys,
                   const std::function<std::string(const ServiceKey&)>& value_of) {
    for (const ServiceKey& key : keys) {
      const std::string name = section + "." + std::string(key.name);
      add(name, key.is_secret ? masked(value_of(key)) : value_of(key));
      ShownValue& shown = values_.back();
      shown.is_secret = key.is_secret;
      if (key.is_secret) note_file(name, shown);
      if (shown.value.empty() && shown.origin == k_default) shown.origin = "not set";
    }
  }

  std::vector<ShownValue> take() {
    for (const auto& [key, origin] : config_.origins) {
      if (seen_.contains(key)) continue;
      const bool is_secret = sounds_secret(key);
      values_.push_back(
          {key, is_secret ? masked(origin.text) : origin.text, origin.place, is_secret});
    }
    return std::move(values_);
  }

 private:
  void note_file(const std::string& name, ShownValue& shown) {
    seen_.insert(name + "_file");
    const auto as_file = config_.origins.find(name + "_file");
    if (as_file == config_.origins.end() || config_.origins.contains(name)) return;
    shown.origin = as_file->second.place + ", from " + as_file->second.text;
  }

  const Config& config_;
  std::set<std::string> seen_;
  std::vector<ShownValue> values_;
};

}  // namespace

std::vector<ShownValue> effective_values(const Config& config) {
  Values values(config);
  for (const TextKey& key : k_text_keys) {
    if (key.is_secret) {
      values.add_secret(key);
    } else {
      values.add(key.path, config.*key.member);
    }
  }
  for (const ListKey& key : k_list_keys) values.add(key.path, joined(config.*key.member));
  for (const FlagKey& key : k_flag_keys)
    values.add(key.path, config.*key.member ? "true" : "false");
  for (const auto& [role, duty] : config.roles) {
    values.add(std::string(k_roles_section) + "." + role, duty);
  }
  for (const DaysKey& key : k_days_keys) values.add(key.path, std::to_string(config.*key.member));
  for (const DurationKey& key : k_duration_keys) {
    values.add(key.path, std::to_string((config.*key.member).count()));
  }
  for (const Service& service : config.services) {
    const std::string section = std::string(section_of(service.role)) + "." + service.name;
    values.add(section + ".kind", service.kind);
    values.add_section(section, find_service_kind(service.role, service.kind)->keys,
                       [&](const ServiceKey& key) { return service.value(key.name); });
  }
  if (config.mail) {
    values.add_section("mail", mail_keys(), [&](const ServiceKey& key) {
      return value_of_mail(*config.mail, key.name);
    });
  }
  return values.take();
}

}  // namespace tocsin
