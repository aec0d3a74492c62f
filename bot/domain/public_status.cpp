#include "bot/domain/public_status.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

// What was typed when the incident ended was said to the responders: the public reads this.
constexpr std::string_view k_resolved = "This incident has been resolved.";
constexpr std::string_view k_cancelled = "This incident is over.";

bool has_ended(State state) { return state == State::resolved || is_over(state); }

}  // namespace

bool may_be_public(const Incident& incident) {
  return !incident.is_private && !incident.is_drill && !incident.is_imported;
}

std::string_view public_state(State state) {
  switch (state) {
    case State::investigating:
      return "investigating";
    case State::identified:
      return "identified";
    case State::monitoring:
    case State::mitigated:
      return "monitoring";
    case State::resolved:
    case State::closed:
    case State::cancelled:
      return "resolved";
  }
  return "investigating";
}

std::string public_words(State state, std::string_view text) {
  std::string words(public_state(state));
  words.front() = static_cast<char>(words.front() - 'a' + 'A');
  return words + ": " + std::string(text);
}

const StatusEntry* status_entry(const Incident& incident, std::string_view status_page) {
  const auto found =
      std::ranges::find(incident.status_entries, status_page, &StatusEntry::status_page);
  return found == incident.status_entries.end() ? nullptr : &*found;
}

std::string preview_sum(const Incident& incident, std::string_view text) {
  std::uint32_t sum = 2'166'136'261U;
  for (const char c : incident.title + "\n" + public_words(incident.state, text)) {
    sum = (sum ^ static_cast<unsigned char>(c)) * 16'777'619U;  // FNV-1a
  }
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string digits;
  for (int shift = 28; shift >= 0; shift -= 4) digits += k_digits[(sum >> shift) & 15U];
  return digits;
}

std::vector<Delivery> status_consequences(const Incident& before, const Incident& after,
                                          const Event& event) {
  std::vector<Delivery> deliveries;
  if (!may_be_public(after)) return deliveries;
  if (const auto* shown = std::get_if<event::StatusShown>(&event.body)) {
    // The text is stored as it shall be read, with the state in front.
    const bool is_asked_for = shown->id.empty();
    const std::string front = public_words(after.state, "");
    if (is_asked_for && shown->text.starts_with(front)) {
      deliveries.push_back(
          delivery::ShowStatus{shown->status_page, shown->text.substr(front.size()), after.state});
    }
    return deliveries;
  }
  const auto show = [&](std::string_view text) {
    for (const StatusEntry& entry : after.status_entries) {
      deliveries.push_back(delivery::ShowStatus{entry.status_page, std::string(text), after.state});
    }
  };
  if (const auto* update = std::get_if<event::UpdateSent>(&event.body)) {
    show(update->text);
  } else if (!has_ended(before.state) && has_ended(after.state)) {
    show(after.state == State::cancelled ? k_cancelled : k_resolved);
  }
  return deliveries;
}

}  // namespace tocsin
