#include "bot/writeup/axis.h"

#include "bot/domain/when.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace tocsin::writeup {

namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 16> k_steps{1min, 2min, 5min, 10min, 15min, 30min, 1h,   2h,
                                           3h,   6h,   12h,  24h,   48h,   96h,   168h, 336h};

Duration step_for(Duration length, std::size_t most) {
  for (const Duration step : k_steps) {
    if (static_cast<std::size_t>(length / step) < most) return step;
  }
  Duration step = k_steps.back();
  while (static_cast<std::size_t>(length / step) >= most) step *= 2;
  return step;
}

}  // namespace

std::vector<AxisMark> axis_marks(Moment from, Moment until, const Zone& zone, std::size_t most) {
  const Duration step = step_for(until - from, std::max<std::size_t>(most, 2));
  std::vector<AxisMark> marks;
  const auto first = zone.local_at(from);
  auto local = std::chrono::local_time<Duration>(first.time_since_epoch() / step * step);
  std::string day;
  for (;; local += step) {
    const Moment at = zone.moment_of(local);
    if (at > until) return marks;
    if (at < from) continue;
    // An hour that does not exist is the moment of the jump: said once.
    if (!marks.empty() && at <= marks.back().at) continue;
    const std::string clock = print_clock(at, zone);
    const std::string date = print_date(at, zone);
    AxisMark mark{at, clock.substr(0, clock.find(' ')), date == day ? "" : date};
    if (step >= 24h) mark = {at, date.substr(date.find('-') + 1), ""};
    day = date;
    marks.push_back(std::move(mark));
  }
}

}  // namespace tocsin::writeup
