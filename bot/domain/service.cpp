#include "bot/domain/service.h"

#include <algorithm>

namespace tocsin {

namespace {

constexpr bool k_needed = true;
constexpr bool k_secret = true;

}  // namespace

std::string_view section_of(ServiceRole role) {
  switch (role) {
    case ServiceRole::pager:
      return "pagers";
    case ServiceRole::tracker:
      return "trackers";
    case ServiceRole::status_page:
      return "status_pages";
  }
  return "";
}

const std::vector<ServiceKey>& mail_keys() {
  static const std::vector<ServiceKey> keys{{"server", k_needed},
                                            {"security", false, false, "starttls"},
                                            {"user"},
                                            {"password", false, k_secret},
                                            {"from", k_needed}};
  return keys;
}

const std::vector<ServiceKind>& service_kinds() {
  using enum ServiceRole;
  static const std::vector<ServiceKind> kinds{
      {pager,
       "pagerduty",
       "PagerDuty",
       {{"routing_key", k_needed, k_secret},
        {"api_token", false, k_secret},  // for who is on call
        {"url", false, false, "https://events.pagerduty.com"},
        {"api_url", false, false, "https://api.pagerduty.com"}}},
      {pager,
       "opsgenie",
       "Opsgenie",
       {{"api_key", k_needed, k_secret},
        {"team"},
        {"url", false, false, "https://api.opsgenie.com"}}},
      {pager,
       "grafana",
       "Grafana OnCall",
       {{"url", k_needed, k_secret},  // of a webhook integration; whoever knows it may page
        {"api_url"},
        {"api_token", false, k_secret}}},
      {pager, "webhook", "signed webhook", {{"url", k_needed}, {"secret", k_needed, k_secret}}},
      {pager, "mail", "mail", {{"to", k_needed}}},
      {tracker,
       "github",
       "GitHub",
       {{"repository", k_needed},
        {"token", k_needed, k_secret},
        {"labels"},
        {"url", false, false, "https://api.github.com"}}},
      {tracker,
       "jira",
       "Jira",
       {{"url", k_needed},
        {"project", k_needed},
        {"user", k_needed},
        {"token", k_needed, k_secret},
        {"issue_type", false, false, "Task"}}},
      {tracker,
       "linear",
       "Linear",
       {{"team", k_needed},
        {"token", k_needed, k_secret},
        {"url", false, false, "https://api.linear.app/graphql"}}},
      {status_page,
       "statuspage",
       "Statuspage",
       {{"page", k_needed},
        {"token", k_needed, k_secret},
        {"url", false, false, "https://api.statuspage.io"}}},
      {status_page,
       "webhook",
       "signed webhook",
       {{"url", k_needed}, {"secret", k_needed, k_secret}}},
  };
  return kinds;
}

const ServiceKind* find_service_kind(ServiceRole role, std::string_view name) {
  const auto& kinds = service_kinds();
  const auto found = std::ranges::find_if(
      kinds, [&](const ServiceKind& kind) { return kind.role == role && kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

std::string Service::value(std::string_view key) const {
  if (const auto given = values.find(key); given != values.end()) return given->second;
  const ServiceKind* known = find_service_kind(role, kind);
  if (known == nullptr) return "";
  const auto found = std::ranges::find(known->keys, key, &ServiceKey::name);
  return found == known->keys.end() ? "" : std::string(found->otherwise);
}

}  // namespace tocsin
