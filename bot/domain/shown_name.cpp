#include "bot/domain/shown_name.h"

namespace tocsin {

std::string shown_name(const std::optional<Person>& person, const UserId& user) {
  return person && !person->name.empty() ? person->name : "@" + user.value;
}

}  // namespace tocsin
