#pragma once
// The record as the engine uses it: the store with the incidents in use kept in memory, so that a
// typed line costs no read of its incident and 64 lines of one transaction write its row once.
// Engine's thread.

#include "bot/domain/event.h"
#include "bot/domain/incident.h"
#include "storage/store.h"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tocsin {

class Record final : public Reader {
 public:
  explicit Record(Store& store) : store_(store) {}

  struct Change {
    Incident before;
    Incident after;
  };
  // Appends the event and applies it. The incident's row is written by flush().
  Change record(IncidentNumber number, const Event& event);
  void learn(const Person& person);
  std::uint64_t recorded() const { return recorded_; }  // events since the start, also undone ones

  void flush() const;  // before a commit, and before any query that looks at incident rows
  void forget();       // after a rollback: nothing in memory is to be trusted

  std::optional<Incident> incident(IncidentNumber number) const override;
  std::optional<IncidentNumber> incident_of_channel(const ChannelId& channel) const override;
  std::vector<Incident> active_incidents() const override;
  bool has_active_incidents() const;
  IncidentNumber next_incident_number() const override;
  std::vector<Event> events_of(IncidentNumber number) const override;
  std::optional<Event> entry(IncidentNumber number, EntryNumber entry) const override;
  std::vector<Incident> recent_incidents(std::size_t most) const override;
  std::vector<Incident> incidents_with_open_tasks() const override;
  std::optional<EntryNumber> entry_of_message(IncidentNumber number, const ChannelId& channel,
                                              const MessageTs& ts) const override;
  std::vector<Person> people_named(std::string_view name) const override;
  std::optional<Person> person(const UserId& user) const override;
  std::optional<Writeup> latest_writeup(IncidentNumber number) const override;
  std::vector<Found> find(std::string_view words, std::size_t most,
                          const MayKnow& may_know) const override;
  std::size_t not_searched_yet() const override;
  Neighbours incidents_like(const std::vector<std::string>& words, std::size_t most,
                            const MayKnow& may_know) const override;
  std::vector<IncidentTimes> times_since(Moment since) const override;
  std::optional<AlertCard> alert_card(AlertCardNumber number) const override;

 private:
  const Incident* known(IncidentNumber number) const;
  void keep_small() const;

  Store& store_;
  std::uint64_t recorded_ = 0;
  mutable std::unordered_map<IncidentNumber, Incident> incidents_;
  mutable std::unordered_map<ChannelId, std::optional<IncidentNumber>> channels_;
  mutable std::unordered_map<UserId, std::optional<Person>> people_;
  mutable std::vector<IncidentNumber> unwritten_;
};

}  // namespace tocsin
