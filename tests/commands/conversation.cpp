#include "tests/commands/conversation.h"

#include "bot/domain/corrections.h"
#include "bot/domain/when.h"

#include <doctest/doctest.h>

#include <utility>

namespace tocsin {

const Button* Said::button(std::string_view label) const {
  for (const Button& one : buttons) {
    if (one.label.starts_with(label)) return &one;
  }
  return nullptr;
}

Moment moment(std::string_view text) {
  WhenContext context;
  context.now = from_stored(4'000'000'000'000);
  const auto when = take_when(text, context);
  REQUIRE((when && *when));
  REQUIRE((*when)->consumed == text.size());
  return (*when)->at;
}

Conversation::Conversation() : store_(SqliteStore::open(":memory:", {.now = now})) {}

Said Conversation::type(std::string_view line) {
  const Typed typed{user, channel, std::string(line), now};
  store_->begin();
  Outcome outcome = run_line(typed, settings, *store_);
  Said said;
  said.refused = !outcome || outcome->form;
  if (!outcome) said.field = outcome.error().field;
  if (outcome) {
    for (const Event& event : outcome->events) record(outcome->incident, event);
    for (const EventElsewhere& other : outcome->elsewhere) record(other.incident, other.event);
    for (const Timer& timer : outcome->timers) store_->set_timer(timer);
    said.form = outcome->form;
    said.events = outcome->events;
    said.timers = outcome->timers;
    said.deliveries = outcome->deliveries;
    said.elsewhere = outcome->elsewhere;
    said.deliveries_elsewhere = outcome->deliveries_elsewhere;
    said.wants_writeup = outcome->wants_writeup;
  }
  store_->commit();
  const Reply& reply = outcome ? outcome->reply : outcome.error().reply;
  for (const RichText& paragraph : reply.paragraphs) {
    if (!said.text.empty()) said.text += "\n";
    said.text += to_plain(paragraph);
  }
  said.buttons = reply.buttons;
  // Never "nothing happened".
  CHECK_FALSE(said.text.empty());
  return said;
}

Said Conversation::type_as(const UserId& other, std::string_view line) {
  const UserId before = std::exchange(user, other);
  Said said = type(line);
  user = before;
  return said;
}

Said Conversation::type_in(const ChannelId& other, std::string_view line) {
  const ChannelId before = std::exchange(channel, other);
  Said said = type(line);
  channel = before;
  return said;
}

void Conversation::record(IncidentNumber number, const Event& event) {
  store_->append(number, event);
  store_->put(fold(number, store_->events_of(number)));
}

void Conversation::knows(const Person& person) {
  store_->begin();
  store_->put(person);
  store_->commit();
}

ChannelId Conversation::give_channel(std::int64_t number) {
  const std::string name = "inc-" + std::to_string(number);
  const ChannelId made{"CINC" + std::to_string(number)};
  store_->begin();
  record(IncidentNumber{number},
         next_event(incident(number), event::ChannelMade{made, name}, now, now, UserId{}));
  store_->commit();
  return made;
}

Incident Conversation::incident(std::int64_t number) const {
  const auto found = store_->incident(IncidentNumber{number});
  REQUIRE(found);
  return *found;
}

Event Conversation::last_event(std::int64_t number) const {
  const std::vector<Event> events = store_->events_of(IncidentNumber{number});
  REQUIRE_FALSE(events.empty());
  return events.back();
}

std::size_t Conversation::events() const {
  std::size_t count = 0;
  for (const IncidentNumber number : store_->all_incidents()) {
    count += store_->events_of(number).size();
  }
  return count;
}

}  // namespace tocsin
