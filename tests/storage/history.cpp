#include "tests/storage/history.h"

#include "bot/domain/corrections.h"

#include "tests/storage/samples.h"

namespace tocsin {

namespace {

constexpr IncidentNumber k_incident{1};

std::string key_of(std::int64_t number) { return "command " + std::to_string(number); }

std::string text_of(std::int64_t number) {
  return key_of(number) + std::string(number % 5 == 0 ? 6'000 : 40, '.');
}

Event declaration() {
  Event event;
  event.happened_at = event.recorded_at = minute(0);
  event.actor = UserId{"U1"};
  event.entry = EntryNumber{1};
  event.body =
      event::Declared{"Checkout is down", Severity::sev1, false, false, std::nullopt, "UTC"};
  return event;
}

Incident declared() {
  Incident incident;
  incident.number = k_incident;
  return apply(incident, declaration());
}

Incident after(Incident incident, std::int64_t number) {
  return apply(std::move(incident), logged(number + 1, text_of(number)));
}

}  // namespace

void write_commands(Store& store, std::int64_t first, std::int64_t last) {
  for (std::int64_t number = first; number <= last; ++number) {
    store.open_savepoint();
    if (number == 1) {
      store.append(k_incident, declaration());
      store.put(declared());
    }
    const Event event = logged(number + 1, text_of(number));
    store.append(k_incident, event);
    store.put(after(*store.incident(k_incident), number));
    store.add(k_incident, delivery::PostEntry{event.entry}, event.recorded_at);
    store.add(k_incident, delivery::EditCard{}, event.recorded_at);
    store.set_timer({k_incident, TimerKind::remind_to_close, number, event.recorded_at});
    store.remember_input(key_of(number), Reply("Saved"), event.recorded_at);
    store.release_savepoint();
  }
}

std::int64_t whole_commands(const Store& store) {
  const auto timers = store.timers_due(minute(1'000'000));
  const auto count = static_cast<std::int64_t>(timers.size());
  const auto row = store.incident(k_incident);
  const std::vector<Event> events = store.events_of(k_incident);
  if (count == 0) return !row && events.empty() && store.unsettled_rows().empty() ? 0 : -1;
  if (!row || static_cast<std::int64_t>(events.size()) != count + 1) return -1;
  if (fold(k_incident, events) != *row) return -1;
  for (std::int64_t number = 1; number <= count; ++number) {
    const Event expected = logged(number + 1, text_of(number));
    if (events[static_cast<std::size_t>(number)] != expected) return -1;
    if (!store.reply_for(key_of(number))) return -1;
  }
  if (store.reply_for(key_of(count + 1))) return -1;
  // One post for each, and one card that replaced all before it.
  const auto waiting = static_cast<std::int64_t>(store.unsettled_rows().size());
  return waiting == count + 1 ? count : -1;
}

}  // namespace tocsin
