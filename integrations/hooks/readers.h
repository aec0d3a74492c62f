#pragma once
// Internal to integrations/hooks/: one reader a source, and what they share. Everything in a body
// is hostile: each reader ends with finished(), which keeps an alert within its limits.

#include "bot/domain/iso_time.h"
#include "bot/json.h"
#include "integrations/hooks/hooks.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

using ReportResult = Result<Reported, std::string>;

ReportResult read_alertmanager(const Json& body, Moment now);
ReportResult read_grafana(const Json& body, Moment now);
ReportResult read_pagerduty(const Json& body, Moment now);
ReportResult read_generic(const Json& body, const HookFields& fields, Moment now);

// The list that Alertmanager's webhook has brought into the world, and Grafana has taken over.
// `address_keys`: where the address of an alert is, the best first.
ReportResult read_alert_list(std::string_view source, const Json& body,
                             const std::vector<const char*>& address_keys, Moment now);

// An object of texts; numbers and truths become texts, other values are left out.
std::map<std::string, std::string, std::less<>> labels_of(const Json& object);

// Nothing longer than we keep, nothing empty that must not be, nothing that began in the future.
Alert finished(Alert alert, Moment now);

}  // namespace tocsin
