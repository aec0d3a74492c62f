#include "bot/domain/postmortem_facts.h"

#include <algorithm>
#include <tuple>

namespace tocsin {

namespace {

// One overload an event: what it is to the write-up. No catch-all, so that a new event has to say.
// The moments themselves are taken from the incident, which knows which of several stands; here
// only the entry that says so is looked for, and the latest wins.
class Gatherer {
 public:
  Gatherer(PostmortemFacts& facts, const Event& event) : facts_(facts), event_(event) {}

  void operator()(const event::Declared& declared) {
    facts_.declared = {event_.recorded_at, event_.entry};
    facts_.severities.push_back({declared.severity, event_.happened_at, event_.entry});
    if (declared.started_at) matches(facts_.started, *declared.started_at);
  }
  void operator()(const event::Logged&) {}
  void operator()(const event::Detected&) {
    facts_.detections.push_back(&event_);
    matches(facts_.detected, event_.happened_at);
  }
  void operator()(const event::Started&) { matches(facts_.started, event_.happened_at); }
  void operator()(const event::ImpactSet& impact) {
    facts_.impact = impact.text.empty() ? nullptr : &event_;
  }
  void operator()(const event::SummarySet& summary) {
    facts_.summary = summary.text.empty() ? nullptr : &event_;
  }
  void operator()(const event::CauseAdded&) { facts_.causes.push_back(&event_); }
  void operator()(const event::WorkaroundFound&) { facts_.workarounds.push_back(&event_); }
  void operator()(const event::FixFound&) { facts_.fixes.push_back(&event_); }
  void operator()(const event::Decided&) { facts_.decisions.push_back(&event_); }
  void operator()(const event::MeasureNoted&) { facts_.measures.push_back(&event_); }
  void operator()(const event::LessonNoted&) { facts_.lessons.push_back(&event_); }
  void operator()(const event::TitleChanged&) {}
  void operator()(const event::SeverityChanged& change) {
    facts_.severities.push_back({change.to, event_.happened_at, event_.entry});
  }
  void operator()(const event::StateMoved& move) {
    if (move.to == State::mitigated) matches(facts_.mitigated, event_.happened_at);
    if (move.to == State::resolved) matches(facts_.resolved, event_.happened_at);
    if (move.to == State::mitigated || move.to == State::resolved) {
      facts_.reliefs.push_back(&event_);
    }
  }
  void operator()(const event::CloseAsked&) {}
  void operator()(const event::Closed&) {}
  void operator()(const event::ChannelMade&) {}
  void operator()(const event::ChannelRefused&) {}
  void operator()(const event::WasDeaf&) { facts_.gaps.push_back(&event_); }
  void operator()(const event::Suspected&) {}
  void operator()(const event::RuledOut&) {}
  void operator()(const event::Confirmed&) {}
  void operator()(const event::RoleGiven&) {}
  void operator()(const event::HandoffOffered&) {}
  void operator()(const event::HandoffAccepted&) {}
  void operator()(const event::HandoffDeclined&) {}
  void operator()(const event::TaskAdded&) {}
  void operator()(const event::TaskMoved&) {}
  void operator()(const event::TaskAssigned&) {}
  void operator()(const event::TaskDueSet&) {}
  void operator()(const event::UpdateSent&) {}
  void operator()(const event::ReminderSet&) {}
  void operator()(const event::QuietSet&) {}
  void operator()(const event::SubscriptionChanged&) {}
  void operator()(const event::Paged&) {}
  void operator()(const event::PageJoined&) {}
  void operator()(const event::PageAcknowledged&) {}
  void operator()(const event::PageDeclined&) {}
  void operator()(const event::Cancelled&) {}
  void operator()(const event::Reopened&) {}
  void operator()(const event::Linked&) {}
  void operator()(const event::MergedInto&) {}
  void operator()(const event::DuplicateFound&) {}
  void operator()(const event::ZoneChanged&) {}
  void operator()(const event::MessageKept&) {}
  void operator()(const event::EntryEdited&) {}
  void operator()(const event::EntryRetimed&) {}
  void operator()(const event::EntryStruck&) {}
  void operator()(const event::EntryRestored&) {}
  void operator()(const event::ChannelChanged&) {}
  void operator()(const event::ChannelMoved&) {}
  void operator()(const event::MemberChanged&) {}

 private:
  void matches(KnownMoment& known, Moment at) {
    if (known.at == at) known.entry = event_.entry;
  }

  PostmortemFacts& facts_;
  const Event& event_;
};

bool earlier(const Event* left, const Event* right) {
  return std::tie(left->happened_at, left->entry) < std::tie(right->happened_at, right->entry);
}

}  // namespace

PostmortemFacts gather_facts(const Incident& incident, const std::vector<Event>& events) {
  PostmortemFacts facts;
  facts.started.at = incident.started_at;
  facts.detected.at = incident.detected_at;
  facts.mitigated.at = incident.mitigated_at;
  facts.resolved.at = incident.resolved_at;
  for (const Event& event : events) {
    std::visit(Gatherer(facts, event), event.body);
    if (event.entry.value > 0) facts.timeline.push_back(&event);
  }
  // A relief that was taken back (the impact came back) stays in the timeline only.
  std::erase_if(facts.reliefs, [&facts](const Event* relief) {
    return relief->entry != facts.mitigated.entry && relief->entry != facts.resolved.entry;
  });
  std::sort(facts.timeline.begin(), facts.timeline.end(), earlier);
  return facts;
}

}  // namespace tocsin
