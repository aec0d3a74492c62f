#pragma once
// The durable record, declared by the engine that needs it. One object, one thread (the engine's).
// Every change happens between begin() and commit(); a thrown StorageError means that the whole
// transaction is gone and nothing of it is on disk. tests/storage/conformance.cpp holds any
// implementation to this page.

#include "bot/domain/delivery.h"
#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/incident.h"
#include "bot/domain/reply.h"
#include "bot/domain/timer.h"
#include "storage/reader.h"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

class StorageError : public std::runtime_error {
 public:
  enum class Kind {
    disk_full,  // goes away when space returns
    read_only,  // disk or file cannot be written
    busy,       // another process holds the file
    broken,     // anything else: corruption, I/O error, a violated constraint
  };
  StorageError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

// Where a row of the outbox stands. Stored.
//   ready → sending → sent | rejected; a ready row that a later one replaced is `superseded`.
enum class DeliveryState { ready, sending, sent, rejected, superseded };

struct OutboxRow {
  DeliveryId id;
  IncidentNumber incident;  // 0: of no incident
  std::string lane;
  std::string subject;  // empty: never replaced
  Delivery delivery;
  DeliveryState state = DeliveryState::ready;
  DeliveryId joined_to;  // the row whose message carries this one too; 0: its own
  std::string progress;  // the destination's own note of how far a delivery of many steps has come
  std::int64_t attempts = 0;
  Moment created_at;
  std::optional<Moment> sending_at;  // when its current request was committed as sending
  std::string trouble;               // the last reason why it has not gone through, for people
};

class Store : public Reader {
 public:
  // Transactions. Savepoints do not nest: at most one is open.
  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  virtual void open_savepoint() = 0;
  virtual void release_savepoint() = 0;
  virtual void roll_back_to_savepoint() = 0;  // and closes it

  // Inputs that were handled, with the reply that was given.
  virtual std::optional<Reply> reply_for(std::string_view input_key) const = 0;
  virtual void remember_input(std::string_view input_key, const Reply& reply, Moment now) = 0;
  virtual std::int64_t forget_inputs_before(Moment moment) = 0;  // how many

  // The record. The row of an incident is there before whatever else names it, its events excepted:
  // those may come first, within the same transaction.
  virtual void append(IncidentNumber incident, const Event& event) = 0;
  virtual void put(const Incident& incident) = 0;  // inserts or replaces the row
  virtual void put(const Person& person) = 0;
  virtual void put(const Writeup& writeup) = 0;
  virtual std::optional<Writeup> writeup(IncidentNumber incident, std::int64_t revision) const = 0;
  virtual std::vector<IncidentNumber> all_incidents() const = 0;  // in order; for `check`
  virtual bool has_active_incidents() const = 0;                  // without reading them

  // Our own messages in Slack.
  // One for each purpose and part.
  virtual void put(IncidentNumber incident, const MessageRef& message) = 0;
  virtual void forget_message(IncidentNumber incident, MessagePurpose purpose,
                              std::int64_t part) = 0;
  virtual std::optional<MessageRef> message(IncidentNumber incident,
                                            MessagePurpose purpose) const = 0;  // part 0
  virtual std::vector<MessageRef> messages(IncidentNumber incident,
                                           MessagePurpose purpose) const = 0;  // by part

  // The outbox. add() gives the id; with a subject it first marks a ready row of the same lane and
  // subject as superseded.
  virtual DeliveryId add(IncidentNumber incident, const Delivery& delivery, Moment now) = 0;
  virtual std::optional<OutboxRow> outbox_row(DeliveryId id) const = 0;
  // Stores state, joined_to, progress, attempts, sending_at and trouble. A row does not become
  // ready again while a later one of its lane and subject is: it is superseded then.
  virtual void update(const OutboxRow& row) = 0;
  virtual std::vector<OutboxRow> unsettled_rows() const = 0;  // ready and sending, by id
  // Supersedes the ready rows of this lane and subject, for when a full text has just been
  // rendered.
  virtual std::vector<DeliveryId> supersede(const std::string& lane,
                                            const std::string& subject) = 0;

  // Alerts and their cards (alert_card() gives a whole one). An alert that fires again long after
  // its end gets another card; it is then known by the latest.
  virtual std::optional<KnownAlert> known_alert(std::string_view source,
                                                std::string_view fingerprint) const = 0;
  virtual void put(const KnownAlert& alert) = 0;  // one for each source, fingerprint and card
  virtual AlertCardNumber open_alert_card(bool gathers, Moment now) = 0;
  virtual void put_place(AlertCardNumber card, const ChannelId& channel, const MessageTs& ts) = 0;
  virtual void put_incident(AlertCardNumber card, IncidentNumber incident) = 0;
  // The card without what is on it, which takes longer to gather.
  virtual std::optional<AlertCard> bare_alert_card(AlertCardNumber number) const = 0;
  virtual std::vector<AlertCardNumber> alert_cards_of(IncidentNumber incident) const = 0;
  struct RecentCards {
    std::int64_t single = 0;                   // those of one alert
    std::optional<AlertCardNumber> gathering;  // the latest that gathers
  };
  // Of those opened after `single_since` and after `gathering_since`, none later than `now`.
  virtual RecentCards recent_alert_cards(Moment single_since, Moment gathering_since,
                                         Moment now) const = 0;
  // Alerts that were not reported since, and the cards that then show nothing. How many alerts.
  virtual std::int64_t forget_alerts_before(Moment moment) = 0;

  // Timers.
  virtual void set_timer(const Timer& timer) = 0;       // replaces the same (incident, kind, step)
  virtual void set_timer_once(const Timer& timer) = 0;  // where the same is set, that one stays
  virtual void drop_timer(IncidentNumber incident, TimerKind kind, std::int64_t step) = 0;
  virtual std::vector<Timer> timers_due(Moment now) const = 0;  // by due_at
  virtual std::optional<Moment> next_timer() const = 0;

  // Small values of the program itself (not configuration): "announcement_channel", …
  virtual std::optional<std::string> setting(std::string_view name) const = 0;
  virtual void put_setting(std::string_view name, std::string_view value) = 0;

  // Prepares what find() looks in for at most so many of the events that came last; how many there
  // were. find() does by itself what is left, so this is only for quiet moments.
  virtual std::size_t catch_up_search(std::size_t most) = 0;
};

}  // namespace tocsin
