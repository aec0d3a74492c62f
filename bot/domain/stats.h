#pragma once
// Numbers over many incidents: percentiles and never means, because one incident of three days
// would hide what the other fifty were like. What is not known is counted and said. Pure; used by
// `stats`.

#include "bot/domain/incident_times.h"
#include "bot/domain/moment.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// How long something took. The percentiles are of those that are known, by nearest rank: a time
// that really was.
struct Spread {
  std::size_t known = 0;
  std::size_t unknown = 0;
  std::optional<Duration> half;  // half of them took no longer
  std::optional<Duration> most;  // nine of ten took no longer
};

struct Bar {  // of the chart
  Moment from;
  std::size_t incidents = 0;
};

struct Stats {
  std::size_t incidents = 0;
  std::size_t going_on = 0;
  std::array<std::size_t, 5> by_severity{};  // [0]: not set, [1]: sev1, …
  std::vector<Bar> bars;                     // the earliest first; the last one ends now

  Spread detect;       // started → detected
  Spread acknowledge;  // first page → first acknowledgement; of those that paged somebody
  Spread mitigate;     // started → mitigated
  Spread resolve;      // started → resolved

  // Whose moment nobody recorded. An end that may still come is not missing.
  std::size_t without_start = 0;
  std::size_t without_detection = 0;
  std::size_t without_mitigation = 0;
  std::size_t without_end = 0;
  IncidentNumber latest_without_start;  // 0: none

  struct Longest {
    IncidentNumber incident;
    Duration length{0};
  };
  std::optional<Longest> longest;  // started → resolved
};

struct StatsPeriod {
  Moment from;
  Moment until;
  Duration bar{
      0};  // what one bar stands for; the first one is shorter when it does not go up evenly
};

Stats stats_of(const std::vector<IncidentTimes>& incidents, const StatsPeriod& period,
               std::optional<Severity> severity);

// One sentence about what would help most, or nothing when the numbers do not say it.
std::string what_to_improve(const Stats& stats);

// Bars of equal width: "▇▇▇", at most `widest`; a single incident is always to be seen.
std::string bar_of(std::size_t incidents, std::size_t most, std::size_t widest);

}  // namespace tocsin
