#include "bot/config/config_services.h"

#include "bot/config/config_nodes.h"
#include "bot/net/surroundings.h"
#include "bot/net/url.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace tocsin {

namespace {

using Trouble = std::optional<std::string>;

constexpr std::string_view k_kind = "kind";
constexpr std::string_view k_file = "_file";

std::vector<std::string> kinds_of(ServiceRole role) {
  std::vector<std::string> names;
  for (const ServiceKind& kind : service_kinds()) {
    if (kind.role == role) names.emplace_back(kind.name);
  }
  return names;
}

// "pagerduty, opsgenie or mail"
std::string one_of(const std::vector<std::string>& names) {
  std::string all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) all += i + 1 == names.size() ? " or " : ", ";
    all += names[i];
  }
  return all;
}

// Behind "pagers.duty.url "; nothing is wrong with most. The value is not repeated: an address may
// be as good as a key.
Trouble trouble_of_address(const std::string& value) {
  const auto url = net::parse_url(value);
  if (!url || url->scheme.starts_with("ws")) {
    return "has to be a web address that begins with https://.";
  }
  if (!url->secure() && !net::is_loopback_host(url->host)) {
    return "begins with http://, which is taken for this machine only: write https://, so that "
           "nobody on the way can read along.";
  }
  return std::nullopt;
}

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t<>(),;:\"\\") == std::string_view::npos;
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t comma = text.find(',');
    std::string_view part = text.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    parts.emplace_back(part);
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

// By the name of the key, whatever the kind is.
Trouble trouble_of_value(std::string_view key, const std::string& value) {
  const bool has_control = std::ranges::any_of(
      value, [](unsigned char letter) { return letter < ' ' || letter == 0x7f; });
  if (has_control) return "has to be one line without tabs and other control characters.";
  if (key == "url" || key == "api_url") return trouble_of_address(value);
  if (key == "from" && !is_mail_address(value)) {
    return "has to be a mail address without a name, like \"tocsin@example.com\".";
  }
  if (key == "to" && !std::ranges::all_of(split_at_commas(value), is_mail_address)) {
    return "has to be a mail address, or several with commas between, like "
           "\"oncall@example.com\".";
  }
  return std::nullopt;
}

std::optional<MailSecurity> read_security(std::string_view word) {
  if (word == "starttls") return MailSecurity::starttls;
  if (word == "none") return MailSecurity::none;
  return std::nullopt;
}

std::uint16_t usual_port(MailSecurity security) {
  switch (security) {
    case MailSecurity::starttls:
      return 587;
    case MailSecurity::none:
      return 25;
  }
  return 587;
}

// "smtp.example.com:587", "smtp.example.com", "[::1]:25"; false: it is none.
bool read_server(const std::string& text, MailServer& into) {
  const auto url = net::parse_url("https://" + text);
  if (!url || text.find_first_of("/?#") != std::string::npos) return false;
  into.host = url->host;
  const std::size_t colon = text.rfind(':');
  const std::size_t bracket = text.rfind(']');
  const bool has_port =
      colon != std::string::npos && (bracket == std::string::npos || colon > bracket);
  into.port = has_port ? url->port : usual_port(into.security);
  return true;
}

}  // namespace

std::optional<ServiceRole> find_service_section(std::string_view path) {
  for (const ServiceRole role : k_service_roles) {
    if (section_of(role) == path) return role;
  }
  return std::nullopt;
}

std::string ServicesReader::at(const toml::node& node) const { return at_line(path_, node); }

Trouble ServicesReader::read_services(ServiceRole role, const toml::node& node) {
  const std::string section(section_of(role));
  const toml::table* table = node.as_table();
  if (table == nullptr) {
    return at(node) + section + " has to be sections, like [" + section + "." +
           kinds_of(role).front() + "].";
  }
  for (const auto& [key, inner] : *table) {
    const std::string name(key.str());
    if (!is_name(name)) {
      return at(inner) + section + ": \"" + name +
             "\" cannot be a name. Take one word of small letters, digits, '-' and '_', like \"" +
             kinds_of(role).front() + "\".";
    }
    if (auto trouble = read_service({role, name, "", {}}, inner)) return trouble;
  }
  return std::nullopt;
}

Trouble ServicesReader::read_service(Service service, const toml::node& node) {
  const std::string section = std::string(section_of(service.role)) + "." + service.name;
  const toml::table* table = node.as_table();
  if (table == nullptr) return at(node) + section + " has to be a section: [" + section + "].";
  if (places_.contains(service.name)) {
    return at(node) + "there are two services named \"" + service.name +
           "\" (the other: " + places_[service.name] + "). Give one of them another name.";
  }
  places_[service.name] = path_ + ", line " + std::to_string(node.source().begin.line);
  const std::vector<std::string> kinds = kinds_of(service.role);
  const toml::node* kind_node = table->get(k_kind);
  if (kind_node == nullptr) {
    return at(node) + section + " does not say what it is. Add kind = \"" + kinds.front() +
           "\": " + one_of(kinds) + ".";
  }
  if (auto trouble = read_text(path_, section + ".kind", *kind_node, service.kind)) return trouble;
  const ServiceKind* kind = find_service_kind(service.role, service.kind);
  if (kind == nullptr) {
    return with_suggestion(at(*kind_node) + section + ".kind \"" + service.kind +
                               "\" is unknown; there is " + one_of(kinds) + ".",
                           service.kind, kinds);
  }
  if (auto trouble = read_values(section, kind->keys, *table, service.values)) return trouble;
  config_.services.push_back(std::move(service));
  return std::nullopt;
}

Trouble ServicesReader::read_values(const std::string& section, const std::vector<ServiceKey>& keys,
                                    const toml::table& table, Values& values) {
  std::vector<std::string> known;
  for (const ServiceKey& key : keys) {
    known.emplace_back(key.name);
    if (key.is_secret) known.push_back(std::string(key.name) + std::string(k_file));
  }
  for (const auto& [word, node] : table) {
    if (word.str() == k_kind && &keys != &mail_keys()) continue;
    const std::string name(word.str());
    const auto key = std::ranges::find_if(keys, [&](const ServiceKey& candidate) {
      return name == candidate.name ||
             (candidate.is_secret && name == std::string(candidate.name) + std::string(k_file));
    });
    if (key == keys.end()) {
      return with_suggestion(at(node) + "there is no key " + section + "." + name + ".", name,
                             known);
    }
    const bool is_file = name != key->name;
    const bool is_twice = is_file && table.contains(key->name);
    if (is_twice) {
      return at(node) + section + "." + name + " and " + std::string(key->name) +
             " are both set. Take one of them out.";
    }
    std::string& value = values[std::string(key->name)];
    if (auto trouble = read_value(section + "." + name, node, *key, is_file, value)) return trouble;
  }
  for (const ServiceKey& key : keys) {
    if (!key.is_needed || values.contains(key.name)) continue;
    const std::string name(key.name);
    return at(table) + "[" + section + "] needs " + name + ". Add " + name + " = \"…\"" +
           (key.is_secret ? ", or " + name + "_file = \"PATH\" of a file that holds it." : ".");
  }
  return std::nullopt;
}

Trouble ServicesReader::read_value(const std::string& path, const toml::node& node,
                                   const ServiceKey& key, bool is_file, std::string& into) {
  if (auto trouble = read_text(path_, path, node, into)) return trouble;
  if (is_file) {
    const std::string file = into;
    if (auto trouble = read_secret(file, at(node) + path, into)) return trouble;
    config_.secret_files.push_back(file);
  }
  if (into.empty() && key.is_needed) return at(node) + path + " is empty.";
  if (into.empty()) return std::nullopt;
  if (const auto trouble = trouble_of_value(key.name, into))
    return at(node) + path + " " + *trouble;
  return std::nullopt;
}

Trouble ServicesReader::read_mail(const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return at(node) + "mail has to be a section: [mail].";
  if (table->empty()) return std::nullopt;  // as in the sample: nothing is set up
  Values values;
  if (auto trouble = read_values("mail", mail_keys(), *table, values)) return trouble;
  MailServer mail;
  if (values.contains("security")) {
    const auto security = read_security(values["security"]);
    if (!security) {
      return at(*table->get("security")) + "mail.security \"" + values["security"] +
             "\" is unknown. Take starttls or none; a server that speaks TLS from the first byte "
             "(port 465) takes starttls on port 587.";
    }
    mail.security = *security;
  }
  if (!read_server(values["server"], mail)) {
    return at(*table->get("server")) +
           "mail.server has to be a host with its port, like \"smtp.example.com:587\".";
  }
  if (mail.security == MailSecurity::none && !net::is_loopback_host(mail.host)) {
    return at(*table->get("security")) +
           "mail.security \"none\" is taken for a server on this machine only. Take starttls, "
           "so that nobody on the way can read along.";
  }
  mail.user = values["user"];
  mail.password = values["password"];
  if (mail.user.empty() != mail.password.empty()) {
    return at(node) + "mail.user and mail.password go together: set both, or none.";
  }
  mail.from = values["from"];
  config_.mail = std::move(mail);
  return std::nullopt;
}

Trouble ServicesReader::check() {
  for (Service& service : config_.services) {
    if (service.role != ServiceRole::pager || service.kind != "mail") continue;
    if (config_.mail) {
      service.values["from"] = config_.mail->from;
      service.values["server"] = config_.mail->host + ":" + std::to_string(config_.mail->port);
      continue;
    }
    return places_.at(service.name) + ": [pagers." + service.name +
           "] sends mail, but there is no section [mail] that says by which server. Add it with "
           "server and from.";
  }
  return std::nullopt;
}

std::vector<std::string> ServicesReader::pagers() const {
  std::vector<std::string> names;
  for (const Service& service : config_.services) {
    if (service.role == ServiceRole::pager) names.push_back(service.name);
  }
  return names;
}

}  // namespace tocsin
