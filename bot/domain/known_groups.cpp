#include "bot/domain/known_groups.h"

#include "bot/domain/ascii.h"
#include "bot/domain/edit_distance.h"
#include "bot/domain/known_names.h"
#include "bot/domain/read_shift.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin {

namespace {

constexpr Duration k_old_after = std::chrono::hours(26);
constexpr std::size_t k_slips = 2;

bool is_word(std::string_view text) {
  return !text.empty() && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

const KnownGroup* find_group(const KnownGroups& known, std::string_view name) {
  const bool is_handle = name.starts_with('@');
  const auto found = std::ranges::find_if(known.groups, [&](const KnownGroup& group) {
    return is_handle ? same_name(group.handle, name.substr(1)) : group.id == name;
  });
  return found == known.groups.end() ? nullptr : &*found;
}

bool is_old_list(Moment read_at, Moment now) { return now - read_at > k_old_after; }

std::string sentence_about_unknown_group(const std::string& id, const KnownGroups& known) {
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const KnownGroup& group : known.groups) {
    const std::size_t steps = edit_distance(id, group.id);
    if (steps <= k_slips) near.emplace_back(steps, group.id + " (@" + group.handle + ")");
  }
  std::ranges::sort(near);
  if (near.size() > k_most_names) near.resize(k_most_names);
  std::string sentence = id + ": Slack knows no user group with that ID.";
  for (const auto& [steps, name] : near) {
    sentence += (&name == &near.front().second ? " Did you mean " : " or ") + name;
  }
  return near.empty() ? sentence : sentence + "?";
}

std::string to_stored_text(const KnownGroups& known) {
  std::string text = std::to_string(to_stored(known.read_at)) + "\n";
  for (const KnownGroup& group : known.groups) {
    if (is_word(group.id) && is_word(group.handle)) text += group.id + " " + group.handle + "\n";
  }
  return text;
}

std::optional<KnownGroups> known_groups_of(std::string_view stored) {
  const auto read_at = moment_of_stored(take_until(stored, '\n'));
  if (!read_at) return std::nullopt;
  KnownGroups known;
  known.read_at = *read_at;
  while (!stored.empty()) {
    const std::string_view line = take_until(stored, '\n');
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    known.groups.push_back(
        {std::string(line.substr(0, blank)), std::string(line.substr(blank + 1))});
  }
  return known;
}

}  // namespace tocsin
