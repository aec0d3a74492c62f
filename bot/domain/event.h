#pragma once
// What can happen in an incident: a closed list. Adding one fails to compile until the timeline
// text (timeline.cpp), apply (incident.cpp) and the stored form (storage/event_codec.cpp) know it.
// Events are never changed once recorded; the stored form is on disk for years.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace tocsin {

enum class Severity { sev1 = 1, sev2 = 2, sev3 = 3, sev4 = 4 };
enum class State { investigating, identified, monitoring, mitigated, resolved, closed, cancelled };

std::string_view name_of(Severity severity);  // "sev1"; on disk and in commands
std::string_view name_of(State state);        // "investigating"; on disk and in commands
std::optional<Severity> find_severity(std::string_view name);  // "sev1", "SEV-1", "1"
std::optional<State> find_state(std::string_view name);

// Over: nothing more is expected of the responders.
inline bool is_over(State state) { return state == State::closed || state == State::cancelled; }

namespace event {

struct Declared {
  std::string title;
  std::optional<Severity> severity;
  bool is_private = false;
  bool is_drill = false;
  std::optional<Moment> started_at;  // `since WHEN`
  std::string zone;                  // the incident's zone, as a label
  bool operator==(const Declared&) const = default;
};
struct Logged {
  std::string text;
  bool operator==(const Logged&) const = default;
};
struct Detected {
  std::string text;
  bool operator==(const Detected&) const = default;
};
struct Started {
  std::string text;  // may be empty
  bool operator==(const Started&) const = default;
};
struct ImpactSet {
  std::string text;
  bool operator==(const ImpactSet&) const = default;
};
struct SummarySet {
  std::string text;
  bool operator==(const SummarySet&) const = default;
};
struct CauseAdded {
  std::string text;
  bool operator==(const CauseAdded&) const = default;
};
struct WorkaroundFound {
  std::string text;
  bool operator==(const WorkaroundFound&) const = default;
};
struct FixFound {
  std::string text;
  bool operator==(const FixFound&) const = default;
};
struct Decided {
  std::string text;
  bool operator==(const Decided&) const = default;
};
struct MeasureNoted {
  std::string text;
  bool operator==(const MeasureNoted&) const = default;
};
struct LessonNoted {
  enum class Kind { well, badly, lucky };
  Kind kind = Kind::well;
  std::string text;
  bool operator==(const LessonNoted&) const = default;
};
struct TitleChanged {
  std::string from;
  std::string to;
  bool operator==(const TitleChanged&) const = default;
};
struct SeverityChanged {
  std::optional<Severity> from;
  Severity to = Severity::sev4;
  std::string reason;
  bool operator==(const SeverityChanged&) const = default;
};
// Between the states of an open incident, resolved included.
struct StateMoved {
  State from = State::investigating;
  State to = State::investigating;
  std::string text;
  bool operator==(const StateMoved&) const = default;
};
// Someone typed `close` before the impact was over and was asked when it ended. Not in the
// timeline.
struct CloseAsked {
  bool operator==(const CloseAsked&) const = default;
};
struct Closed {
  std::string text;
  bool end_known = true;
  bool operator==(const Closed&) const = default;
};
struct ChannelMade {
  ChannelId channel;
  std::string name;
  bool operator==(const ChannelMade&) const = default;
};
// Slack does not let us make a channel: the incident lives in a thread instead.
struct ChannelRefused {
  std::string reason;  // Slack's code
  bool operator==(const ChannelRefused&) const = default;
};
// No connection to Slack between the two moments: what was said there may be missing in the record.
struct WasDeaf {
  Moment from;
  Moment until;
  bool operator==(const WasDeaf&) const = default;
};

}  // namespace event

using EventBody =
    std::variant<event::Declared, event::Logged, event::Detected, event::Started, event::ImpactSet,
                 event::SummarySet, event::CauseAdded, event::WorkaroundFound, event::FixFound,
                 event::Decided, event::MeasureNoted, event::LessonNoted, event::TitleChanged,
                 event::SeverityChanged, event::StateMoved, event::CloseAsked, event::Closed,
                 event::ChannelMade, event::ChannelRefused, event::WasDeaf>;

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
