#pragma once
// Filling in forms as people in Slack do. Test thread.

#include "tests/e2e/typing.h"

#include <string>
#include <vector>

namespace tocsin::e2e {

// The form that this person has in front of them; waits for it.
std::string wait_for_form(LocalSlack& slack, const UserId& user);
std::string form_text(LocalSlack& slack, const std::string& id);

// Submits without waiting; gives what the answer can be looked up by.
std::string start_submitting(LocalSlack& slack, const std::string& id,
                             const std::vector<sandbox::Filled>& filled);
// What the form looks like once the submission is answered.
sandbox::View submit(LocalSlack& slack, const std::string& id,
                     const std::vector<sandbox::Filled>& filled);

}  // namespace tocsin::e2e
