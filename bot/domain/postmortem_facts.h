#pragma once
// What the record holds, sorted by what the write-up asks of it. Gathered in one pass by
// render_postmortem; everything points into the events that were passed in.

#include "bot/domain/event.h"
#include "bot/domain/incident.h"
#include "bot/domain/moment.h"

#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace tocsin {

// A moment of the incident and the entry that says so. Nothing when nobody recorded it.
struct KnownMoment {
  std::optional<Moment> at;
  EntryNumber entry;  // 0: no entry says so
};

// A severity and from when it was in force; nothing means "not set".
struct SeverityStep {
  std::optional<Severity> severity;
  Moment from;
  EntryNumber entry;
};

// A hypothesis from its opening to its end.
struct LeadFacts {
  HypothesisNumber number;
  const Event* opened = nullptr;   // null: it was opened and ruled out in one go
  const Event* settled = nullptr;  // RuledOut or Confirmed; null: still open
};

// A page from its sending to its answer.
struct PageFacts {
  PageNumber number;
  const Event* paged = nullptr;
  std::vector<const Event*> joined;   // asked for again
  std::vector<const Event*> climbed;  // of a ladder: StepPaged, PageDeclined, LadderEnded
  const Event* answer = nullptr;  // PageAcknowledged, else PageEnded or PageDeclined; null: none
};

struct PostmortemFacts {
  KnownMoment declared;
  KnownMoment started;
  KnownMoment detected;
  KnownMoment mitigated;
  KnownMoment resolved;

  std::vector<const Event*> timeline;    // by happened_at, then by entry number
  std::vector<SeverityStep> severities;  // in the order of recording

  const Event* summary = nullptr;  // the latest; null when there is none or it was emptied
  const Event* impact = nullptr;
  std::map<WriteupSection, const Event*> own_texts;  // SectionWritten; only those that stand

  // Each in the order of recording.
  std::vector<const Event*> detections;
  std::vector<const Event*> causes;  // CauseAdded and Confirmed
  std::vector<const Event*> workarounds;
  std::vector<const Event*> fixes;
  std::vector<const Event*> decisions;
  std::vector<const Event*> measures;
  std::vector<const Event*> lessons;
  std::vector<const Event*> reliefs;    // the moves to mitigated and resolved that still stand
  std::vector<const Event*> gaps;       // WasDeaf
  std::vector<const Event*> read_back;  // ReadBack, of the gaps
  std::vector<const Event*> updates;    // by happened_at
  std::vector<const Event*> shown;      // what status pages have shown; in the order of recording
  std::vector<const Event*> tasks;      // TaskAdded
  std::vector<const Event*> roles;      // every change of one
  std::vector<const Event*> links;      // to other incidents
  const Event* similar = nullptr;       // SimilarFound; null: none was found
  std::vector<LeadFacts> leads;
  std::vector<PageFacts> pages;
};

// `standing` are the events with their corrections carried out (corrections.h).
// What was made good of this gap; null when its channel was not read.
const event::ReadBack* read_back_of(const PostmortemFacts& facts, const event::WasDeaf& gap);

PostmortemFacts gather_facts(const Incident& incident, const std::vector<Event>& standing);

// Null when there is no such hypothesis.
const LeadFacts* find_lead(const PostmortemFacts& facts, HypothesisNumber number);

// The words of a lead, however it was opened.
std::string_view words_of(const LeadFacts& lead);

}  // namespace tocsin
