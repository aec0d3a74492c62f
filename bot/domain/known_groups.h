#pragma once
// The user groups of Slack as they were read last: kept over restarts, used however old they are,
// and said to be old. Pure; filled by the engine, used by the verbs.

#include "bot/domain/moment.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct KnownGroup {
  std::string id;      // "S0123"
  std::string handle;  // "payments-oncall", without the '@'
  bool operator==(const KnownGroup&) const = default;
};

struct KnownGroups {
  std::vector<KnownGroup> groups;
  Moment read_at;
  bool operator==(const KnownGroups&) const = default;
};

// By its id, or by "@payments-oncall" in any case of letters; null: there is none.
const KnownGroup* find_group(const KnownGroups& known, std::string_view name);

// Lists of Slack's are read once a day, with some patience.
bool is_old_list(Moment read_at, Moment now);

// "S0132: Slack knows no user group with that ID. Did you mean S0123 (@payments-oncall)?"
std::string sentence_about_unknown_group(const std::string& id, const KnownGroups& known);

// On disk: the time in milliseconds and a line "S0123 payments-oncall" for each.
std::string to_stored_text(const KnownGroups& known);
std::optional<KnownGroups> known_groups_of(std::string_view stored);

}  // namespace tocsin
