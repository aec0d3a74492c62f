// Alerts, and the cards that show them.

#include "bot/json.h"
#include "storage/connection.h"
#include "storage/field_writer.h"
#include "storage/sqlite_store.h"

#include <map>
#include <optional>
#include <utility>

namespace tocsin {

namespace {

using Labels = std::map<std::string, std::string, std::less<>>;

std::string json_of(const Labels& labels) {
  std::string json = "{";
  for (const auto& [name, value] : labels) {
    if (json.size() > 1) json += ',';
    append_quoted(json, name);
    json += ':';
    append_quoted(json, value);
  }
  return json + "}";
}

// Nothing: it is not what json_of() writes.
std::optional<Labels> labels_from(std::string_view text) {
  const std::optional<Json> json = parse_json(text);
  if (!json || !json->is_object()) return std::nullopt;
  Labels labels;
  for (const auto& [name, value] : json->items()) {
    if (!value.is_string()) return std::nullopt;
    labels[name] = value.get<std::string>();
  }
  return labels;
}

// Columns: source, fingerprint, title, text, url, labels, started_at, ended_at, said_at.
Alert alert_of(Connection& connection, const Query& row) {
  Alert alert;
  alert.source = row.text(0);
  alert.fingerprint = row.text(1);
  alert.title = row.text(2);
  alert.text = row.text(3);
  alert.url = row.text(4);
  auto labels = labels_from(row.view(5));
  if (!labels) connection.fail(StorageError::Kind::broken, "the labels of an alert are broken");
  alert.labels = std::move(*labels);
  alert.started_at = row.moment(6);
  alert.ended_at = row.maybe_moment(7);
  alert.said_at = row.maybe_moment(8);
  return alert;
}

}  // namespace

constexpr const char* k_known_alert = R"sql(
  SELECT source, fingerprint, title, text, url, labels, started_at, ended_at, said_at,
         card, reports, heard_at
  FROM alert WHERE source = ?1 AND fingerprint = ?2
  ORDER BY card DESC LIMIT 1
)sql";

std::optional<KnownAlert> SqliteStore::known_alert(std::string_view source,
                                                   std::string_view fingerprint) const {
  Query rows = connection_->select(k_known_alert, source, fingerprint);
  if (!rows.next()) return std::nullopt;
  return KnownAlert{alert_of(*connection_, rows), AlertCardNumber{rows.integer(9)},
                    rows.integer(10), rows.moment(11)};
}

constexpr const char* k_put_alert = R"sql(
  INSERT INTO alert (source, fingerprint, card, title, text, url, labels, started_at, ended_at,
                     said_at, reports, heard_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
  ON CONFLICT (source, fingerprint, card) DO UPDATE SET
    title = excluded.title, text = excluded.text, url = excluded.url, labels = excluded.labels,
    started_at = excluded.started_at, ended_at = excluded.ended_at, said_at = excluded.said_at,
    reports = excluded.reports, heard_at = excluded.heard_at
)sql";

void SqliteStore::put(const KnownAlert& known) {
  const Alert& alert = known.alert;
  const std::string labels = json_of(alert.labels);
  connection_->execute(k_put_alert, alert.source, alert.fingerprint, known.card, alert.title,
                       alert.text, alert.url, labels, alert.started_at, alert.ended_at,
                       alert.said_at, known.reports, known.heard_at);
}

constexpr const char* k_open_card = R"sql(
  INSERT INTO alert_card (gathers, opened_at) VALUES (?1, ?2)
)sql";

AlertCardNumber SqliteStore::open_alert_card(bool gathers, Moment now) {
  connection_->execute(k_open_card, gathers, now);
  return AlertCardNumber{connection_->last_id()};
}

constexpr const char* k_put_place = R"sql(
  UPDATE alert_card SET channel = ?2, ts = ?3 WHERE number = ?1
)sql";

void SqliteStore::put_place(AlertCardNumber card, const ChannelId& channel, const MessageTs& ts) {
  connection_->execute(k_put_place, card, channel, ts);
}

constexpr const char* k_put_card_incident = R"sql(
  UPDATE alert_card SET incident = ?2 WHERE number = ?1
)sql";

void SqliteStore::put_incident(AlertCardNumber card, IncidentNumber incident) {
  std::optional<IncidentNumber> owner;
  if (incident.value > 0) owner = incident;
  connection_->execute(k_put_card_incident, card, owner);
}

constexpr const char* k_cards_of_incident = R"sql(
  SELECT number FROM alert_card WHERE incident = ?1 ORDER BY number
)sql";

std::vector<AlertCardNumber> SqliteStore::alert_cards_of(IncidentNumber incident) const {
  std::vector<AlertCardNumber> cards;
  Query rows = connection_->select(k_cards_of_incident, incident);
  while (rows.next()) cards.push_back(AlertCardNumber{rows.integer(0)});
  return cards;
}

constexpr const char* k_single_cards = R"sql(
  SELECT count(*) FROM alert_card WHERE opened_at > ?1 AND opened_at <= ?2 AND gathers = 0
)sql";

constexpr const char* k_gathering_card = R"sql(
  SELECT max(number) FROM alert_card WHERE opened_at > ?1 AND opened_at <= ?2 AND gathers = 1
)sql";

Store::RecentCards SqliteStore::recent_alert_cards(Moment single_since, Moment gathering_since,
                                                   Moment now) const {
  RecentCards recent;
  Query single = connection_->select(k_single_cards, single_since, now);
  if (single.next()) recent.single = single.integer(0);
  Query gathering = connection_->select(k_gathering_card, gathering_since, now);
  if (gathering.next() && !gathering.is_null(0)) {
    recent.gathering = AlertCardNumber{gathering.integer(0)};
  }
  return recent;
}

constexpr const char* k_alert_card = R"sql(
  SELECT gathers, opened_at, incident, channel, ts FROM alert_card WHERE number = ?1
)sql";

constexpr const char* k_count_alerts = R"sql(
  SELECT count(*), count(ended_at), coalesce(sum(reports), 0) FROM alert WHERE card = ?1
)sql";

constexpr const char* k_alerts_of_card = R"sql(
  SELECT source, fingerprint, title, text, url, labels, started_at, ended_at, said_at
  FROM alert WHERE card = ?1
  ORDER BY ended_at IS NOT NULL, started_at DESC, source, fingerprint
  LIMIT ?2
)sql";

constexpr const char* k_labels_of_card = R"sql(
  SELECT label.key || '=' || label.value, count(*) AS times
  FROM alert, json_each(alert.labels) AS label
  WHERE alert.card = ?1
  GROUP BY 1 HAVING times > 1 ORDER BY times DESC, 1 LIMIT ?2
)sql";

std::optional<AlertCard> SqliteStore::bare_alert_card(AlertCardNumber number) const {
  Query row = connection_->select(k_alert_card, number);
  if (!row.next()) return std::nullopt;
  AlertCard card;
  card.number = number;
  card.gathers = row.flag(0);
  card.opened_at = row.moment(1);
  if (!row.is_null(2)) card.incident = IncidentNumber{row.integer(2)};
  card.channel = ChannelId{row.text(3)};
  card.ts = MessageTs{row.text(4)};
  return card;
}

std::optional<AlertCard> SqliteStore::alert_card(AlertCardNumber number) const {
  std::optional<AlertCard> found = bare_alert_card(number);
  if (!found) return std::nullopt;
  AlertCard& card = *found;
  {
    Query counted = connection_->select(k_count_alerts, number);
    counted.next();
    card.ended = counted.integer(1);
    card.firing = counted.integer(0) - card.ended;
    card.repeats = counted.integer(2) - counted.integer(0);
  }
  Query rows = connection_->select(k_alerts_of_card, number, std::int64_t{k_most_alerts_shown});
  while (rows.next()) card.alerts.push_back(alert_of(*connection_, rows));
  if (!card.gathers) return found;
  Query labels = connection_->select(k_labels_of_card, number, std::int64_t{k_most_labels_shown});
  while (labels.next()) card.labels.push_back({labels.text(0), labels.integer(1)});
  return found;
}

constexpr const char* k_forget_alerts = R"sql(
  DELETE FROM alert WHERE heard_at < ?1
)sql";

constexpr const char* k_forget_cards = R"sql(
  DELETE FROM alert_card
  WHERE opened_at < ?1 AND NOT EXISTS (SELECT 1 FROM alert WHERE alert.card = alert_card.number)
)sql";

std::int64_t SqliteStore::forget_alerts_before(Moment moment) {
  connection_->execute(k_forget_alerts, moment);
  const std::int64_t forgotten = connection_->changed_rows();
  connection_->execute(k_forget_cards, moment);
  return forgotten;
}

}  // namespace tocsin
