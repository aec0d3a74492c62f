// PagerDuty's webhooks, version 3: one event a request. An incident that this bot has opened itself
// (its key is that of a page) brings back who has acknowledged or resolved it there; any other is
// an alert.

#include "bot/domain/work.h"
#include "integrations/hooks/readers.h"

#include <utility>

namespace tocsin {

namespace {

struct Told {
  std::string id;
  std::string type;  // "incident.acknowledged"
  Moment at;
  std::string by;
  bool is_by_person = true;
};

std::string summary_of(JsonReader& reader, const char* key) {
  auto object = reader.maybe_object(key);
  return object ? object->text_or("summary", "") : "";
}

void add_label(Alert& alert, const char* name, std::string value) {
  if (!value.empty()) alert.labels[name] = std::move(value);
}

// Nobody, or whoever has a name of its own kind: an incident may also end by a time limit or by its
// own service, and then nobody has dealt with it.
bool is_person(JsonReader& event) {
  auto agent = event.maybe_object("agent");
  return !agent || agent->text_or("type", "user_reference").starts_with("user");
}

// Once opened again it is another stretch of the same incident.
Alert alert_of(JsonReader& incident, const Told& told) {
  Alert alert;
  alert.source = "pagerduty";
  alert.fingerprint = incident.text("id");
  alert.title = incident.text_or("title", "");
  alert.url = incident.text_or("html_url", "");
  add_label(alert, "service", summary_of(incident, "service"));
  add_label(alert, "priority", summary_of(incident, "priority"));
  add_label(alert, "urgency", incident.text_or("urgency", ""));
  add_label(alert, "status", incident.text_or("status", ""));
  for (JsonReader& team : incident.items_or_none("teams")) {
    add_label(alert, "team", team.text_or("summary", ""));
  }
  for (JsonReader& assignee : incident.items_or_none("assignees")) {
    add_label(alert, "assignee", assignee.text_or("summary", ""));
  }
  alert.started_at = read_iso(incident.text_or("created_at", "")).value_or(told.at);
  if (told.type == "incident.reopened") alert.started_at = told.at;
  if (told.type == "incident.resolved") alert.ended_at = told.at;
  alert.said_at = told.at;
  return alert;
}

}  // namespace

ReportResult read_pagerduty(const Json& body, Moment now) {
  JsonReader reader(body);
  JsonReader outer = reader.object("event");
  Told told{outer.text("id"), outer.text("event_type"),
            read_iso(outer.text_or("occurred_at", "")).value_or(now), summary_of(outer, "agent"),
            is_person(outer)};
  JsonReader data = outer.object("data");
  const bool is_incident = data.text_or("type", "") == "incident";
  if (reader.failed()) return failure(reader.error());
  Reported reported;
  if (!is_incident) return reported;  // a note, a responder, a service, the test of the address
  const std::string same = "pagerduty:" + told.id;
  std::string key = data.text_or("incident_key", "");
  if (read_dedup_key(key)) {
    const bool is_end = told.type == "incident.resolved" && told.is_by_person;
    if (is_end || told.type == "incident.acknowledged") {
      reported.answers.push_back(
          {same, "PagerDuty", std::move(key), std::move(told.by), told.at, is_end});
    }
  } else {
    reported.key = same;
    reported.alerts.push_back(finished(alert_of(data, told), now));
  }
  if (reader.failed()) return failure(reader.error());
  return reported;
}

}  // namespace tocsin
