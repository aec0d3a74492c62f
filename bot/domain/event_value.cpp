// What is the same for every file that has an EventBody, compiled here once.

#include "bot/domain/event.h"

#include <utility>

namespace tocsin {

EventBody::EventBody() = default;
EventBody::EventBody(const EventBody&) = default;
EventBody::EventBody(EventBody&&) noexcept = default;
EventBody& EventBody::operator=(const EventBody&) = default;
EventBody& EventBody::operator=(EventBody&&) noexcept = default;
EventBody::~EventBody() = default;

bool EventBody::operator==(const EventBody& other) const {
  return static_cast<const Kinds&>(*this) == static_cast<const Kinds&>(other);
}

template <class Kind>
requires is_kind_of<Kind, EventBody::Kinds> EventBody::EventBody(Kind kind)
    : variant(std::move(kind)) {}

template EventBody::EventBody(event::Declared);
template EventBody::EventBody(event::Logged);
template EventBody::EventBody(event::Detected);
template EventBody::EventBody(event::Started);
template EventBody::EventBody(event::ImpactSet);
template EventBody::EventBody(event::SummarySet);
template EventBody::EventBody(event::CauseAdded);
template EventBody::EventBody(event::WorkaroundFound);
template EventBody::EventBody(event::FixFound);
template EventBody::EventBody(event::Decided);
template EventBody::EventBody(event::MeasureNoted);
template EventBody::EventBody(event::LessonNoted);
template EventBody::EventBody(event::TitleChanged);
template EventBody::EventBody(event::SeverityChanged);
template EventBody::EventBody(event::StateMoved);
template EventBody::EventBody(event::CloseAsked);
template EventBody::EventBody(event::Closed);
template EventBody::EventBody(event::ChannelMade);
template EventBody::EventBody(event::ChannelRefused);
template EventBody::EventBody(event::WasDeaf);
template EventBody::EventBody(event::Suspected);
template EventBody::EventBody(event::RuledOut);
template EventBody::EventBody(event::Confirmed);
template EventBody::EventBody(event::RoleGiven);
template EventBody::EventBody(event::HandoffOffered);
template EventBody::EventBody(event::HandoffAccepted);
template EventBody::EventBody(event::HandoffDeclined);
template EventBody::EventBody(event::TaskAdded);
template EventBody::EventBody(event::TaskMoved);
template EventBody::EventBody(event::TaskAssigned);
template EventBody::EventBody(event::TaskDueSet);
template EventBody::EventBody(event::UpdateSent);
template EventBody::EventBody(event::ReminderSet);
template EventBody::EventBody(event::QuietSet);
template EventBody::EventBody(event::SubscriptionChanged);
template EventBody::EventBody(event::Paged);
template EventBody::EventBody(event::PageJoined);
template EventBody::EventBody(event::PageAcknowledged);
template EventBody::EventBody(event::PageDeclined);
template EventBody::EventBody(event::Cancelled);
template EventBody::EventBody(event::Reopened);
template EventBody::EventBody(event::Linked);
template EventBody::EventBody(event::MergedInto);
template EventBody::EventBody(event::DuplicateFound);
template EventBody::EventBody(event::ZoneChanged);
template EventBody::EventBody(event::WriteupMoved);
template EventBody::EventBody(event::SectionWritten);
template EventBody::EventBody(event::WriteupAssigned);
template EventBody::EventBody(event::MessageKept);
template EventBody::EventBody(event::EntryEdited);
template EventBody::EventBody(event::EntryRetimed);
template EventBody::EventBody(event::EntryStruck);
template EventBody::EventBody(event::EntryRestored);
template EventBody::EventBody(event::ChannelChanged);
template EventBody::EventBody(event::ChannelMoved);
template EventBody::EventBody(event::MemberChanged);
template EventBody::EventBody(event::Imported);
template EventBody::EventBody(event::SimilarFound);
template EventBody::EventBody(event::StepPaged);
template EventBody::EventBody(event::LadderEnded);
template EventBody::EventBody(event::DrillPlanned);
template EventBody::EventBody(event::Injected);
template EventBody::EventBody(event::ReadBack);
template EventBody::EventBody(event::PagerRefused);
template EventBody::EventBody(event::TaskFiled);
template EventBody::EventBody(event::TaskStateRead);
template EventBody::EventBody(event::StatusShown);
template EventBody::EventBody(event::AlertAttached);
template EventBody::EventBody(event::AlertEnded);
template EventBody::EventBody(event::PageEnded);

}  // namespace tocsin
