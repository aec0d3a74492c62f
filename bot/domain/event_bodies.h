#pragma once
// What each kind of event holds; event.h makes the closed list of them. Stored as they are
// (storage/event_codec.cpp): a field is never given another meaning.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"
#include "bot/domain/rung.h"
#include "bot/domain/state.h"
#include "bot/domain/work.h"
#include "bot/domain/writeup_section.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::event {

struct Declared {
  std::string title;
  std::optional<Severity> severity;
  bool is_private = false;
  bool is_drill = false;
  std::optional<Moment> started_at;  // `since WHEN`
  std::string zone;                  // the incident's zone, as a label
  bool operator==(const Declared&) const = default;
};
// A postmortem that was written elsewhere was read into the record: the first event of its
// incident, in the place of Declared. Nobody becomes its declarer. `start` and `end` are kept as
// the document says them, because without a date they are no moments.
struct Imported {
  std::string title;
  std::string zone;          // the incident's zone, as a label
  std::string zone_written;  // as the document writes it; empty: it names none
  std::string file;          // without its folder
  std::string fingerprint;   // of the file's bytes: SHA-256 in small hexadecimal digits
  std::vector<std::string> authors;
  std::string start;  // "2024-08-10T14:30:00", "T14:30:00"; empty: unknown
  std::string end;
  std::optional<std::int64_t> stated_minutes;  // the duration that it states
  bool operator==(const Imported&) const = default;
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
// After such a gap the channel was read: what could be made good of it.
struct ReadBack {
  Moment from;
  Moment until;
  std::int64_t commands = 0;  // typed in the channel, carried out late
  std::int64_t marks = 0;     // messages that were marked with a reaction
  std::int64_t edits = 0;     // of messages that had been taken over
  std::string trouble;        // why the rest could not be read; empty: everything was
  bool operator==(const ReadBack&) const = default;
};

// ---- hypotheses

struct Suspected {
  HypothesisNumber hypothesis;
  std::string text;
  bool operator==(const Suspected&) const = default;
};
// A lead that was false. One that nobody had opened before is opened and closed by the same event:
// `lead` holds its words then, and how long it held is not known.
struct RuledOut {
  HypothesisNumber hypothesis;
  std::string lead;
  std::string text;  // why; may be empty
  bool operator==(const RuledOut&) const = default;
};
struct Confirmed {
  HypothesisNumber hypothesis;
  std::string text;  // why; may be empty
  bool operator==(const Confirmed&) const = default;
};

// ---- roles

struct RoleGiven {
  std::string role;
  UserId user;  // empty: the role is free again
  UserId from;  // who had it; empty: nobody
  bool operator==(const RoleGiven&) const = default;
};
struct HandoffOffered {
  std::string role;
  UserId to;
  bool operator==(const HandoffOffered&) const = default;
};
struct HandoffAccepted {
  std::string role;
  UserId from;
  UserId to;
  bool operator==(const HandoffAccepted&) const = default;
};
struct HandoffDeclined {
  std::string role;
  UserId to;
  std::string text;
  bool operator==(const HandoffDeclined&) const = default;
};

// ---- tasks

struct TaskAdded {
  TaskNumber task;
  TaskKind kind = TaskKind::task;
  std::string text;
  UserId owner;  // empty: nobody yet
  std::optional<Moment> due_at;
  std::string link;  // of the message that it was made from; empty: it was typed
  bool operator==(const TaskAdded&) const = default;
};
struct TaskMoved {
  TaskNumber task;
  TaskState to = TaskState::done;
  std::string text;
  bool operator==(const TaskMoved&) const = default;
};
struct TaskAssigned {
  TaskNumber task;
  UserId owner;
  bool operator==(const TaskAssigned&) const = default;
};
struct TaskDueSet {
  TaskNumber task;
  std::optional<Moment> due_at;
  bool operator==(const TaskDueSet&) const = default;
};

// ---- updates to the stakeholders

struct UpdateSent {
  std::string text;
  std::optional<Moment> next_due_at;  // what was promised
  bool operator==(const UpdateSent&) const = default;
};
struct ReminderSet {
  std::int64_t minutes = 0;  // 0: off
  bool operator==(const ReminderSet&) const = default;
};
struct QuietSet {
  Moment until;
  bool operator==(const QuietSet&) const = default;
};
// The actor wants updates by direct message, or no longer. Not in the timeline.
struct SubscriptionChanged {
  bool is_subscribed = true;
  bool operator==(const SubscriptionChanged&) const = default;
};

// ---- pages

struct Paged {
  PageNumber page;
  std::string target;         // as people read it: "@ben", "@payments-oncall"
  UserId user;                // empty: a group or a team
  std::string group;          // Slack's id of a user group; empty: a person or a team
  std::string text;           // why
  std::string team{};         // of the configuration; empty: a person or a group
  std::vector<Rung> rungs{};  // of a team; the first is called by this event
  bool operator==(const Paged&) const = default;
};
// Somebody asked for the same target again while its page was open: nobody is paged twice.
struct PageJoined {
  PageNumber page;
  std::string text;
  bool operator==(const PageJoined&) const = default;
};
struct PageAcknowledged {
  PageNumber page;
  std::string pager{};  // it was acknowledged there; empty: here, by the actor
  std::string by{};     // who, as the pager names them
  bool operator==(const PageAcknowledged&) const = default;
};
// Somebody has ended the page in the pager, so nobody is to be called any more: dealt with, or no
// emergency. That is no acknowledgement, unless they had acknowledged it before.
struct PageEnded {
  PageNumber page;
  std::string pager;  // as people call it; empty: another page of that target was ended there
  std::string by;     // who, as the pager names them
  bool operator==(const PageEnded&) const = default;
};
struct PageDeclined {
  PageNumber page;
  std::string text;
  bool operator==(const PageDeclined&) const = default;
};

// Nobody answered in time, or nobody is left of those called before: the next of the ladder.
struct StepPaged {
  PageNumber page;
  std::string team;
  std::int64_t rung = 0;  // of Paged::rungs, from 0
  std::int64_t step = 1;  // as people count
  std::int64_t round = 1;
  std::vector<Called> called;
  bool operator==(const StepPaged&) const = default;
};
// The outside service did not take the page: whoever is behind it was not called.
struct PagerRefused {
  PageNumber page;
  std::string pager;
  std::string why;
  bool operator==(const PagerRefused&) const = default;
};
// The whole ladder was climbed and nobody has answered.
struct LadderEnded {
  PageNumber page;
  std::string team;
  bool operator==(const LadderEnded&) const = default;
};

// ---- outside services

// The task has an issue in a tracker.
struct TaskFiled {
  TaskNumber task;
  std::string tracker;  // its name in the configuration
  std::string id;       // the tracker's own
  std::string key;      // as people read it: "OPS-12", "#12"
  std::string url;
  bool operator==(const TaskFiled&) const = default;
};
// The issue was looked at and its state had changed.
struct TaskStateRead {
  TaskNumber task;
  std::string state;     // as the tracker names it
  bool is_done = false;  // there; the task is done here, too
  bool operator==(const TaskStateRead&) const = default;
};
// A status page shows something of this incident now.
struct StatusShown {
  std::string status_page;  // its name in the configuration
  std::string text;         // what can be read there
  std::string url;
  std::string id;  // the page's own, of the incident there
  bool operator==(const StatusShown&) const = default;
};
// An alert of a monitoring system belongs to this incident. It happened when the alert began.
struct AlertAttached {
  std::string source;       // the hook's name in the configuration
  std::string fingerprint;  // the same for every repetition
  std::string title;
  std::string text;
  std::string url;
  bool operator==(const AlertAttached&) const = default;
};
struct AlertEnded {
  std::string source;
  std::string fingerprint;
  std::string title;
  bool operator==(const AlertEnded&) const = default;
};

// ---- practice

// What a drill will show, as it was planned when it began. Not in the timeline.
struct DrillPlanned {
  struct Inject {
    std::int64_t after_ms = 0;  // since the drill began
    std::string text;
    bool operator==(const Inject&) const = default;
  };
  std::string scenario;  // its name, or the handle of the incident that is replayed
  std::vector<Inject> injects;
  bool operator==(const DrillPlanned&) const = default;
};
// One of them was shown.
struct Injected {
  std::int64_t number = 1;  // from 1
  std::string text;
  bool operator==(const Injected&) const = default;
};

// ---- the end, and other incidents

struct Cancelled {
  std::string text;
  bool operator==(const Cancelled&) const = default;
};
struct Reopened {
  State from = State::closed;
  std::string text;
  bool operator==(const Reopened&) const = default;
};
struct Linked {
  IncidentNumber other;
  bool operator==(const Linked&) const = default;
};
struct MergedInto {
  IncidentNumber other;
  bool operator==(const MergedInto&) const = default;
};
struct DuplicateFound {  // `other` was merged into this one
  IncidentNumber other;
  bool operator==(const DuplicateFound&) const = default;
};
struct ZoneChanged {
  std::string from;
  std::string to;
  bool operator==(const ZoneChanged&) const = default;
};

// An incident of the past that is like this one, as it was known when it was found.
struct LeadBefore {
  std::string text;
  std::optional<std::int64_t> held_minutes;  // nothing: not known
  bool operator==(const LeadBefore&) const = default;
};
struct SimilarIncident {
  IncidentNumber other;
  std::string title;
  std::vector<std::string> words;  // by which it was found
  std::string cause;               // empty: not known
  std::string fix;
  std::vector<LeadBefore> false_leads;
  bool operator==(const SimilarIncident&) const = default;
};
// Looked for once, after the declaration; the best match first. Not in the timeline.
struct SimilarFound {
  std::vector<SimilarIncident> incidents;
  bool operator==(const SimilarFound&) const = default;
};

// The write-up goes from draft to review to published. Not in the timeline.
struct WriteupMoved {
  WriteupState to = WriteupState::in_review;
  bool operator==(const WriteupMoved&) const = default;
};

// A person's own text for a section of the write-up, in place of the one before it. Empty: what the
// record gives stands alone again. Not in the timeline; every version stays in the record.
struct SectionWritten {
  WriteupSection section = WriteupSection::summary;
  std::string text;
  bool operator==(const SectionWritten&) const = default;
};
// Who sees to it that the write-up is finished, and until when. Not in the timeline.
struct WriteupAssigned {
  UserId owner;  // empty: nobody
  std::optional<Moment> review_by;
  bool operator==(const WriteupAssigned&) const = default;
};

// ---- messages of people, taken over from Slack

struct MessageKept {
  std::string text;
  UserId author;  // empty: not a person
  ChannelId channel;
  MessageTs ts;
  std::string link;
  bool operator==(const MessageKept&) const = default;
};

// ---- corrections. Not in the timeline themselves: standing_events() carries them out.

struct EntryEdited {
  EntryNumber corrects;
  std::string from;
  std::string to;
  bool operator==(const EntryEdited&) const = default;
};
struct EntryRetimed {
  EntryNumber corrects;
  Moment from;
  Moment to;
  bool operator==(const EntryRetimed&) const = default;
};
struct EntryStruck {
  EntryNumber corrects;
  std::string reason;
  bool operator==(const EntryStruck&) const = default;
};
struct EntryRestored {
  EntryNumber corrects;
  bool operator==(const EntryRestored&) const = default;
};

// ---- what people do to the channel

struct ChannelChanged {
  ChannelChange change = ChannelChange::renamed;
  std::string name;  // renamed: the new one
  bool operator==(const ChannelChanged&) const = default;
};
struct ChannelMoved {  // Slack gave it another id
  ChannelId from;
  ChannelId to;
  bool operator==(const ChannelMoved&) const = default;
};
// Of a private incident: who is in its channel may see it. Not in the timeline.
struct MemberChanged {
  UserId user;
  bool is_member = true;
  bool operator==(const MemberChanged&) const = default;
};

}  // namespace tocsin::event
