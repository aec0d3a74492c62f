#pragma once
// What is known of a member of the workspace. Kept in a cache in the database, refreshed from
// Slack.

#include "bot/domain/ids.h"

#include <string>

namespace tocsin {

struct Person {
  UserId id;
  std::string name;  // as shown; may be empty
  std::string zone;  // IANA name from Slack; may be empty
  bool is_bot = false;
  bool is_gone = false;  // deactivated
  bool is_guest = false;
  bool operator==(const Person&) const = default;
};

}  // namespace tocsin
