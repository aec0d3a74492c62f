#pragma once
// A Store that passes everything on to another one. Tests inject faults by deriving from it and
// overriding the few methods that shall misbehave; the store behind it is the real one.

#include "storage/store.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

class PassingStore : public Store {
 public:
  explicit PassingStore(Store& inner) : inner_(inner) {}

  void begin() override { inner_.begin(); }
  void commit() override { inner_.commit(); }
  void rollback() noexcept override { inner_.rollback(); }
  void open_savepoint() override { inner_.open_savepoint(); }
  void release_savepoint() override { inner_.release_savepoint(); }
  void roll_back_to_savepoint() override { inner_.roll_back_to_savepoint(); }

  std::optional<Reply> reply_for(std::string_view key) const override {
    return inner_.reply_for(key);
  }
  void remember_input(std::string_view key, const Reply& reply, Moment now) override {
    inner_.remember_input(key, reply, now);
  }
  std::int64_t forget_inputs_before(Moment moment) override {
    return inner_.forget_inputs_before(moment);
  }

  void append(IncidentNumber incident, const Event& event) override {
    inner_.append(incident, event);
  }
  void put(const Incident& incident) override { inner_.put(incident); }
  void put(const Person& person) override { inner_.put(person); }
  void put(const Writeup& writeup) override { inner_.put(writeup); }
  std::optional<Writeup> writeup(IncidentNumber incident, std::int64_t revision) const override {
    return inner_.writeup(incident, revision);
  }
  std::vector<IncidentNumber> all_incidents() const override { return inner_.all_incidents(); }

  void put(IncidentNumber incident, const MessageRef& message) override {
    inner_.put(incident, message);
  }
  void forget_message(IncidentNumber incident, MessagePurpose purpose, std::int64_t part) override {
    inner_.forget_message(incident, purpose, part);
  }
  std::vector<MessageRef> messages(IncidentNumber incident, MessagePurpose purpose) const override {
    return inner_.messages(incident, purpose);
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
  void set_timer_once(const Timer& timer) override { inner_.set_timer_once(timer); }
  void drop_timer(IncidentNumber incident, TimerKind kind, std::int64_t step) override {
    inner_.drop_timer(incident, kind, step);
  }
  std::vector<Timer> timers_due(Moment now) const override { return inner_.timers_due(now); }
  std::optional<Moment> next_timer() const override { return inner_.next_timer(); }

  std::optional<std::string> setting(std::string_view name) const override {
    return inner_.setting(name);
  }
  void put_setting(std::string_view name, std::string_view value) override {
    inner_.put_setting(name, value);
  }
  std::size_t catch_up_search(std::size_t most) override { return inner_.catch_up_search(most); }

  std::optional<Incident> incident(IncidentNumber number) const override {
    return inner_.incident(number);
  }
  std::optional<IncidentNumber> incident_of_channel(const ChannelId& channel) const override {
    return inner_.incident_of_channel(channel);
  }
  std::vector<Incident> active_incidents() const override { return inner_.active_incidents(); }
  bool has_active_incidents() const override { return inner_.has_active_incidents(); }
  IncidentNumber next_incident_number() const override { return inner_.next_incident_number(); }
  std::vector<Event> events_of(IncidentNumber number) const override {
    return inner_.events_of(number);
  }
  std::optional<Event> entry(IncidentNumber number, EntryNumber entry) const override {
    return inner_.entry(number, entry);
  }
  std::vector<Incident> recent_incidents(std::size_t most) const override {
    return inner_.recent_incidents(most);
  }
  std::vector<Incident> incidents_with_open_tasks() const override {
    return inner_.incidents_with_open_tasks();
  }
  std::optional<EntryNumber> entry_of_message(IncidentNumber number, const ChannelId& channel,
                                              const MessageTs& ts) const override {
    return inner_.entry_of_message(number, channel, ts);
  }
  std::vector<Person> people_named(std::string_view name) const override {
    return inner_.people_named(name);
  }
  std::optional<Person> person(const UserId& user) const override { return inner_.person(user); }
  std::optional<Writeup> latest_writeup(IncidentNumber number) const override {
    return inner_.latest_writeup(number);
  }
  std::vector<Found> find(std::string_view words, std::size_t most,
                          const MayKnow& may_know) const override {
    return inner_.find(words, most, may_know);
  }
  std::size_t not_searched_yet() const override { return inner_.not_searched_yet(); }
  Neighbours incidents_like(const std::vector<std::string>& words, std::size_t most,
                            const MayKnow& may_know) const override {
    return inner_.incidents_like(words, most, may_know);
  }
  std::vector<IncidentTimes> times_since(Moment since) const override {
    return inner_.times_since(since);
  }

  std::optional<AlertCard> alert_card(AlertCardNumber number) const override {
    return inner_.alert_card(number);
  }
  std::optional<KnownAlert> known_alert(std::string_view source,
                                        std::string_view fingerprint) const override {
    return inner_.known_alert(source, fingerprint);
  }
  void put(const KnownAlert& alert) override { inner_.put(alert); }
  AlertCardNumber open_alert_card(bool gathers, Moment now) override {
    return inner_.open_alert_card(gathers, now);
  }
  void put_place(AlertCardNumber card, const ChannelId& channel, const MessageTs& ts) override {
    inner_.put_place(card, channel, ts);
  }
  void put_incident(AlertCardNumber card, IncidentNumber incident) override {
    inner_.put_incident(card, incident);
  }
  std::optional<AlertCard> bare_alert_card(AlertCardNumber number) const override {
    return inner_.bare_alert_card(number);
  }
  std::vector<AlertCardNumber> alert_cards_of(IncidentNumber incident) const override {
    return inner_.alert_cards_of(incident);
  }
  RecentCards recent_alert_cards(Moment single_since, Moment gathering_since,
                                 Moment now) const override {
    return inner_.recent_alert_cards(single_since, gathering_since, now);
  }
  std::int64_t forget_alerts_before(Moment moment) override {
    return inner_.forget_alerts_before(moment);
  }

 protected:
  Store& inner_;
};

}  // namespace tocsin
