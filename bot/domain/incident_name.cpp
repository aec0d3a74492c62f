#include "bot/domain/incident_name.h"

#include "bot/domain/ascii.h"
#include "bot/domain/whole_number.h"

#include <cstdint>

namespace tocsin {

namespace {

constexpr std::string_view k_prefix = "inc-";

bool has_prefix(std::string_view word) {
  if (word.size() <= k_prefix.size()) return false;
  return same_name(word.substr(0, k_prefix.size()), k_prefix);
}

}  // namespace

std::optional<IncidentNumber> read_incident_name(std::string_view word) {
  if (has_prefix(word)) {
    word.remove_prefix(k_prefix.size());
  } else if (word.starts_with('#')) {
    word.remove_prefix(1);
  }
  const auto number = whole_number(word);
  return number && *number > 0 ? std::optional(IncidentNumber{*number}) : std::nullopt;
}

bool is_certain_incident_name(std::string_view word) {
  return (has_prefix(word) || word.starts_with('#')) && read_incident_name(word).has_value();
}

}  // namespace tocsin
