#include "bot/domain/hook.h"

#include <algorithm>

namespace tocsin {

namespace {

std::string_view label_of(const Alert& alert, std::string_view name) {
  const auto label = alert.labels.find(name);
  if (label != alert.labels.end()) return label->second;
  return name == "source" ? std::string_view(alert.source) : std::string_view();
}

bool fits(std::string_view label, std::string_view wanted) {
  if (wanted.starts_with('~')) return label.starts_with(wanted.substr(1));
  return label == wanted;
}

}  // namespace

const AlertRule* rule_for(const Alert& alert, const std::vector<AlertRule>& rules) {
  const auto found = std::ranges::find_if(rules, [&](const AlertRule& rule) {
    return std::ranges::all_of(rule.match, [&](const auto& wanted) {
      return fits(label_of(alert, wanted.first), wanted.second);
    });
  });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace tocsin
