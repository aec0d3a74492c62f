#include "bot/domain/corrections.h"

#include <map>
#include <utility>

namespace tocsin {

namespace {

// What all corrections of one entry add up to.
struct Corrected {
  const std::string* text = nullptr;
  std::optional<Moment> at;
  bool is_struck = false;
};

using Corrections = std::map<EntryNumber, Corrected>;

class Collector {
 public:
  explicit Collector(Corrections& corrections) : corrections_(corrections) {}

  void operator()(const event::EntryEdited& edit) { corrections_[edit.corrects].text = &edit.to; }
  void operator()(const event::EntryRetimed& move) { corrections_[move.corrects].at = move.to; }
  void operator()(const event::EntryStruck& strike) {
    corrections_[strike.corrects].is_struck = true;
  }
  void operator()(const event::EntryRestored& restored) {
    corrections_[restored.corrects].is_struck = false;
  }
  template <class Other>
  void operator()(const Other&) {}

 private:
  Corrections& corrections_;
};

Corrections collect(const std::vector<Event>& events) {
  Corrections corrections;
  for (const Event& event : events) std::visit(Collector(corrections), event.body);
  return corrections;
}

// Of the others the text is the name of something else: a title has its own verb. A lead that was
// opened and ruled out in one go has its words in `lead`.
std::string* text_of(EventBody& body) {
  return std::visit(
      [](auto& known) -> std::string* {
        if constexpr (requires { known.lead; }) {
          return known.lead.empty() ? &known.text : &known.lead;
        } else if constexpr (requires { known.text; }) {
          return &known.text;
        } else {
          return nullptr;
        }
      },
      body);
}

Event corrected(Event event, const Corrected& correction) {
  if (correction.text != nullptr) {
    if (std::string* text = text_of(event.body)) *text = *correction.text;
  }
  if (correction.at) event.happened_at = *correction.at;
  return event;
}

// Visits each event that is no correction, corrected, and whether it was struck.
template <class Visit>
void for_each_corrected(const std::vector<Event>& events, Visit visit) {
  const Corrections corrections = collect(events);
  for (const Event& event : events) {
    if (is_correction(event.body)) continue;
    const auto found = corrections.find(event.entry);
    if (event.entry.value == 0 || found == corrections.end()) {
      visit(event, false);
    } else {
      visit(corrected(event, found->second), found->second.is_struck);
    }
  }
}

}  // namespace

bool is_correction(const EventBody& body) {
  return std::holds_alternative<event::EntryEdited>(body) ||
         std::holds_alternative<event::EntryRetimed>(body) ||
         std::holds_alternative<event::EntryStruck>(body) ||
         std::holds_alternative<event::EntryRestored>(body);
}

std::optional<EntryNumber> corrected_entry(const EventBody& body) {
  return std::visit(
      [](const auto& known) -> std::optional<EntryNumber> {
        if constexpr (requires { known.corrects; }) {
          return known.corrects;
        } else {
          return std::nullopt;
        }
      },
      body);
}

const std::string* editable_text(const EventBody& body) {
  return text_of(const_cast<EventBody&>(body));  // NOLINT: only looked at
}

std::vector<Event> standing_events(const std::vector<Event>& events) {
  std::vector<Event> standing;
  standing.reserve(events.size());
  for_each_corrected(events, [&](const Event& event, bool is_struck) {
    if (!is_struck) standing.push_back(event);
  });
  return standing;
}

std::set<EntryNumber> struck_entries(const std::vector<Event>& events) {
  std::set<EntryNumber> struck;
  for (const auto& [entry, correction] : collect(events)) {
    if (correction.is_struck) struck.insert(entry);
  }
  return struck;
}

Incident fold(IncidentNumber number, const std::vector<Event>& events) {
  Incident incident;
  incident.number = number;
  for_each_corrected(events, [&](const Event& event, bool is_struck) {
    incident =
        is_struck ? apply_struck(std::move(incident), event) : apply(std::move(incident), event);
  });
  return incident;
}

}  // namespace tocsin
