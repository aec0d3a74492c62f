#pragma once
// A generated postmortem as it was stored: its revision and its text.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"

#include <cstdint>
#include <string>

namespace tocsin {

struct Writeup {
  IncidentNumber incident;
  std::int64_t revision = 1;
  Moment made_at;
  std::string markdown;
  std::int64_t events = 0;  // how many it was made from; 0: not known
  bool operator==(const Writeup&) const = default;
};

std::string writeup_file_name(IncidentNumber incident);  // "INC-7-postmortem.md"

}  // namespace tocsin
