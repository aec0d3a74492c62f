#pragma once
// The record in one SQLite file. Opened once by main (or by a command-line tool when no bot runs)
// and then used on the engine's thread alone. Readers of other threads and programs may open the
// same file read-only at any time; a second writer is turned away.

#include "storage/store.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

class Connection;
struct PastRow;
class RecentIncidents;
class SingleWriter;
struct SearchWords;

struct OpenOptions {
  Moment now{};  // noted with the migrations that this opening applies

  // false: a commit survives the end of the process but not a power cut. For tests, which open many
  // files and lose none of them to a power cut.
  bool flushes = true;
};

// Why a file cannot be opened: one sentence that also says what to do about it.
class OpenError : public std::runtime_error {
 public:
  enum class Reason {
    no_folder,
    no_file,  // only where none is made
    not_a_file,
    not_writable,
    disk_full,
    in_use,  // another process writes it: a command-line tool then talks to that process instead
    not_a_database,
    other_program,
    newer_version,
    older_version,  // only where it is not brought up to date
    changed_migration,
    broken,
  };
  OpenError(Reason reason, const std::string& what) : std::runtime_error(what), reason_(reason) {}
  Reason reason() const { return reason_; }

 private:
  Reason reason_;
};

class SqliteStore final : public Store {
 public:
  // Makes the file when there is none, and brings an older one up to date. ":memory:" is a record
  // that ends with the object. Throws OpenError and nothing else.
  static std::unique_ptr<SqliteStore> open(const std::string& path, const OpenOptions& options);

  // For looking only: works while another process writes the file, and shows the record as it was
  // at this moment for as long as the object lives (which should be short: the log cannot be tidied
  // up meanwhile). Makes, changes and locks nothing. Whatever would write throws StorageError.
  static std::unique_ptr<const SqliteStore> open_to_read(const std::string& path);

  ~SqliteStore() override;

  // Moves what was committed from the write-ahead log into the file, as far as no reader is in the
  // way; for quiet moments, outside a transaction. Without it a commit does so now and then.
  void tidy() noexcept;

  void begin() override;
  void commit() override;
  void rollback() noexcept override;
  void open_savepoint() override;
  void release_savepoint() override;
  void roll_back_to_savepoint() override;

  std::optional<Reply> reply_for(std::string_view input_key) const override;
  void remember_input(std::string_view input_key, const Reply& reply, Moment now) override;
  std::int64_t forget_inputs_before(Moment moment) override;

  void append(IncidentNumber incident, const Event& event) override;
  void put(const Incident& incident) override;
  void put(const Person& person) override;
  void put(const Writeup& writeup) override;
  std::optional<Writeup> writeup(IncidentNumber incident, std::int64_t revision) const override;
  std::vector<IncidentNumber> all_incidents() const override;

  std::optional<Incident> incident(IncidentNumber number) const override;
  std::optional<IncidentNumber> incident_of_channel(const ChannelId& channel) const override;
  std::vector<Incident> active_incidents() const override;
  bool has_active_incidents() const override;
  IncidentNumber next_incident_number() const override;
  std::vector<Incident> recent_incidents(std::size_t most) const override;
  std::vector<Incident> incidents_with_open_tasks() const override;
  std::vector<Event> events_of(IncidentNumber number) const override;
  std::optional<Event> entry(IncidentNumber number, EntryNumber entry) const override;
  std::optional<EntryNumber> entry_of_message(IncidentNumber number, const ChannelId& channel,
                                              const MessageTs& ts) const override;
  std::optional<Person> person(const UserId& user) const override;
  std::vector<Person> people_named(std::string_view name) const override;
  std::optional<Writeup> latest_writeup(IncidentNumber number) const override;
  std::vector<Found> find(std::string_view words, std::size_t most,
                          const MayKnow& may_know) const override;
  std::size_t not_searched_yet() const override;
  Neighbours incidents_like(const std::vector<std::string>& words, std::size_t most,
                            const MayKnow& may_know) const override;
  std::vector<IncidentTimes> times_since(Moment since) const override;
  std::optional<AlertCard> alert_card(AlertCardNumber number) const override;

  void put(IncidentNumber incident, const MessageRef& message) override;
  void forget_message(IncidentNumber incident, MessagePurpose purpose, std::int64_t part) override;
  std::optional<MessageRef> message(IncidentNumber incident, MessagePurpose purpose) const override;
  std::vector<MessageRef> messages(IncidentNumber incident, MessagePurpose purpose) const override;

  DeliveryId add(IncidentNumber incident, const Delivery& delivery, Moment now) override;
  std::optional<OutboxRow> outbox_row(DeliveryId id) const override;
  void update(const OutboxRow& row) override;
  std::vector<OutboxRow> unsettled_rows() const override;
  std::vector<DeliveryId> supersede(const std::string& lane, const std::string& subject) override;

  std::optional<KnownAlert> known_alert(std::string_view source,
                                        std::string_view fingerprint) const override;
  void put(const KnownAlert& alert) override;
  AlertCardNumber open_alert_card(bool gathers, Moment now) override;
  void put_place(AlertCardNumber card, const ChannelId& channel, const MessageTs& ts) override;
  void put_incident(AlertCardNumber card, IncidentNumber incident) override;
  std::optional<AlertCard> bare_alert_card(AlertCardNumber number) const override;
  std::vector<AlertCardNumber> alert_cards_of(IncidentNumber incident) const override;
  RecentCards recent_alert_cards(Moment single_since, Moment gathering_since,
                                 Moment now) const override;
  std::int64_t forget_alerts_before(Moment moment) override;

  void set_timer(const Timer& timer) override;
  void set_timer_once(const Timer& timer) override;
  void drop_timer(IncidentNumber incident, TimerKind kind, std::int64_t step) override;
  std::vector<Timer> timers_due(Moment now) const override;
  std::optional<Moment> next_timer() const override;

  std::optional<std::string> setting(std::string_view name) const override;
  void put_setting(std::string_view name, std::string_view value) override;
  std::size_t catch_up_search(std::size_t most) override;

  // Whether find() knows this incident by the words of its entries as they stand; also true as long
  // as its turn is still to come. For `check`.
  bool is_found_as_it_stands(const Incident& incident) const;

 private:
  SqliteStore(std::unique_ptr<SingleWriter> lock, std::unique_ptr<Connection> connection);

  // For a look: as far as that takes a moment only.
  void catch_up_before_a_look();
  SearchWords words_in(const PastRow& row) const;
  void index_row(const PastRow& row);
  std::vector<Event> entries_between(IncidentNumber incident, std::int64_t first,
                                     std::int64_t last) const;
  PastWords words_of(IncidentNumber incident) const;
  std::int64_t last_number() const;

  void put_times(const Incident& incident);

  // Rows of the outbox up to the mark are not looked at when the program starts.
  void move_settled_mark();

  // Destroyed from the last to the first: the file is closed before the lock is let go.
  std::unique_ptr<SingleWriter> lock_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<RecentIncidents> recent_;
};

}  // namespace tocsin
