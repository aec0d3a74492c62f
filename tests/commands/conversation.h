#pragma once
// People who type lines against a real record (SQLite in memory), as the engine lets them: what a
// line answers is applied and stored before the next one is read. The tests of commands/ set who
// types where and when, and read what was said.

#include "bot/domain/when.h"
#include "commands/catalog.h"
#include "storage/sqlite_store.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tocsin {

// What one line was answered with.
struct Said {
  bool refused = false;  // or a form was offered for what is missing: nothing was saved
  std::string text;      // all paragraphs, plain
  std::vector<Button> buttons;
  std::vector<Event> events;
  std::vector<Timer> timers;
  std::vector<Delivery> deliveries;
  std::vector<EventElsewhere> elsewhere;
  std::vector<DeliveryElsewhere> deliveries_elsewhere;
  bool wants_writeup = false;
  std::optional<Form> form;
  std::string field;  // of a refusal

  bool has(std::string_view part) const { return text.find(part) != std::string::npos; }
  const Button* button(std::string_view label) const;  // whose label begins so; null: none
};

// "2026-03-10 14:35 UTC", as print_moment() prints it.
Moment moment(std::string_view text);

class Conversation {
 public:
  Conversation();

  UserId user{"UANA"};
  ChannelId channel{"CGENERAL"};  // where nothing but talk is
  Moment now = moment("2026-03-10 14:40 UTC");
  CommandSettings settings;

  Said type(std::string_view line);
  Said press(const Button& button) { return type(button.command_line); }
  // The same by somebody else, or from another place.
  Said type_as(const UserId& other, std::string_view line);
  Said type_in(const ChannelId& other, std::string_view line);

  void knows(const Person& person);
  // Slack has made the channel of the incident.
  ChannelId give_channel(std::int64_t number);

  Incident incident(std::int64_t number) const;
  Event last_event(std::int64_t number) const;
  std::size_t events() const;  // of all incidents
  Store& store() { return *store_; }

 private:
  void record(IncidentNumber number, const Event& event);

  std::unique_ptr<SqliteStore> store_;
};

// The body of an event that has to be of this kind.
template <class Body>
const Body& body_of(const Event& event) {
  return std::get<Body>(event.body);
}

}  // namespace tocsin

template <>
struct doctest::StringMaker<tocsin::Moment> {
  static doctest::String convert(tocsin::Moment moment) {
    return tocsin::print_moment(moment, tocsin::Zone()).c_str();
  }
};
