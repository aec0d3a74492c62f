// Alertmanager's webhook (version 4) and Grafana's, which has the same list of alerts.

#include "integrations/hooks/readers.h"

#include <utility>

namespace tocsin {

namespace {

std::string first_of(const std::map<std::string, std::string, std::less<>>& texts,
                     std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const auto found = texts.find(name);
    if (found != texts.end() && !found->second.empty()) return found->second;
  }
  return "";
}

// Older versions do not name their alerts: the labels are what tells them apart.
std::string fingerprint_of(const Alert& alert) {
  std::string all;
  for (const auto& [name, value] : alert.labels) all += name + "=" + value + "\n";
  return all;
}

std::string title_of(const Alert& alert, const std::string& summary) {
  if (!summary.empty()) return summary;
  const std::string name = first_of(alert.labels, {"alertname"});
  const std::string where = first_of(alert.labels, {"instance", "service", "job"});
  return name.empty() || where.empty() ? name : name + " on " + where;
}

Alert read_alert(std::string_view source, JsonReader& item,
                 const std::vector<const char*>& address_keys, Moment now) {
  Alert alert;
  alert.source = source;
  const auto labels = item.maybe_object("labels");
  if (labels) alert.labels = labels_of(labels->raw());
  const auto annotated = item.maybe_object("annotations");
  const auto annotations =
      annotated ? labels_of(annotated->raw()) : std::map<std::string, std::string, std::less<>>{};
  alert.fingerprint = item.text_or("fingerprint", "");
  if (alert.fingerprint.empty()) alert.fingerprint = fingerprint_of(alert);
  alert.title = title_of(alert, first_of(annotations, {"summary", "title"}));
  alert.text = first_of(annotations, {"description", "message"});
  for (const char* const key : address_keys) {
    if (alert.url.empty()) alert.url = item.text_or(key, "");
  }
  if (alert.url.empty()) alert.url = first_of(annotations, {"runbook_url"});
  alert.started_at = read_iso(item.text_or("startsAt", "")).value_or(now);
  if (item.text("status") == "resolved") {
    alert.ended_at = read_iso(item.text_or("endsAt", "")).value_or(now);
  }
  return finished(std::move(alert), now);
}

// Those that its sender has left out, because the group was too large: an alert of its own, which
// ends with the first notification that has them all.
Alert of_left_out(std::string_view source, JsonReader& reader, std::int64_t left_out, Moment now) {
  Alert alert;
  alert.source = source;
  alert.fingerprint = "left out of " + reader.text_or("groupKey", "the group");
  alert.title = std::to_string(left_out) + " more alerts were left out of a notification";
  alert.text = "Its sender (" + std::string(source) +
               ") names only some of a large group. See all of them there.";
  alert.url = reader.text_or("externalURL", "");
  if (const auto labels = reader.maybe_object("groupLabels")) {
    alert.labels = labels_of(labels->raw());
  }
  alert.started_at = now;
  if (left_out <= 0) alert.ended_at = now;
  return finished(std::move(alert), now);
}

}  // namespace

ReportResult read_alert_list(std::string_view source, const Json& body,
                             const std::vector<const char*>& address_keys, Moment now) {
  JsonReader reader(body);
  Reported reported;
  for (JsonReader& item : reader.items("alerts")) {
    Alert alert = read_alert(source, item, address_keys, now);
    if (!alert.fingerprint.empty()) reported.alerts.push_back(std::move(alert));
  }
  const std::int64_t left_out = reader.integer_or("truncatedAlerts", 0);
  if (!reported.alerts.empty()) {
    reported.alerts.push_back(of_left_out(source, reader, left_out, now));
  }
  if (reader.failed()) return failure(reader.error());
  return reported;
}

ReportResult read_alertmanager(const Json& body, Moment now) {
  return read_alert_list("alertmanager", body, {"generatorURL"}, now);
}

}  // namespace tocsin
