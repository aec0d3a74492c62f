#pragma once
// What people can type, as far as others than `help` speak of it.

#include "bot/domain/state.h"

#include <string_view>

namespace tocsin {

// The verbs that make sense in an incident of this state: "log, suspect, …".
std::string_view verbs_for(State state);

}  // namespace tocsin
