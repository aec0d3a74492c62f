#pragma once
// Turns what a person puts into an element (text, a choice, a date) into the state that Slack
// reports for it, refusing what Slack's client would not let them put there. Internal.

#include "bot/json.h"
#include "integrations/sandbox/workspace.h"

#include <string>
#include <vector>

namespace tocsin::sandbox {

struct FilledIn {
  Json state;       // {"type":…, "value"|"selected_…":…}
  std::string why;  // why it cannot be filled in so
};

// `value` is text, an option's value or label, an id, a date; several are separated by commas.
FilledIn filled_in(const Json& element, const std::string& value);

// state.values of a modal: what was filled in, else the initial values.
Json values_of(const Json& blocks, const std::vector<Filled>& filled, std::string& why);

}  // namespace tocsin::sandbox
