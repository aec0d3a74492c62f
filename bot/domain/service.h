#pragma once
// The outside services that the operator has set up, as plain values: read by bot/config, which
// refuses what a kind does not know, and made into destinations by integrations/catalog. The table
// of kinds is the one place that says which there are and what each wants to be told.

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

const std::vector<ServiceKind>& service_kinds();
const ServiceKind* find_service_kind(ServiceRole role, std::string_view name);

}  // namespace tocsin
