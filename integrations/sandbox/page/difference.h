#pragma once
// An open page asks again after each change, and most of what it gets it has already. What each was
// last told is remembered here under a number; a page that says its number is told only what
// differs from that, and one whose number is not known any more is told everything. Internal to
// this folder.

#include "bot/domain/moment.h"
#include "bot/json.h"

#include <cstdint>
#include <map>

namespace tocsin::sandbox {

class Told {
 public:
  // What to send of `seen` to a page that knows what `number` stands for (0: nothing). The answer
  // has a "number" of its own and says in "based_on" what it builds upon; 0: it is whole. Numbers
  // begin with the time, so that none stands for something else after the sandbox began anew.
  Json differing(std::int64_t number, Json seen, Moment now);

 private:
  std::map<std::int64_t, Json> told_;
  std::int64_t last_ = 0;
};

}  // namespace tocsin::sandbox
