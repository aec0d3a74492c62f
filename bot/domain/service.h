#pragma once
// The outside services that the operator has set up, as plain values: read by bot/config, which
// refuses what a kind does not know, and made into destinations by integrations/catalog. The table
// of kinds is the one place that says which there are and what each wants to be told.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

enum class ServiceRole { pager, tracker, status_page };

// The section of the configuration: [pagers.NAME], [trackers.NAME], [status_pages.NAME].
std::string_view section_of(ServiceRole role);

struct Service {
  ServiceRole role = ServiceRole::pager;
  std::string name;  // of the configuration, unique over all roles
  std::string kind;  // "pagerduty", …: a row of the table
  std::map<std::string, std::string, std::less<>> values;  // by key; secrets among them

  // Empty: not given and without a default.
  std::string value(std::string_view key) const;
  bool operator==(const Service&) const = default;
};

struct ServiceKey {
  std::string_view name;
  bool is_needed = false;
  bool is_secret = false;  // also as NAME_file; never shown
  std::string_view otherwise{};
};

struct ServiceKind {
  ServiceRole role;
  std::string_view name;   // stored in the configuration as `kind`
  std::string_view title;  // as people call it
  std::vector<ServiceKey> keys;
};

// How the connection to the mail server is kept from other ears. The words are the configuration's.
enum class MailSecurity { starttls, none };

// The server that every mail leaves by: [mail].
struct MailServer {
  std::string host;
  std::uint16_t port = 587;
  MailSecurity security = MailSecurity::starttls;  // none: only on this machine
  std::string user;                                // empty: the server asks for nobody
  std::string password;                            // secret
  std::string from;                                // an address without a name
  bool operator==(const MailServer&) const = default;
};
const std::vector<ServiceKey>& mail_keys();

const std::vector<ServiceKind>& service_kinds();
const ServiceKind* find_service_kind(ServiceRole role, std::string_view name);

}  // namespace tocsin
