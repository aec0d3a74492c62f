#pragma once
// The direct messages that follow from an event: to the one who was given something, who is paged,
// who asked to be told. Short, with the buttons of what to do next. Used by consequences() only.

#include "bot/domain/consequences.h"

#include <vector>

namespace tocsin {

std::vector<Delivery> personal_notices(const Incident& after, const Event& event,
                                       const Audience& audience);

}  // namespace tocsin
