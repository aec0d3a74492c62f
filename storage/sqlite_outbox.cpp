#include "storage/connection.h"
#include "storage/delivery_codec.h"
#include "storage/sqlite_store.h"

#include <array>
#include <utility>

namespace tocsin {

namespace {

// On disk.
std::string_view word_of(DeliveryState state) {
  switch (state) {
    case DeliveryState::ready:
      return "ready";
    case DeliveryState::sending:
      return "sending";
    case DeliveryState::sent:
      return "sent";
    case DeliveryState::rejected:
      return "rejected";
    case DeliveryState::superseded:
      return "superseded";
  }
  return "ready";
}

std::optional<DeliveryState> find_delivery_state(std::string_view word) {
  for (const DeliveryState state :
       {DeliveryState::ready, DeliveryState::sending, DeliveryState::sent, DeliveryState::rejected,
        DeliveryState::superseded}) {
    if (word_of(state) == word) return state;
  }
  return std::nullopt;
}

// 0 stands for "none" in the domain; a column says that with NULL, which foreign keys let pass.
template <class Id>
std::optional<Id> none_when_zero(Id id) {
  if (id.value == 0) return std::nullopt;
  return id;
}

// Columns: id, incident, lane, subject, kind, body, state, joined_to, progress, attempts,
// created_at, sending_at, trouble.
OutboxRow outbox_row_of(const Query& row, Connection& connection) {
  Result<Delivery, std::string> delivery = delivery_from(row.view(4), row.view(5));
  const std::optional<DeliveryState> state = find_delivery_state(row.view(6));
  if (!delivery || !state) {
    connection.fail(StorageError::Kind::broken,
                    "row " + std::to_string(row.integer(0)) + " of the outbox (kind " +
                        row.text(4) +
                        "): " + (state ? delivery.error() : "unknown state " + row.text(6)));
  }
  OutboxRow known;
  known.id = DeliveryId{row.integer(0)};
  known.incident = IncidentNumber{row.integer(1)};  // NULL reads as 0
  known.lane = row.text(2);
  known.subject = row.text(3);
  known.delivery = std::move(*delivery);
  known.state = *state;
  known.joined_to = DeliveryId{row.integer(7)};
  known.progress = row.text(8);
  known.attempts = row.integer(9);
  known.created_at = row.moment(10);
  known.sending_at = row.maybe_moment(11);
  known.trouble = row.text(12);
  return known;
}

}  // namespace

constexpr const char* k_add = R"sql(
  INSERT INTO outbox (incident, lane, subject, kind, body, state, joined_to, progress, attempts,
                      created_at, sending_at, trouble)
  VALUES (?1, ?2, ?3, ?4, ?5, 'ready', NULL, '', 0, ?6, NULL, '')
)sql";

DeliveryId SqliteStore::add(IncidentNumber incident, const Delivery& delivery, Moment now) {
  const std::string lane = lane_of(delivery, incident);
  const std::string subject = subject_of(delivery);
  if (!subject.empty()) supersede(lane, subject);
  connection_->execute(k_add, none_when_zero(incident), lane, subject, stored_kind(delivery),
                       delivery_to_json(delivery), now);
  return DeliveryId{connection_->last_id()};
}

constexpr const char* k_waiting = R"sql(
  SELECT id FROM outbox
  WHERE lane = ?1 AND subject = ?2 AND state = 'ready' AND subject <> ''
)sql";

constexpr const char* k_mark_superseded = R"sql(
  UPDATE outbox SET state = 'superseded' WHERE id = ?1
)sql";

std::vector<DeliveryId> SqliteStore::supersede(const std::string& lane,
                                               const std::string& subject) {
  std::vector<DeliveryId> waiting;
  {
    Query rows = connection_->select(k_waiting, lane, subject);
    while (rows.next()) waiting.push_back(DeliveryId{rows.integer(0)});
  }
  for (const DeliveryId id : waiting) connection_->execute(k_mark_superseded, id);
  return waiting;
}

constexpr const char* k_outbox_row = R"sql(
  SELECT id, incident, lane, subject, kind, body, state, joined_to, progress, attempts,
         created_at, sending_at, trouble
  FROM outbox WHERE id = ?1
)sql";

std::optional<OutboxRow> SqliteStore::outbox_row(DeliveryId id) const {
  Query rows = connection_->select(k_outbox_row, id);
  if (!rows.next()) return std::nullopt;
  return outbox_row_of(rows, *connection_);
}

constexpr const char* k_update_outbox = R"sql(
  UPDATE outbox SET state = ?2, joined_to = ?3, progress = ?4, attempts = ?5, sending_at = ?6,
                    trouble = ?7
  WHERE id = ?1
)sql";

void SqliteStore::update(const OutboxRow& row) {
  connection_->execute(k_update_outbox, row.id, word_of(row.state), none_when_zero(row.joined_to),
                       row.progress, row.attempts, row.sending_at, row.trouble);
  if (connection_->changed_rows() == 0) {
    connection_->fail(StorageError::Kind::broken,
                      "the outbox has no row " + std::to_string(row.id.value));
  }
}

constexpr const char* k_unsettled_rows = R"sql(
  SELECT id, incident, lane, subject, kind, body, state, joined_to, progress, attempts,
         created_at, sending_at, trouble
  FROM outbox
  WHERE id > (SELECT up_to FROM outbox_settled) AND state IN ('ready', 'sending')
  ORDER BY id
)sql";

std::vector<OutboxRow> SqliteStore::unsettled_rows() const {
  std::vector<OutboxRow> unsettled;
  Query rows = connection_->select(k_unsettled_rows);
  while (rows.next()) unsettled.push_back(outbox_row_of(rows, *connection_));
  return unsettled;
}

constexpr const char* k_move_settled_mark = R"sql(
  UPDATE outbox_settled SET up_to =
    coalesce((SELECT min(id) - 1 FROM outbox WHERE id > up_to AND state IN ('ready', 'sending')),
             (SELECT max(id) FROM outbox), 0)
)sql";

void SqliteStore::move_settled_mark() { connection_->execute(k_move_settled_mark); }

}  // namespace tocsin
