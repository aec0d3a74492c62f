// What belongs to an incident or a workspace besides the events: people, write-ups, messages.

#include "storage/connection.h"
#include "storage/sqlite_store.h"

namespace tocsin {

namespace {

// On disk.
std::string_view word_of(MessagePurpose purpose) {
  switch (purpose) {
    case MessagePurpose::card:
      return "card";
    case MessagePurpose::announcement:
      return "announcement";
    case MessagePurpose::writeup:
      return "writeup";
    case MessagePurpose::questions:
      return "questions";
    case MessagePurpose::canvas:
      return "canvas";
  }
  return "card";
}

// Columns: incident, revision, made_at, markdown, events.
Writeup writeup_of(const Query& row) {
  return {IncidentNumber{row.integer(0)}, row.integer(1), row.moment(2), row.text(3),
          row.integer(4)};
}

// Columns: channel, ts, part, shows.
MessageRef message_of(MessagePurpose purpose, const Query& row) {
  return {purpose, ChannelId{row.text(0)}, MessageTs{row.text(1)}, row.integer(2), row.text(3)};
}

}  // namespace

constexpr const char* k_put_person = R"sql(
  INSERT INTO person (id, name, zone, is_bot, is_gone, is_guest) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, zone = excluded.zone, is_bot = excluded.is_bot,
    is_gone = excluded.is_gone, is_guest = excluded.is_guest
)sql";

void SqliteStore::put(const Person& person) {
  connection_->execute(k_put_person, person.id, person.name, person.zone, person.is_bot,
                       person.is_gone, person.is_guest);
}

Person person_of(const Query& row) {
  return {UserId{row.text(0)}, row.text(1), row.text(2), row.flag(3), row.flag(4), row.flag(5)};
}

constexpr const char* k_person = R"sql(
  SELECT id, name, zone, is_bot, is_gone, is_guest FROM person WHERE id = ?1
)sql";

std::optional<Person> SqliteStore::person(const UserId& user) const {
  Query rows = connection_->select(k_person, user);
  if (!rows.next()) return std::nullopt;
  return person_of(rows);
}

constexpr const char* k_people_named = R"sql(
  SELECT id, name, zone, is_bot, is_gone, is_guest FROM person
  WHERE lower(name) = lower(?1) AND is_gone = 0
  ORDER BY id
)sql";

std::vector<Person> SqliteStore::people_named(std::string_view name) const {
  std::vector<Person> people;
  Query rows = connection_->select(k_people_named, name);
  while (rows.next()) people.push_back(person_of(rows));
  return people;
}

constexpr const char* k_put_writeup = R"sql(
  INSERT INTO writeup (incident, revision, made_at, markdown, events) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (incident, revision) DO UPDATE SET
    made_at = excluded.made_at, markdown = excluded.markdown, events = excluded.events
)sql";

void SqliteStore::put(const Writeup& writeup) {
  connection_->execute(k_put_writeup, writeup.incident, writeup.revision, writeup.made_at,
                       writeup.markdown, writeup.events);
}

constexpr const char* k_writeup = R"sql(
  SELECT incident, revision, made_at, markdown, events FROM writeup
  WHERE incident = ?1 AND revision = ?2
)sql";

std::optional<Writeup> SqliteStore::writeup(IncidentNumber incident, std::int64_t revision) const {
  Query rows = connection_->select(k_writeup, incident, revision);
  if (!rows.next()) return std::nullopt;
  return writeup_of(rows);
}

constexpr const char* k_latest_writeup = R"sql(
  SELECT incident, revision, made_at, markdown, events FROM writeup
  WHERE incident = ?1
  ORDER BY revision DESC LIMIT 1
)sql";

std::optional<Writeup> SqliteStore::latest_writeup(IncidentNumber number) const {
  Query rows = connection_->select(k_latest_writeup, number);
  if (!rows.next()) return std::nullopt;
  return writeup_of(rows);
}

constexpr const char* k_put_message = R"sql(
  INSERT INTO message (incident, purpose, part, channel, ts, shows)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (incident, purpose, part) DO UPDATE SET
    channel = excluded.channel, ts = excluded.ts, shows = excluded.shows
)sql";

void SqliteStore::put(IncidentNumber incident, const MessageRef& message) {
  connection_->execute(k_put_message, incident, word_of(message.purpose), message.part,
                       message.channel, message.ts, message.shows);
}

constexpr const char* k_forget_message = R"sql(
  DELETE FROM message WHERE incident = ?1 AND purpose = ?2 AND part = ?3
)sql";

void SqliteStore::forget_message(IncidentNumber incident, MessagePurpose purpose,
                                 std::int64_t part) {
  connection_->execute(k_forget_message, incident, word_of(purpose), part);
}

constexpr const char* k_message = R"sql(
  SELECT channel, ts, part, shows FROM message
  WHERE incident = ?1 AND purpose = ?2 AND part = 0
)sql";

std::optional<MessageRef> SqliteStore::message(IncidentNumber incident,
                                               MessagePurpose purpose) const {
  Query rows = connection_->select(k_message, incident, word_of(purpose));
  if (!rows.next()) return std::nullopt;
  return message_of(purpose, rows);
}

constexpr const char* k_messages = R"sql(
  SELECT channel, ts, part, shows FROM message
  WHERE incident = ?1 AND purpose = ?2
  ORDER BY part
)sql";

std::vector<MessageRef> SqliteStore::messages(IncidentNumber incident,
                                              MessagePurpose purpose) const {
  std::vector<MessageRef> messages;
  Query rows = connection_->select(k_messages, incident, word_of(purpose));
  while (rows.next()) messages.push_back(message_of(purpose, rows));
  return messages;
}

}  // namespace tocsin
