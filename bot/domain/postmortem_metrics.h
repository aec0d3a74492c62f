#pragma once
// The numbers of the write-up. Each comes from event times only, with its formula and the entries
// it was computed from. A number that lacks a fact, or whose facts contradict each other, is
// unknown; no other moment steps in for a missing one.

#include "bot/domain/incident.h"
#include "bot/domain/moment.h"
#include "bot/domain/postmortem_facts.h"
#include "bot/domain/postmortem_page.h"

#include <optional>
#include <string>
#include <vector>

namespace tocsin {

// Nothing when one of the two is not known, or when they are the wrong way round.
std::optional<Duration> time_between(const KnownMoment& from, const KnownMoment& until);

// "1 hour 45 minutes", and "0 minutes" for one and the same moment.
std::string print_length(Duration length);

// "E1 → E13"
std::string print_entries(EntryNumber from, EntryNumber until);

// The longest time between two neighbouring updates. Nothing when there are fewer than two.
struct Silence {
  Duration length{0};
  EntryNumber from;
  EntryNumber until;
};
std::optional<Silence> longest_silence(const PostmortemFacts& facts);

// One number of the write-up.
struct Metric {
  std::string key;                 // "time_to_detect": for programs, never changed
  std::string name;                // "Time to detect"
  std::optional<Duration> length;  // nothing: unknown, or not over yet
  std::string value;               // as people read it: "5 minutes", "unknown", "not over yet"
  std::string formula;             // "started → detected"
  std::string computed_from;       // "E3 → E2"; why not, where there is no length
  std::vector<EntryNumber> entries;
  std::vector<Question> questions;  // whose answers would settle it
  std::string contradiction;        // a question of its own, when the facts contradict each other
};

// In the order of the document.
std::vector<Metric> metrics_of(const PostmortemPage& page, const Incident& incident,
                               const PostmortemFacts& facts);

void write_metrics(PostmortemPage& page, const Incident& incident, const PostmortemFacts& facts);

}  // namespace tocsin
