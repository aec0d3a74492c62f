#include "storage/incident_codec.h"

#include "storage/added_field.h"
#include "storage/field_reader.h"
#include "storage/field_writer.h"
#include "storage/rung_fields.h"

#include <optional>
#include <utility>

namespace tocsin {

void list_fields(auto& fields, Is<RoleHolder> auto& held) {
  fields("role", held.role);
  fields("user", held.user);
}

void list_fields(auto& fields, Is<Offer> auto& offer) {
  fields("role", offer.role);
  fields("from", offer.from);
  fields("to", offer.to);
}

void list_fields(auto& fields, Is<Hypothesis> auto& hypothesis) {
  fields("number", hypothesis.number);
  fields("text", hypothesis.text);
  fields("opened_at", hypothesis.opened_at);
  fields("by", hypothesis.by);
  fields("standing", hypothesis.standing);
  fields("settled_at", hypothesis.settled_at);
}

void list_fields(auto& fields, Is<TrackerIssue> auto& issue) {
  fields("tracker", issue.tracker);
  fields("id", issue.id);
  fields("key", issue.key);
  fields("url", issue.url);
  fields("state", issue.state);
  fields("read_at", issue.read_at);
}

void list_fields(auto& fields, Is<StatusEntry> auto& entry) {
  fields("status_page", entry.status_page);
  fields("id", entry.id);
  fields("url", entry.url);
  fields("text", entry.text);
  fields("shown_at", entry.shown_at);
}

void list_fields(auto& fields, Is<AttachedAlert> auto& alert) {
  fields("source", alert.source);
  fields("fingerprint", alert.fingerprint);
  fields("title", alert.title);
  fields("url", alert.url);
  fields("ended_at", alert.ended_at);
}

void list_fields(auto& fields, Is<Task> auto& task) {
  fields("number", task.number);
  fields("kind", task.kind);
  fields("text", task.text);
  fields("owner", task.owner);
  fields("due_at", task.due_at);
  fields("state", task.state);
  fields("issue", task.issue);
}

void list_fields(auto& fields, Is<Page> auto& page) {
  fields("number", page.number);
  fields("target", page.target);
  fields("user", page.user);
  fields("group", page.group);
  fields("reason", page.reason);
  fields("opened_at", page.opened_at);
  fields("state", page.state);
  fields("answered_by", page.answered_by);
  fields("answered_at", page.answered_at);
  added(fields, "team", page.team);
  added(fields, "rungs", page.rungs);
  added(fields, "rung", page.rung);
  fields("next_at", page.next_at);
  added(fields, "declined", page.declined);
  added(fields, "answered_there", page.answered_there);
  added(fields, "is_ended", page.is_ended);
}

// Not here, because they are columns: number, title, severity, state, is_private, is_drill,
// channel, declared_at, last_entry, latest_entry_at.
void list_fields(auto& fields, Is<Incident> auto& incident) {
  fields("zone", incident.zone);
  fields("declarer", incident.declarer);
  fields("lead", incident.lead);
  fields("since", incident.since);
  fields("started_at", incident.started_at);
  fields("detected_at", incident.detected_at);
  fields("mitigated_at", incident.mitigated_at);
  fields("resolved_at", incident.resolved_at);
  fields("closed_at", incident.closed_at);
  fields("end_known", incident.end_known);
  fields("close_asked", incident.close_asked);
  fields("impact", incident.impact);
  fields("summary", incident.summary);
  fields("causes", incident.causes);
  fields("channel_name", incident.channel_name);
  fields("channel_refused", incident.channel_refused);
  fields("channel_lost", incident.channel_lost);
  added(fields, "roles", incident.roles);
  added(fields, "offers", incident.offers);
  added(fields, "hypotheses", incident.hypotheses);
  added(fields, "tasks", incident.tasks);
  added(fields, "pages", incident.pages);
  added(fields, "status_entries", incident.status_entries);
  added(fields, "alerts", incident.alerts);
  added(fields, "last_decision", incident.last_decision);
  added(fields, "last_update", incident.last_update);
  fields("last_update_at", incident.last_update_at);
  fields("update_due_at", incident.update_due_at);
  added(fields, "remind_minutes", incident.remind_minutes);
  fields("quiet_until", incident.quiet_until);
  added(fields, "subscribers", incident.subscribers);
  added(fields, "related", incident.related);
  added(fields, "merged_into", incident.merged_into);
  added(fields, "writeup_state", incident.writeup_state);
  added(fields, "writeup_owner", incident.writeup_owner);
  fields("review_by", incident.review_by);
  added(fields, "members", incident.members);
  added(fields, "last_hypothesis", incident.last_hypothesis);
  added(fields, "last_task", incident.last_task);
  added(fields, "last_page", incident.last_page);
  added(fields, "imported", incident.is_imported);
}

std::string details_to_json(const Incident& incident) { return fields_to_json(incident); }

Result<Incident, std::string> incident_with_details(std::string_view json) {
  return fields_from_json<Incident>(json);
}

}  // namespace tocsin
