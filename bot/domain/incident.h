#pragma once
// An incident as it stands: the fold of its events. Small on purpose (it is kept in memory and
// written with every command); the long lists live in the events. Only apply() changes one.

#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/moment.h"
#include "bot/domain/work.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct Incident {
  // Compiled once, in incident_value.cpp: together they are longer than most of what uses them.
  Incident();
  Incident(const Incident&);
  Incident(Incident&&) noexcept;
  Incident& operator=(const Incident&);
  Incident& operator=(Incident&&) noexcept;
  ~Incident();
  bool operator==(const Incident&) const;

  IncidentNumber number;
  std::string title;
  std::optional<Severity> severity;
  State state = State::investigating;
  bool is_private = false;
  bool is_drill = false;
  bool is_imported =
      false;  // written elsewhere: it has no place in Slack and nothing is said of it
  std::string zone = "UTC";

  UserId declarer;
  UserId lead;

  Moment declared_at;                // when it was typed
  std::optional<Moment> since;       // `declare since`: a backfilled incident
  std::optional<Moment> started_at;  // when the impact began
  std::optional<Moment> detected_at;
  std::optional<Moment> mitigated_at;
  std::optional<Moment> resolved_at;
  std::optional<Moment> closed_at;
  bool end_known = true;
  bool close_asked = false;

  std::string impact;
  std::string summary;
  std::vector<std::string> causes;

  std::vector<RoleHolder> roles;  // but the lead's
  std::vector<Offer> offers;      // hand-offs that nobody has answered
  std::vector<Hypothesis> hypotheses;
  std::vector<Task> tasks;
  std::vector<Page> pages;
  std::vector<StatusEntry> status_entries;  // on status pages, one each
  std::vector<AttachedAlert> alerts;        // that were attached, the first one first

  std::string last_decision;
  std::string last_update;
  std::optional<Moment> last_update_at;
  std::optional<Moment> update_due_at;  // as promised, or as `remind` asks for
  std::int64_t remind_minutes = 0;      // 0: only what was promised
  std::optional<Moment> quiet_until;
  std::vector<UserId> subscribers;

  std::vector<IncidentNumber> related;
  IncidentNumber merged_into;  // 0: not a duplicate
  WriteupState writeup_state = WriteupState::draft;
  UserId writeup_owner;             // empty: nobody
  std::optional<Moment> review_by;  // when the write-up shall be published
  std::vector<UserId> members;      // private incidents only: who is in the channel

  EntryNumber last_entry;
  HypothesisNumber last_hypothesis;
  TaskNumber last_task;
  PageNumber last_page;
  // The latest happened_at of an entry; of a backfilled incident, of one whose time was typed.
  std::optional<Moment> latest_entry_at;

  ChannelId channel;  // empty: not made yet, or never will be
  std::string channel_name;
  std::string channel_refused;  // Slack's code; empty: not refused
  std::optional<ChannelChange>
      channel_lost;  // archived, deleted, left: nothing can be posted there
};

std::string handle(IncidentNumber number);  // "INC-7"
std::string handle(EntryNumber number);     // "E12"

// Total: every event can be applied to every incident. A correction (see corrections.h) changes
// nothing here; whoever records one has to fold() anew.
Incident apply(Incident incident, const Event& event);

// Of an entry that was struck: its handles stay taken, and nothing else of it counts.
Incident apply_struck(Incident incident, const Event& event);

// The incident's channel can be posted to.
inline bool has_channel(const Incident& incident) {
  return !incident.channel.empty() && !incident.channel_lost;
}

// Who has the role; empty: nobody.
UserId holder_of(const Incident& incident, std::string_view role);

// Null when there is none of that number.
const Hypothesis* find(const Incident& incident, HypothesisNumber number);
const Task* find(const Incident& incident, TaskNumber number);
const Page* find(const Incident& incident, PageNumber number);

// True for what people read as the timeline; such events carry an entry number.
bool is_timeline_entry(const EventBody& body);

// The next event of this incident: gives it its entry number when it is one of the timeline.
Event next_event(const Incident& incident, EventBody body, Moment happened_at, Moment now,
                 const UserId& actor, std::string zone = "");

}  // namespace tocsin
