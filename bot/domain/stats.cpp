#include "bot/domain/stats.h"

#include "bot/domain/when.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_enough = 5;  // fewer show no pattern

// Collects what one of the times was, incident by incident.
class Lengths {
 public:
  // `may_come`: one of the two is not known because it has not happened yet.
  void add(const std::optional<Moment>& from, const std::optional<Moment>& until, bool may_come) {
    if (from && until && *from <= *until) {
      lengths_.push_back(*until - *from);
    } else if (!may_come || until) {
      ++unknown_;
    }
  }

  Spread spread() {
    std::ranges::sort(lengths_);
    Spread spread;
    spread.known = lengths_.size();
    spread.unknown = unknown_;
    if (!lengths_.empty()) {
      spread.half = nearest(5);
      spread.most = nearest(9);
    }
    return spread;
  }

 private:
  // The shortest that is no shorter than so many tenths of all.
  Duration nearest(std::size_t tenths) const {
    const std::size_t rank = (lengths_.size() * tenths + 9) / 10;
    return lengths_[rank - 1];
  }

  std::vector<Duration> lengths_;
  std::size_t unknown_ = 0;
};

void count_missing(Stats& stats, const IncidentTimes& one) {
  if (!one.started_at) {
    ++stats.without_start;
    stats.latest_without_start = std::max(stats.latest_without_start, one.incident);
  }
  if (!one.detected_at) ++stats.without_detection;
  if (!one.mitigated_at && !one.is_going_on) ++stats.without_mitigation;
  if (!one.resolved_at && !one.is_going_on) ++stats.without_end;
}

void take_longest(Stats& stats, const IncidentTimes& one) {
  if (!one.started_at || !one.resolved_at || *one.resolved_at < *one.started_at) return;
  const Duration length = *one.resolved_at - *one.started_at;
  if (!stats.longest || stats.longest->length < length) stats.longest = {one.incident, length};
}

// They are counted back from the end.
std::vector<Bar> empty_bars(const StatsPeriod& period) {
  std::vector<Bar> bars;
  for (Moment from = period.until; from > period.from;) {
    from = std::max(from - period.bar, period.from);
    bars.push_back({from, 0});
  }
  std::ranges::reverse(bars);
  return bars;
}

// A third of all or more.
bool is_much(std::size_t part, std::size_t whole) { return part * 3 >= whole; }

}  // namespace

Stats stats_of(const std::vector<IncidentTimes>& incidents, const StatsPeriod& period,
               std::optional<Severity> severity) {
  Stats stats;
  stats.bars = empty_bars(period);
  Lengths detect;
  Lengths acknowledge;
  Lengths mitigate;
  Lengths resolve;
  for (const IncidentTimes& one : incidents) {
    if (one.happened_at < period.from || one.happened_at > period.until) continue;
    if (severity && one.severity != severity) continue;
    ++stats.incidents;
    if (one.is_going_on) ++stats.going_on;
    ++stats.by_severity.at(one.severity ? static_cast<std::size_t>(*one.severity) : 0);
    const auto behind = static_cast<std::size_t>((period.until - one.happened_at) / period.bar);
    const std::size_t last = stats.bars.size() - 1;
    ++stats.bars[last - std::min(behind, last)].incidents;
    detect.add(one.started_at, one.detected_at, false);
    if (one.paged_at) acknowledge.add(one.paged_at, one.acknowledged_at, one.is_going_on);
    mitigate.add(one.started_at, one.mitigated_at, one.is_going_on);
    resolve.add(one.started_at, one.resolved_at, one.is_going_on);
    count_missing(stats, one);
    take_longest(stats, one);
  }
  stats.detect = detect.spread();
  stats.acknowledge = acknowledge.spread();
  stats.mitigate = mitigate.spread();
  stats.resolve = resolve.spread();
  return stats;
}

std::string what_to_improve(const Stats& stats) {
  if (stats.incidents < k_enough) return "";
  if (is_much(stats.without_start, stats.incidents)) {
    return "Record when the impact began: without it no time can be computed.";
  }
  if (is_much(stats.without_end, stats.incidents)) {
    return "Record when the impact was over, also when it is noted down later.";
  }
  if (is_much(stats.without_detection, stats.incidents)) {
    return "Record when and how each incident was noticed.";
  }
  const Spread& detect = stats.detect;
  const Spread& resolve = stats.resolve;
  if (detect.known >= k_enough && resolve.known >= k_enough && *detect.half * 2 >= *resolve.half &&
      *resolve.half > Duration{0}) {
    return "Noticing takes half of the time or more: better alerts would help most.";
  }
  const Spread& acknowledge = stats.acknowledge;
  if (acknowledge.known + acknowledge.unknown >= k_enough &&
      is_much(acknowledge.unknown, acknowledge.known + acknowledge.unknown)) {
    return "A third of the pages or more was never acknowledged: look at who is paged.";
  }
  if (acknowledge.known >= k_enough && resolve.known >= k_enough &&
      *acknowledge.half * 4 >= *resolve.half && *resolve.half > Duration{0}) {
    return "Waiting for an acknowledgement takes a quarter of the time or more: look at who is "
           "paged.";
  }
  if (resolve.known >= k_enough && *resolve.most > *resolve.half * 5) {
    return "One of ten takes over five times as long as the usual one: read the write-up of the "
           "longest.";
  }
  return "";
}

std::string bar_of(std::size_t incidents, std::size_t most, std::size_t widest) {
  if (incidents == 0 || most == 0) return "";
  const std::size_t width = std::max<std::size_t>(1, (incidents * widest + most / 2) / most);
  std::string bar;
  for (std::size_t i = 0; i < std::min(width, widest); ++i) bar += "▇";
  return bar;
}

}  // namespace tocsin
