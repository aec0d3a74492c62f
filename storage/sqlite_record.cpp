#include "storage/connection.h"
#include "storage/event_codec.h"
#include "storage/incident_codec.h"
#include "storage/recent_incidents.h"
#include "storage/sqlite_store.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

namespace tocsin {

namespace {

// 0 stands for "no entry" in the domain; a column says that with NULL.
std::optional<EntryNumber> stored_entry(EntryNumber entry) {
  if (entry.value == 0) return std::nullopt;
  return entry;
}

// Columns: happened_at, recorded_at, actor, entry, zone, kind, body.
Event event_of(const Query& row, IncidentNumber incident, Connection& connection) {
  Result<EventBody, std::string> body = event_body_from(row.view(5), row.view(6));
  if (!body) {
    connection.fail(StorageError::Kind::broken, "an event of " + handle(incident) + " (kind " +
                                                    row.text(5) + "): " + body.error());
  }
  Event event;
  event.happened_at = row.moment(0);
  event.recorded_at = row.moment(1);
  event.actor = UserId{row.text(2)};
  event.entry = EntryNumber{row.integer(3)};  // NULL reads as 0
  event.zone = row.text(4);
  event.body = std::move(*body);
  return event;
}

// Columns: number, title, severity, state, is_private, is_drill, channel, declared_at, last_entry,
// latest_entry_at, details.
Incident incident_of(const Query& row, Connection& connection) {
  Result<Incident, std::string> incident = incident_with_details(row.view(10));
  const std::optional<State> state = find_state(row.view(3));
  if (!incident || !state) {
    connection.fail(StorageError::Kind::broken,
                    "the row of " + handle(IncidentNumber{row.integer(0)}) + ": " +
                        (state ? incident.error() : "unknown state " + row.text(3)));
  }
  incident->number = IncidentNumber{row.integer(0)};
  incident->title = row.text(1);
  if (!row.is_null(2)) incident->severity = find_severity(row.view(2));
  incident->state = *state;
  incident->is_private = row.flag(4);
  incident->is_drill = row.flag(5);
  incident->channel = ChannelId{row.text(6)};
  incident->declared_at = row.moment(7);
  incident->last_entry = EntryNumber{row.integer(8)};
  incident->latest_entry_at = row.maybe_moment(9);
  return std::move(*incident);
}

std::int64_t open_tasks(const Incident& incident) {
  return std::ranges::count(incident.tasks, TaskState::open, &Task::state);
}

}  // namespace

constexpr const char* k_append = R"sql(
  INSERT INTO event (incident, entry, happened_at, recorded_at, actor, zone, kind, body)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
)sql";

void SqliteStore::append(IncidentNumber incident, const Event& event) {
  connection_->execute(k_append, incident, stored_entry(event.entry), event.happened_at,
                       event.recorded_at, event.actor, event.zone, stored_kind(event.body),
                       body_to_json(event.body));
}

constexpr const char* k_events_of = R"sql(
  SELECT happened_at, recorded_at, actor, entry, zone, kind, body FROM event
  WHERE incident = ?1
  ORDER BY sequence
)sql";

std::vector<Event> SqliteStore::events_of(IncidentNumber number) const {
  std::vector<Event> events;
  Query rows = connection_->select(k_events_of, number);
  while (rows.next()) events.push_back(event_of(rows, number, *connection_));
  return events;
}

constexpr const char* k_entry = R"sql(
  SELECT happened_at, recorded_at, actor, entry, zone, kind, body FROM event
  WHERE incident = ?1 AND entry = ?2
)sql";

std::optional<Event> SqliteStore::entry(IncidentNumber number, EntryNumber entry) const {
  Query rows = connection_->select(k_entry, number, entry);
  if (!rows.next()) return std::nullopt;
  return event_of(rows, number, *connection_);
}

constexpr const char* k_put_incident = R"sql(
  INSERT INTO incident (number, title, severity, state, is_private, is_drill, channel, declared_at,
                        last_entry, latest_entry_at, details, open_tasks)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
  ON CONFLICT (number) DO UPDATE SET
    title = excluded.title, severity = excluded.severity, state = excluded.state,
    is_private = excluded.is_private, is_drill = excluded.is_drill, channel = excluded.channel,
    declared_at = excluded.declared_at, last_entry = excluded.last_entry,
    latest_entry_at = excluded.latest_entry_at, details = excluded.details,
    open_tasks = excluded.open_tasks
)sql";

constexpr const char* k_put_entries = R"sql(
  UPDATE incident SET last_entry = ?2, latest_entry_at = ?3 WHERE number = ?1
)sql";

void SqliteStore::put(const Incident& incident) {
  bool has_same_times = false;
  if (Incident* known = recent_->find(incident.number)) {
    if (*known == incident) return;
    known->last_entry = incident.last_entry;
    known->latest_entry_at = incident.latest_entry_at;
    if (*known == incident) {
      connection_->execute(k_put_entries, incident.number, incident.last_entry,
                           incident.latest_entry_at);
      return;
    }
    has_same_times = times_of(*known) == times_of(incident);
  }
  std::optional<std::string_view> severity;
  if (incident.severity) severity = name_of(*incident.severity);
  connection_->execute(k_put_incident, incident.number, incident.title, severity,
                       name_of(incident.state), incident.is_private, incident.is_drill,
                       incident.channel, incident.declared_at, incident.last_entry,
                       incident.latest_entry_at, details_to_json(incident), open_tasks(incident));
  if (!has_same_times) put_times(incident);
  recent_->keep(incident);
}

constexpr const char* k_incident = R"sql(
  SELECT number, title, severity, state, is_private, is_drill, channel, declared_at, last_entry,
         latest_entry_at, details
  FROM incident WHERE number = ?1
)sql";

std::optional<Incident> SqliteStore::incident(IncidentNumber number) const {
  if (const Incident* known = recent_->find(number)) return *known;
  Query rows = connection_->select(k_incident, number);
  if (!rows.next()) return std::nullopt;
  Incident incident = incident_of(rows, *connection_);
  recent_->keep(incident);
  return incident;
}

constexpr const char* k_incident_of_channel = R"sql(
  SELECT number FROM incident WHERE channel = ?1 AND channel <> ''
)sql";

std::optional<IncidentNumber> SqliteStore::incident_of_channel(const ChannelId& channel) const {
  Query rows = connection_->select(k_incident_of_channel, channel);
  if (!rows.next()) return std::nullopt;
  return IncidentNumber{rows.integer(0)};
}

constexpr const char* k_active_incidents = R"sql(
  SELECT number, title, severity, state, is_private, is_drill, channel, declared_at, last_entry,
         latest_entry_at, details
  FROM incident
  WHERE state NOT IN ('closed', 'cancelled')
  ORDER BY number DESC
)sql";

std::vector<Incident> SqliteStore::active_incidents() const {
  std::vector<Incident> incidents;
  Query rows = connection_->select(k_active_incidents);
  while (rows.next()) incidents.push_back(incident_of(rows, *connection_));
  return incidents;
}

bool SqliteStore::has_active_incidents() const {
  return connection_
      ->select("SELECT 1 FROM incident WHERE state NOT IN ('closed', 'cancelled') LIMIT 1")
      .next();
}

constexpr const char* k_recent_incidents = R"sql(
  SELECT number, title, severity, state, is_private, is_drill, channel, declared_at, last_entry,
         latest_entry_at, details
  FROM incident
  ORDER BY number DESC
  LIMIT ?1
)sql";

std::vector<Incident> SqliteStore::recent_incidents(std::size_t most) const {
  std::vector<Incident> incidents;
  Query rows = connection_->select(k_recent_incidents, static_cast<std::int64_t>(most));
  while (rows.next()) incidents.push_back(incident_of(rows, *connection_));
  return incidents;
}

constexpr const char* k_incidents_with_open_tasks = R"sql(
  SELECT number, title, severity, state, is_private, is_drill, channel, declared_at, last_entry,
         latest_entry_at, details
  FROM incident
  WHERE open_tasks > 0
  ORDER BY number
)sql";

std::vector<Incident> SqliteStore::incidents_with_open_tasks() const {
  std::vector<Incident> incidents;
  Query rows = connection_->select(k_incidents_with_open_tasks);
  while (rows.next()) incidents.push_back(incident_of(rows, *connection_));
  return incidents;
}

constexpr const char* k_kept_messages = R"sql(
  SELECT happened_at, recorded_at, actor, entry, zone, kind, body FROM event
  WHERE incident = ?1 AND kind = 'message_kept'
  ORDER BY sequence DESC
)sql";

std::optional<EntryNumber> SqliteStore::entry_of_message(IncidentNumber number,
                                                         const ChannelId& channel,
                                                         const MessageTs& ts) const {
  Query rows = connection_->select(k_kept_messages, number);
  while (rows.next()) {
    const Event event = event_of(rows, number, *connection_);
    const auto& kept = std::get<event::MessageKept>(event.body);
    if (kept.channel == channel && kept.ts == ts) return event.entry;
  }
  return std::nullopt;
}

constexpr const char* k_next_number = R"sql(
  SELECT 1 + coalesce(max(number), 0) FROM incident
)sql";

IncidentNumber SqliteStore::next_incident_number() const {
  Query rows = connection_->select(k_next_number);
  rows.next();
  return IncidentNumber{rows.integer(0)};
}

constexpr const char* k_all_incidents = R"sql(
  SELECT number FROM incident ORDER BY number
)sql";

std::vector<IncidentNumber> SqliteStore::all_incidents() const {
  std::vector<IncidentNumber> numbers;
  Query rows = connection_->select(k_all_incidents);
  while (rows.next()) numbers.push_back(IncidentNumber{rows.integer(0)});
  return numbers;
}

}  // namespace tocsin
