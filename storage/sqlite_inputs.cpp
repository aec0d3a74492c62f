#include "storage/connection.h"
#include "storage/reply_codec.h"
#include "storage/sqlite_store.h"

#include <utility>

namespace tocsin {

constexpr const char* k_reply_for = R"sql(
  SELECT reply FROM input WHERE key = ?1
)sql";

std::optional<Reply> SqliteStore::reply_for(std::string_view input_key) const {
  Query rows = connection_->select(k_reply_for, input_key);
  if (!rows.next()) return std::nullopt;
  Result<Reply, std::string> reply = reply_from(rows.view(0));
  if (!reply) connection_->fail(StorageError::Kind::broken, "a stored reply: " + reply.error());
  return std::move(*reply);
}

constexpr const char* k_remember_input = R"sql(
  INSERT INTO input (key, handled_at, reply) VALUES (?1, ?2, ?3)
)sql";

void SqliteStore::remember_input(std::string_view input_key, const Reply& reply, Moment now) {
  connection_->execute(k_remember_input, input_key, now, reply_to_json(reply));
}

constexpr const char* k_forget_inputs = R"sql(
  DELETE FROM input WHERE handled_at < ?1
)sql";

// The caller's regular tidying, and so a good moment for the store's own.
std::int64_t SqliteStore::forget_inputs_before(Moment moment) {
  move_settled_mark();
  connection_->execute(k_forget_inputs, moment);
  return connection_->changed_rows();
}

}  // namespace tocsin
