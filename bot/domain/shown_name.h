#pragma once
// How a person is named in documents and answers.

#include "bot/domain/person.h"

#include <optional>
#include <string>

namespace tocsin {

// The name when it is known, else "@U123".
std::string shown_name(const std::optional<Person>& person, const UserId& user);

}  // namespace tocsin
