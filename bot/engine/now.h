#pragma once
// The two clocks, passed in as values. The wall clock is what people mean and what is stored; it
// may jump. The steady clock only says how much time has passed; everything that waits is reckoned
// in it.

#include "bot/domain/moment.h"

namespace tocsin {

struct Now {
  Moment wall;
  Duration steady{0};  // since an arbitrary start, the same for the whole run of the process
};

}  // namespace tocsin
