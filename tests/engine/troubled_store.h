#pragma once
// A real store whose disk gives trouble when a test says so: a commit that fails before or after
// the fact, a text that cannot be stored, a file that cannot be read or written at all. Counts the
// transactions.

#include "storage/store.h"

#include <string>
#include <utility>

namespace tocsin {

class TroubledStore final : public Store {
 public:
  explicit TroubledStore(Store& inner) : inner_(inner) {}

  enum class Commit { works, fails, fails_after_the_fact };
  Commit next_commit = Commit::works;  // one commit; then it works again
  StorageError::Kind kind = StorageError::Kind::disk_full;
  bool is_dead = false;          // nothing can be read or written
  std::string unthinkable;       // the same, with an error that has nothing to do with the disk
  std::string unstorable;        // an event whose text contains it breaks
  bool breaks_messages = false;  // a posted message cannot be stored

  int begun = 0;
  int committed = 0;

  void begin() override {
    if (is_dead) throw StorageError(kind, "the test's disk is dead");
    inner_.begin();
    ++begun;
  }
  void commit() override;
  void rollback() noexcept override;
  void open_savepoint() override { inner_.open_savepoint(); }
  void release_savepoint() override { inner_.release_savepoint(); }
  void roll_back_to_savepoint() override { inner_.roll_back_to_savepoint(); }

  std::optional<Reply> reply_for(std::string_view key) const override;
  void remember_input(std::string_view key, const Reply& reply, Moment now) override {
    inner_.remember_input(key, reply, now);
  }
  std::int64_t forget_inputs_before(Moment moment) override {
    return inner_.forget_inputs_before(moment);
  }

  void append(IncidentNumber incident, const Event& event) override;
  void put(const Incident& incident) override { inner_.put(incident); }
  void put(const Person& person) override { inner_.put(person); }
  void put(const Writeup& writeup) override { inner_.put(writeup); }
  std::optional<Writeup> writeup(IncidentNumber incident, std::int64_t revision) const override {
    return inner_.writeup(incident, revision);
  }
  std::vector<IncidentNumber> all_incidents() const override { return inner_.all_incidents(); }

  void put(IncidentNumber incident, const MessageRef& message) override;
  void forget_message(IncidentNumber incident, MessagePurpose purpose) override {
    inner_.forget_message(incident, purpose);
  }
  std::optional<MessageRef> message(IncidentNumber incident,
                                    MessagePurpose purpose) const override {
    return inner_.message(incident, purpose);
  }

  DeliveryId add(IncidentNumber incident, const Delivery& delivery, Moment now) override {
    return inner_.add(incident, delivery, now);
  }
  std::optional<OutboxRow> outbox_row(DeliveryId id) const override {
    return inner_.outbox_row(id);
  }
  void update(const OutboxRow& row) override { inner_.update(row); }
  std::vector<OutboxRow> unsettled_rows() const override { return inner_.unsettled_rows(); }
  std::vector<DeliveryId> supersede(const std::string& lane, const std::string& subject) override {
    return inner_.supersede(lane, subject);
  }

  void set_timer(const Timer& timer) override { inner_.set_timer(timer); }
  void drop_timer(IncidentNumber incident, TimerKind kind_of, std::int64_t step) override {
    inner_.drop_timer(incident, kind_of, step);
  }
  std::vector<Timer> timers_due(Moment now) const override { return inner_.timers_due(now); }
  std::optional<Moment> next_timer() const override { return inner_.next_timer(); }

  std::optional<std::string> setting(std::string_view name) const override {
    return inner_.setting(name);
  }
  void put_setting(std::string_view name, std::string_view value) override {
    inner_.put_setting(name, value);
  }

  std::optional<Incident> incident(IncidentNumber number) const override {
    return inner_.incident(number);
  }
  std::optional<IncidentNumber> incident_of_channel(const ChannelId& channel) const override {
    return inner_.incident_of_channel(channel);
  }
  std::vector<Incident> active_incidents() const override { return inner_.active_incidents(); }
  IncidentNumber next_incident_number() const override { return inner_.next_incident_number(); }
  std::vector<Event> events_of(IncidentNumber number) const override {
    return inner_.events_of(number);
  }
  std::optional<Event> entry(IncidentNumber number, EntryNumber entry) const override {
    return inner_.entry(number, entry);
  }
  std::optional<Person> person(const UserId& user) const override { return inner_.person(user); }
  std::optional<Writeup> latest_writeup(IncidentNumber number) const override {
    return inner_.latest_writeup(number);
  }

 private:
  Store& inner_;
  bool is_on_disk_ = false;  // although we said that it was not
};

}  // namespace tocsin
