#include "commands/named_entry.h"

#include "bot/domain/corrections.h"
#include "bot/domain/timeline.h"
#include "bot/domain/whole_letters.h"
#include "commands/entry.h"
#include "commands/handle_hints.h"
#include "commands/handles.h"
#include "commands/line.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_longest_name = 80;

// As it stands when a strike is not looked at, so that also a struck one can be spoken of.
Event as_it_stands(const std::vector<Event>& events, const Event& recorded) {
  std::vector<Event> without_strikes{recorded};
  for (const Event& event : events) {
    const bool changes = std::holds_alternative<event::EntryEdited>(event.body) ||
                         std::holds_alternative<event::EntryRetimed>(event.body);
    if (changes) without_strikes.push_back(event);
  }
  return standing_events(without_strikes).front();
}

// Whether `later` names what `entry` made.
class Names {
 public:
  explicit Names(const Event& later) : later_(later.body) {}

  bool operator()(const event::Suspected& body) const { return names(body.hypothesis); }
  bool operator()(const event::RuledOut& body) const {
    return !body.lead.empty() && names(body.hypothesis);
  }
  bool operator()(const event::TaskAdded& body) const { return names(body.task); }
  bool operator()(const event::Paged& body) const { return names(body.page); }
  bool operator()(const event::HandoffOffered& body) const {
    const auto* accepted = std::get_if<event::HandoffAccepted>(&later_);
    const auto* declined = std::get_if<event::HandoffDeclined>(&later_);
    return (accepted != nullptr && accepted->role == body.role) ||
           (declined != nullptr && declined->role == body.role);
  }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }

 private:
  template <class Number>
  bool names(Number number) const {
    return std::visit(
        [number](const auto& body) {
          // What the bot did for it by itself is no reason to keep it.
          using Body = std::decay_t<decltype(body)>;
          if constexpr (std::is_same_v<Body, event::StepPaged> ||
                        std::is_same_v<Body, event::LadderEnded> ||
                        std::is_same_v<Body, event::TaskFiled> ||
                        std::is_same_v<Body, event::TaskStateRead>) {
            return false;
          }
          if constexpr (requires { body.hypothesis == number; }) return body.hypothesis == number;
          if constexpr (requires { body.task == number; }) return body.task == number;
          if constexpr (requires { body.page == number; }) return body.page == number;
          return false;
        },
        later_);
  }

  const EventBody& later_;
};

}  // namespace

Result<NamedEntry, Refusal> read_named_entry(const Request& request, const Verb& verb) {
  const FirstWord first = take_word(request.arguments);
  const auto number = read_entry_handle(first.word);
  if (!number) return failure(refuse_handle(request, verb, first.word, "an entry, like E12"));
  NamedEntry named;
  named.events = request.reader.events_of(request.incident->number);
  const auto found = std::ranges::find(named.events, *number, &Event::entry);
  if (found == named.events.end()) {
    RichText why("There is no " + handle(*number) + " in " + handle(request.incident->number) +
                 "; its last entry is " + handle(request.incident->last_entry) +
                 ". Nothing was changed. ");
    why.code(request.settings.command + " timeline all").plain(" shows them with their handles.");
    return failure(Refusal(std::move(why)));
  }
  named.recorded = *found;
  named.standing = as_it_stands(named.events, *found);
  named.is_struck = struck_entries(named.events).contains(*number);
  named.rest = first.rest;
  return named;
}

Result<NamedEntry, Refusal> read_counting_entry(const Request& request, const Verb& verb) {
  auto named = read_named_entry(request, verb);
  if (named && named->is_struck) {
    return failure(Refusal(handle(named->recorded.entry) +
                           " is struck: it is out of the write-up. Nothing was changed. To have it "
                           "there, type it again: " +
                           timeline_text(named->standing.body)));
  }
  return named;
}

std::optional<Event> first_dependent(const std::vector<Event>& events, const Event& entry) {
  bool is_later = false;
  for (const Event& event : standing_events(events)) {
    if (is_later && std::visit(Names(event), entry.body)) return event;
    is_later = is_later || event.entry == entry.entry;
  }
  return std::nullopt;
}

std::optional<RichText> why_it_stays(const Request& request, const Event& entry) {
  std::string_view what;
  std::string_view instead;
  std::string_view effect;
  if (std::holds_alternative<event::Declared>(entry.body) ||
      std::holds_alternative<event::Imported>(entry.body)) {
    what = "the declaration";
    instead = "cancel REASON";
    effect = " ends the incident without a write-up.";
  } else if (std::holds_alternative<event::Closed>(entry.body) ||
             std::holds_alternative<event::Cancelled>(entry.body) ||
             std::holds_alternative<event::MergedInto>(entry.body)) {
    what = "the end of the incident";
    instead = "reopen REASON";
    effect = " opens it again.";
  } else if (std::holds_alternative<event::Reopened>(entry.body)) {
    what = "the reopening";
    instead = "close";
    effect = " ends the incident again.";
  } else if (std::holds_alternative<event::StatusShown>(entry.body)) {
    what = "what the public reads";
    instead = "update TEXT";
    effect = " puts it right there.";
  } else {
    return std::nullopt;
  }
  RichText why(handle(entry.entry) + " is " + std::string(what) +
               " and cannot be taken back. Nothing was changed. ");
  why.code(request.settings.command + " " + handle(request.incident->number) + " " +
           std::string(instead));
  return why.plain(effect);
}

Incident with_correction(const Incident& incident, const std::vector<Event>& events,
                         const Event& correction) {
  std::vector<Event> all = events;
  all.push_back(correction);
  return fold(incident.number, all);
}

std::string state_change(const Incident& before, const Incident& after) {
  if (before.state == after.state) return "";
  return " " + handle(after.number) + " is now " + std::string(name_of(after.state)) + ".";
}

std::string after_the_end(const Incident& incident, std::string_view what) {
  if (!is_over(incident.state)) return "";
  const std::string number = " " + handle(incident.number) + " is ";
  if (incident.state == State::cancelled) {
    return number + "cancelled: the " + std::string(what) + " is in its record only.";
  }
  return number + "closed: its posted write-up shows the " + std::string(what) +
         " within a minute.";
}

std::string short_name(const Event& entry) {
  std::string text = timeline_text(entry.body);
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  if (text.size() > k_longest_name) {
    text = std::string(whole_letters(text, k_longest_name)) + "…";
  }
  std::string name = handle(entry.entry) + " (" + std::string(kind_word(entry.body));
  return name + (text.empty() ? ")" : ": " + text + ")");
}

}  // namespace tocsin
