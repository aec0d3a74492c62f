#include "bot/engine/record.h"

#include "bot/domain/corrections.h"

#include <algorithm>
#include <cstddef>

namespace tocsin {

namespace {

// Far more than are ever in use at once; a bound for a process that lives for years.
constexpr std::size_t k_most_kept = 4096;

}  // namespace

const Incident* Record::known(IncidentNumber number) const {
  const auto kept = incidents_.find(number);
  if (kept != incidents_.end()) return &kept->second;
  std::optional<Incident> stored = store_.incident(number);
  if (!stored) return nullptr;
  return &incidents_.emplace(number, std::move(*stored)).first->second;
}

void Record::keep_small() const {
  if (incidents_.size() > k_most_kept && unwritten_.empty()) incidents_.clear();
  if (channels_.size() > k_most_kept) channels_.clear();
  if (people_.size() > k_most_kept) people_.clear();
}

Record::Change Record::record(IncidentNumber number, const Event& event) {
  ++recorded_;
  const Incident* before = known(number);
  Change change;
  if (before != nullptr) change.before = *before;
  change.before.number = number;
  if (is_correction(event.body)) {
    store_.append(number, event);
    change.after = fold(number, store_.events_of(number));
  } else {
    change.after = apply(change.before, event);
    if (before == nullptr) store_.put(change.after);  // the row that its events refer to
    store_.append(number, event);
  }
  incidents_[number] = change.after;
  if (change.after.channel != change.before.channel) {
    channels_[change.after.channel] = number;
  }
  if (std::ranges::find(unwritten_, number) == unwritten_.end()) unwritten_.push_back(number);
  return change;
}

void Record::learn(const Person& person) {
  store_.put(person);
  people_[person.id] = person;
}

void Record::flush() const {
  for (const IncidentNumber number : unwritten_) store_.put(incidents_.at(number));
  unwritten_.clear();
  keep_small();
}

void Record::forget() {
  incidents_.clear();
  channels_.clear();
  people_.clear();
  unwritten_.clear();
}

std::optional<Incident> Record::incident(IncidentNumber number) const {
  const Incident* found = known(number);
  return found != nullptr ? std::optional(*found) : std::nullopt;
}

std::optional<IncidentNumber> Record::incident_of_channel(const ChannelId& channel) const {
  if (channel.empty()) return std::nullopt;
  const auto known = channels_.find(channel);
  if (known != channels_.end()) return known->second;
  flush();
  return channels_[channel] = store_.incident_of_channel(channel);
}

std::vector<Incident> Record::active_incidents() const {
  flush();
  return store_.active_incidents();
}

bool Record::has_active_incidents() const {
  flush();
  return store_.has_active_incidents();
}

std::vector<Incident> Record::recent_incidents(std::size_t most) const {
  flush();
  return store_.recent_incidents(most);
}

std::vector<Incident> Record::incidents_with_open_tasks() const {
  flush();
  return store_.incidents_with_open_tasks();
}

std::optional<EntryNumber> Record::entry_of_message(IncidentNumber number, const ChannelId& channel,
                                                    const MessageTs& ts) const {
  return store_.entry_of_message(number, channel, ts);
}

std::vector<Person> Record::people_named(std::string_view name) const {
  return store_.people_named(name);
}

IncidentNumber Record::next_incident_number() const { return store_.next_incident_number(); }

std::vector<Event> Record::events_of(IncidentNumber number) const {
  return store_.events_of(number);
}

std::optional<Event> Record::entry(IncidentNumber number, EntryNumber entry) const {
  return store_.entry(number, entry);
}

std::optional<Person> Record::person(const UserId& user) const {
  const auto known = people_.find(user);
  if (known != people_.end()) return known->second;
  return people_[user] = store_.person(user);
}

std::optional<Writeup> Record::latest_writeup(IncidentNumber number) const {
  return store_.latest_writeup(number);
}

std::vector<Found> Record::find(std::string_view words, std::size_t most,
                                const MayKnow& may_know) const {
  return store_.find(words, most, may_know);
}

std::size_t Record::not_searched_yet() const { return store_.not_searched_yet(); }

Neighbours Record::incidents_like(const std::vector<std::string>& words, std::size_t most,
                                  const MayKnow& may_know) const {
  return store_.incidents_like(words, most, may_know);
}

std::vector<IncidentTimes> Record::times_since(Moment since) const {
  flush();
  return store_.times_since(since);
}

std::optional<AlertCard> Record::alert_card(AlertCardNumber number) const {
  return store_.alert_card(number);
}

}  // namespace tocsin
