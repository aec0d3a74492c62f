// Suggestions for a zone name that was not found; runs only on the way to a refusal.

#include <date/tz.h>

#include <algorithm>
#include <exception>
#include <string>
#include <tuple>
#include <vector>

#include "bot/domain/edit_distance.h"
#include "bot/domain/zone.h"
#include "bot/domain/zone_names.h"

namespace tocsin {
namespace {

std::string folded(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c == ' ' ? '_' : lower_letter(c); });
  return result;
}

// By distance; among equals those with the same first letter; then in the order they were offered.
struct Suggestion {
  std::size_t distance;
  bool other_initial;
  std::size_t order;
  std::string name;
  auto rank() const { return std::tie(distance, other_initial, order); }
};

class Suggestions {
 public:
  explicit Suggestions(std::string_view wanted)
      : wanted_(folded(wanted)), allowed_(std::max<std::size_t>(1, wanted_.size() / 4)) {}

  // `spelling` is what is compared with the wanted name; `name` is what would be suggested.
  void offer(std::string_view spelling, std::string_view name) {
    const std::string candidate = folded(spelling);
    const std::size_t longer = std::max(candidate.size(), wanted_.size());
    if (longer - std::min(candidate.size(), wanted_.size()) > allowed_) return;
    const std::size_t distance = edit_distance(wanted_, candidate);
    if (distance > allowed_) return;
    found_.push_back({distance, candidate[0] != wanted_[0], found_.size(), std::string(name)});
  }

  std::vector<std::string> best() {
    std::sort(found_.begin(), found_.end(),
              [](const Suggestion& a, const Suggestion& b) { return a.rank() < b.rank(); });
    std::vector<std::string> names;
    for (Suggestion& suggestion : found_) {
      const bool listed = std::find(names.begin(), names.end(), suggestion.name) != names.end();
      if (names.size() < 3 && !listed) names.push_back(std::move(suggestion.name));
    }
    return names;
  }

 private:
  std::string wanted_;
  std::size_t allowed_;
  std::vector<Suggestion> found_;
};

void offer_iana_names(Suggestions& suggestions) {
  try {
    for (const date::time_zone& zone : date::get_tzdb().zones) {
      const std::string& name = zone.name();
      const std::size_t slash = name.rfind('/');
      if (slash == std::string::npos) continue;
      suggestions.offer(name, name);
      suggestions.offer(std::string_view(name).substr(slash + 1), name);  // "Berlin"
    }
  } catch (const std::exception&) {
    return;  // no tz database on this machine: the abbreviations are all there is to suggest
  }
}

}  // namespace

std::vector<std::string> similar_zones(std::string_view name) {
  if (name.empty() || name.size() > k_longest_zone_name) return {};
  Suggestions suggestions(name);
  suggestions.offer("UTC", "UTC");
  for (const Abbreviation& known : k_abbreviations) suggestions.offer(known.name, known.name);
  offer_iana_names(suggestions);
  return suggestions.best();
}

}  // namespace tocsin
