#pragma once
// A ladder as it was when its page was opened: whom to call, one rung after the other, and how long
// to wait for them. Kept in the event of the page (event_bodies.h), so that a changed configuration
// does not change a ladder that is being climbed. Stored: a field is never given another meaning.

#include "bot/domain/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin {

struct Called {
  UserId user;        // empty: a group or a pager
  std::string group;  // Slack's id of a user group; empty: a person
  std::string name;   // as people read it: "@ana"
  std::string phone;  // empty: not known
  // The name of a pager of the configuration, an outside service that wakes somebody; empty:
  // somebody in Slack.
  std::string pager{};
  bool operator==(const Called&) const = default;
};

// A step that is repeated is several rungs.
struct Rung {
  std::int64_t step = 1;   // of the team, as people count: from 1
  std::int64_t round = 1;  // of the step: from 1
  std::vector<Called> called;
  std::int64_t wait_ms = 0;
  bool operator==(const Rung&) const = default;
};

}  // namespace tocsin
