#pragma once
// Asking a service who is on call where that takes several requests: first the schedule, then the
// people, one after the other. What was read so far travels as the delivery's progress, which is
// stored. Pure; engine's thread.

#include "integrations/destination.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct OnCallLook {
  std::vector<std::string> ids;  // the service's own, one for each of `people`
  std::vector<fact::OnCallPerson> people;
  std::size_t asked = 0;  // of how many all is known
  std::optional<Moment> until;

  // One more, unless that one or enough are there.
  void add(std::string id, fact::OnCallPerson person);
  void ends(std::optional<Moment> end);  // a shift that ends earlier than the others counts
  bool is_complete() const { return asked >= people.size(); }
};

const delivery::AskOnCall& question_of(const DeliveryContext& context);

std::string print(const OnCallLook& look);
OnCallLook read_look(std::string_view progress);  // empty for what is none

// What is known, or what is asked next.
Verdict next(const OnCallLook& look, const DeliveryContext& context);

}  // namespace tocsin
