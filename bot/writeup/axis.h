#pragma once
// Internal to the drawing: where the clock stands under it, in round times of the incident's zone.

#include "bot/domain/moment.h"
#include "bot/domain/zone.h"

#include <cstddef>
#include <string>
#include <vector>

namespace tocsin::writeup {

struct AxisMark {
  Moment at;
  std::string clock;  // "23:00"; the date when the marks are days apart
  std::string date;   // "2023-11-15", at the first mark of a day; else empty
};

// At most so many, the closest round step that allows it.
std::vector<AxisMark> axis_marks(Moment from, Moment until, const Zone& zone, std::size_t most);

}  // namespace tocsin::writeup
