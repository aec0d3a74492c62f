#pragma once
// A member of the workspace as Slack's JSON describes one (users.list, users.info, user_change).

#include "bot/domain/person.h"

#include <optional>

namespace tocsin {
class JsonReader;
}

namespace tocsin::slack {

// Values of a wrong type are taken for missing: one strange member must not hide the others.
// Nothing when it is nobody: no object, or without an id.
std::optional<Person> read_person(const JsonReader& user);

}  // namespace tocsin::slack
