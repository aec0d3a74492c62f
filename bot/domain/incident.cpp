#include "bot/domain/incident.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

// One overload an event: what it changes in the incident. No catch-all, so that a new event has to
// say what it means.
class Applier {
 public:
  Applier(Incident& incident, const Event& event) : incident_(incident), event_(event) {}

  void operator()(const event::Declared& declared) {
    incident_.title = declared.title;
    incident_.severity = declared.severity;
    incident_.is_private = declared.is_private;
    incident_.is_drill = declared.is_drill;
    incident_.zone = declared.zone;
    incident_.declarer = event_.actor;
    incident_.lead = event_.actor;
    incident_.declared_at = event_.recorded_at;
    incident_.since = declared.started_at;
    incident_.started_at = declared.started_at;
  }
  void operator()(const event::Logged&) {}
  void operator()(const event::Detected&) { incident_.detected_at = event_.happened_at; }
  void operator()(const event::Started&) { incident_.started_at = event_.happened_at; }
  void operator()(const event::ImpactSet& impact) { incident_.impact = impact.text; }
  void operator()(const event::SummarySet& summary) { incident_.summary = summary.text; }
  void operator()(const event::CauseAdded& cause) { incident_.causes.push_back(cause.text); }
  void operator()(const event::WorkaroundFound&) {}
  void operator()(const event::FixFound&) {}
  void operator()(const event::Decided&) {}
  void operator()(const event::MeasureNoted&) {}
  void operator()(const event::LessonNoted&) {}
  void operator()(const event::TitleChanged& title) { incident_.title = title.to; }
  void operator()(const event::SeverityChanged& change) { incident_.severity = change.to; }
  void operator()(const event::StateMoved& move) {
    incident_.state = move.to;
    incident_.close_asked = false;
    if (move.to == State::mitigated) incident_.mitigated_at = event_.happened_at;
    if (move.to == State::resolved) {
      incident_.resolved_at = event_.happened_at;
      incident_.end_known = true;
      return;
    }
    incident_.resolved_at.reset();  // the impact is back, or was never over
    if (move.to != State::mitigated) incident_.mitigated_at.reset();
  }
  void operator()(const event::CloseAsked&) { incident_.close_asked = true; }
  void operator()(const event::Closed& closed) {
    incident_.state = State::closed;
    incident_.closed_at = event_.happened_at;
    incident_.end_known = closed.end_known;
    incident_.close_asked = false;
  }
  void operator()(const event::ChannelMade& made) {
    incident_.channel = made.channel;
    incident_.channel_name = made.name;
    incident_.channel_refused.clear();
  }
  void operator()(const event::ChannelRefused& refused) {
    incident_.channel_refused = refused.reason;
  }
  void operator()(const event::WasDeaf&) {}

 private:
  Incident& incident_;
  const Event& event_;
};

struct IsTimelineEntry {
  bool operator()(const event::CloseAsked&) const { return false; }
  bool operator()(const event::ChannelMade&) const { return false; }
  bool operator()(const event::ChannelRefused&) const { return false; }
  bool operator()(const event::WasDeaf&) const { return false; }
  bool operator()(const event::Declared&) const { return true; }
  bool operator()(const event::Logged&) const { return true; }
  bool operator()(const event::Detected&) const { return true; }
  bool operator()(const event::Started&) const { return true; }
  bool operator()(const event::ImpactSet&) const { return true; }
  bool operator()(const event::SummarySet&) const { return true; }
  bool operator()(const event::CauseAdded&) const { return true; }
  bool operator()(const event::WorkaroundFound&) const { return true; }
  bool operator()(const event::FixFound&) const { return true; }
  bool operator()(const event::Decided&) const { return true; }
  bool operator()(const event::MeasureNoted&) const { return true; }
  bool operator()(const event::LessonNoted&) const { return true; }
  bool operator()(const event::TitleChanged&) const { return true; }
  bool operator()(const event::SeverityChanged&) const { return true; }
  bool operator()(const event::StateMoved&) const { return true; }
  bool operator()(const event::Closed&) const { return true; }
};

}  // namespace

std::string handle(IncidentNumber number) { return "INC-" + std::to_string(number.value); }

std::string handle(EntryNumber number) { return "E" + std::to_string(number.value); }

bool is_timeline_entry(const EventBody& body) { return std::visit(IsTimelineEntry{}, body); }

Incident apply(Incident incident, const Event& event) {
  std::visit(Applier(incident, event), event.body);
  if (event.entry.value > 0) {
    incident.last_entry = std::max(incident.last_entry, event.entry);
    if (!incident.latest_entry_at || *incident.latest_entry_at < event.happened_at) {
      incident.latest_entry_at = event.happened_at;
    }
  }
  return incident;
}

Event next_event(const Incident& incident, EventBody body, Moment happened_at, Moment now,
                 const UserId& actor, std::string zone) {
  Event event;
  event.happened_at = happened_at;
  event.recorded_at = now;
  event.actor = actor;
  event.zone = std::move(zone);
  if (is_timeline_entry(body)) event.entry = EntryNumber{incident.last_entry.value + 1};
  event.body = std::move(body);
  return event;
}

}  // namespace tocsin
