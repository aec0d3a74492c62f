#pragma once
// The record as it is for somebody whom nobody knows: on the web page, in the API, on a command
// line. Private incidents are not in it, in whatever way one looks; which those are is asked of the
// one gate (bot/domain/access.h). Wraps a reader that outlives it; on that reader's thread.

#include "bot/domain/access.h"
#include "storage/reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

class OutsideReader final : public Reader {
 public:
  OutsideReader(const Reader& record, const Policy& policy) : record_(record), policy_(policy) {}

  std::optional<Incident> incident(IncidentNumber number) const override;
  std::optional<IncidentNumber> incident_of_channel(const ChannelId& channel) const override;
  std::vector<Incident> active_incidents() const override;
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

 private:
  bool shows(const Incident& incident) const;
  bool shows(IncidentNumber number) const;
  std::vector<Incident> shown(std::vector<Incident> incidents) const;

  const Reader& record_;
  const Policy& policy_;
};

}  // namespace tocsin
