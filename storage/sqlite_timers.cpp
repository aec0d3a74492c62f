#include "bot/ensure.h"
#include "storage/connection.h"
#include "storage/sqlite_store.h"

namespace tocsin {

namespace {

constexpr TimerKind k_timer_kinds[] = {
    TimerKind::remind_to_close,  TimerKind::forget_old_inputs, TimerKind::refresh_people,
    TimerKind::update_due,       TimerKind::page_unanswered,   TimerKind::task_due,
    TimerKind::look_for_similar, TimerKind::prepare_search,    TimerKind::writeup_changed,
    TimerKind::writeup_review,   TimerKind::ladder_step,       TimerKind::drill_inject,
    TimerKind::read_tasks,
};

std::optional<TimerKind> find_timer_kind(std::string_view name) {
  for (const TimerKind kind : k_timer_kinds) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

}  // namespace

constexpr const char* k_set_timer = R"sql(
  INSERT INTO timer (incident, kind, step, due_at) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (incident, kind, step) DO UPDATE SET due_at = excluded.due_at
)sql";

void SqliteStore::set_timer(const Timer& timer) {
  ENSURE(find_timer_kind(name_of(timer.kind)) == timer.kind);  // else it could not be read again
  connection_->execute(k_set_timer, timer.incident, name_of(timer.kind), timer.step, timer.due_at);
}

constexpr const char* k_set_timer_once = R"sql(
  INSERT INTO timer (incident, kind, step, due_at) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (incident, kind, step) DO NOTHING
)sql";

void SqliteStore::set_timer_once(const Timer& timer) {
  ENSURE(find_timer_kind(name_of(timer.kind)) == timer.kind);  // else it could not be read again
  connection_->execute(k_set_timer_once, timer.incident, name_of(timer.kind), timer.step,
                       timer.due_at);
}

constexpr const char* k_drop_timer = R"sql(
  DELETE FROM timer WHERE incident = ?1 AND kind = ?2 AND step = ?3
)sql";

void SqliteStore::drop_timer(IncidentNumber incident, TimerKind kind, std::int64_t step) {
  connection_->execute(k_drop_timer, incident, name_of(kind), step);
}

constexpr const char* k_timers_due = R"sql(
  SELECT incident, kind, step, due_at FROM timer
  WHERE due_at <= ?1
  ORDER BY due_at, incident, kind, step
)sql";

std::vector<Timer> SqliteStore::timers_due(Moment now) const {
  std::vector<Timer> timers;
  Query rows = connection_->select(k_timers_due, now);
  while (rows.next()) {
    const std::optional<TimerKind> kind = find_timer_kind(rows.view(1));
    if (!kind) {
      connection_->fail(StorageError::Kind::broken, "unknown kind of timer: " + rows.text(1));
    }
    timers.push_back({IncidentNumber{rows.integer(0)}, *kind, rows.integer(2), rows.moment(3)});
  }
  return timers;
}

constexpr const char* k_next_timer = R"sql(
  SELECT min(due_at) FROM timer
)sql";

std::optional<Moment> SqliteStore::next_timer() const {
  Query rows = connection_->select(k_next_timer);
  if (!rows.next()) return std::nullopt;
  return rows.maybe_moment(0);
}

}  // namespace tocsin
