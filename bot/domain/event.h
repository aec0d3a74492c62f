#pragma once
// What can happen in an incident: a closed list. Adding one fails to compile until the timeline
// text (timeline.cpp), apply (incident.cpp) and the stored form (storage/event_codec.cpp) know it.
// Events are never changed once recorded; the stored form is on disk for years.

#include "bot/domain/event_bodies.h"
#include "bot/domain/ids.h"
#include "bot/domain/kind.h"
#include "bot/domain/moment.h"

#include <string>
#include <variant>

namespace tocsin {

// One of all that can happen. The code that copies and ends a value of so many kinds is long, so it
// is compiled once (in event_value.cpp) and not in every file that has one.
struct EventBody
    : std::variant<event::Declared, event::Logged, event::Detected, event::Started,
                   event::ImpactSet, event::SummarySet, event::CauseAdded, event::WorkaroundFound,
                   event::FixFound, event::Decided, event::MeasureNoted, event::LessonNoted,
                   event::TitleChanged, event::SeverityChanged, event::StateMoved,
                   event::CloseAsked, event::Closed, event::ChannelMade, event::ChannelRefused,
                   event::WasDeaf, event::Suspected, event::RuledOut, event::Confirmed,
                   event::RoleGiven, event::HandoffOffered, event::HandoffAccepted,
                   event::HandoffDeclined, event::TaskAdded, event::TaskMoved, event::TaskAssigned,
                   event::TaskDueSet, event::UpdateSent, event::ReminderSet, event::QuietSet,
                   event::SubscriptionChanged, event::Paged, event::PageJoined,
                   event::PageAcknowledged, event::PageDeclined, event::Cancelled, event::Reopened,
                   event::Linked, event::MergedInto, event::DuplicateFound, event::ZoneChanged,
                   event::WriteupMoved, event::SectionWritten, event::WriteupAssigned,
                   event::MessageKept, event::EntryEdited, event::EntryRetimed, event::EntryStruck,
                   event::EntryRestored, event::ChannelChanged, event::ChannelMoved,
                   event::MemberChanged, event::Imported, event::SimilarFound, event::StepPaged,
                   event::LadderEnded, event::DrillPlanned, event::Injected, event::ReadBack,
                   event::PagerRefused, event::TaskFiled, event::TaskStateRead, event::StatusShown,
                   event::AlertAttached, event::AlertEnded, event::PageEnded> {
  using Kinds = variant;

  EventBody();
  template <class Kind>
  requires is_kind_of<Kind, Kinds> EventBody(Kind kind);  // NOLINT: each kind is one
  EventBody(const EventBody&);
  EventBody(EventBody&&) noexcept;
  EventBody& operator=(const EventBody&);
  EventBody& operator=(EventBody&&) noexcept;
  ~EventBody();
  bool operator==(const EventBody& other) const;
};

struct Event {
  Moment happened_at;  // what every number is computed from
  Moment recorded_at;  // when we stored it
  UserId actor;        // empty: the bot itself
  EntryNumber entry;   // 0: not in the timeline that people read
  std::string zone;    // label of the zone in which the person gave the time; empty: not given
  EventBody body;
  bool operator==(const Event&) const = default;
};

}  // namespace tocsin
