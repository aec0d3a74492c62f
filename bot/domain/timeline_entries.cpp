// Which events are entries of the timeline that people read.

#include "bot/domain/incident.h"

namespace tocsin {

namespace {

struct IsTimelineEntry {
  bool operator()(const event::CloseAsked&) const { return false; }
  bool operator()(const event::ChannelMade&) const { return false; }
  bool operator()(const event::ChannelRefused&) const { return false; }
  bool operator()(const event::WasDeaf&) const { return false; }
  bool operator()(const event::ReadBack&) const { return false; }
  bool operator()(const event::Declared&) const { return true; }
  bool operator()(const event::Imported&) const { return true; }
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
  bool operator()(const event::Suspected&) const { return true; }
  bool operator()(const event::RuledOut&) const { return true; }
  bool operator()(const event::Confirmed&) const { return true; }
  bool operator()(const event::RoleGiven&) const { return true; }
  bool operator()(const event::HandoffOffered&) const { return true; }
  bool operator()(const event::HandoffAccepted&) const { return true; }
  bool operator()(const event::HandoffDeclined&) const { return true; }
  bool operator()(const event::TaskAdded&) const { return true; }
  bool operator()(const event::TaskMoved&) const { return true; }
  bool operator()(const event::TaskAssigned&) const { return true; }
  bool operator()(const event::TaskDueSet&) const { return true; }
  bool operator()(const event::UpdateSent&) const { return true; }
  bool operator()(const event::ReminderSet&) const { return true; }
  bool operator()(const event::QuietSet&) const { return true; }
  bool operator()(const event::Paged&) const { return true; }
  bool operator()(const event::PageJoined&) const { return true; }
  bool operator()(const event::PageAcknowledged&) const { return true; }
  bool operator()(const event::PageEnded&) const { return true; }
  bool operator()(const event::PageDeclined&) const { return true; }
  bool operator()(const event::Cancelled&) const { return true; }
  bool operator()(const event::Reopened&) const { return true; }
  bool operator()(const event::Linked&) const { return true; }
  bool operator()(const event::MergedInto&) const { return true; }
  bool operator()(const event::DuplicateFound&) const { return true; }
  bool operator()(const event::ZoneChanged&) const { return true; }
  bool operator()(const event::WriteupMoved&) const { return false; }
  bool operator()(const event::SectionWritten&) const { return false; }
  bool operator()(const event::WriteupAssigned&) const { return false; }
  bool operator()(const event::MessageKept&) const { return true; }
  bool operator()(const event::SubscriptionChanged&) const { return false; }
  bool operator()(const event::EntryEdited&) const { return false; }
  bool operator()(const event::EntryRetimed&) const { return false; }
  bool operator()(const event::EntryStruck&) const { return false; }
  bool operator()(const event::EntryRestored&) const { return false; }
  bool operator()(const event::ChannelChanged&) const { return false; }
  bool operator()(const event::ChannelMoved&) const { return false; }
  bool operator()(const event::MemberChanged&) const { return false; }
  bool operator()(const event::SimilarFound&) const { return false; }
  bool operator()(const event::StepPaged&) const { return true; }
  bool operator()(const event::LadderEnded&) const { return true; }
  bool operator()(const event::PagerRefused&) const { return true; }
  bool operator()(const event::TaskFiled&) const { return true; }
  bool operator()(const event::TaskStateRead&) const { return true; }
  bool operator()(const event::StatusShown&) const { return true; }
  bool operator()(const event::AlertAttached&) const { return true; }
  bool operator()(const event::AlertEnded&) const { return true; }
  bool operator()(const event::DrillPlanned&) const { return false; }
  bool operator()(const event::Injected&) const { return true; }
};

}  // namespace

bool is_timeline_entry(const EventBody& body) { return std::visit(IsTimelineEntry{}, body); }

}  // namespace tocsin
