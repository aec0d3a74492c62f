#include "bot/domain/state.h"

#include "bot/domain/ascii.h"

#include <array>
#include <string>
#include <utility>

namespace tocsin {

namespace {

constexpr std::array<std::pair<State, std::string_view>, 7> k_state_names{{
    {State::investigating, "investigating"},
    {State::identified, "identified"},
    {State::monitoring, "monitoring"},
    {State::mitigated, "mitigated"},
    {State::resolved, "resolved"},
    {State::closed, "closed"},
    {State::cancelled, "cancelled"},
}};

constexpr std::array<std::pair<Severity, std::string_view>, 4> k_severity_names{{
    {Severity::sev1, "sev1"},
    {Severity::sev2, "sev2"},
    {Severity::sev3, "sev3"},
    {Severity::sev4, "sev4"},
}};

}  // namespace

std::string_view name_of(State state) {
  for (const auto& [known, name] : k_state_names) {
    if (known == state) return name;
  }
  return "investigating";
}

std::string_view name_of(Severity severity) {
  for (const auto& [known, name] : k_severity_names) {
    if (known == severity) return name;
  }
  return "sev4";
}

std::string_view name_of(WriteupState state) {
  switch (state) {
    case WriteupState::draft:
      return "draft";
    case WriteupState::in_review:
      return "in_review";
    case WriteupState::published:
      return "published";
  }
  return "";
}

std::string_view words_of(WriteupState state) {
  return state == WriteupState::in_review ? "in review" : name_of(state);
}

std::optional<State> find_state(std::string_view name) {
  for (const auto& [state, known] : k_state_names) {
    if (known == name) return state;
  }
  return std::nullopt;
}

std::optional<Severity> find_severity(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c != '-' && c != '_') letters.push_back(lower_letter(c));
  }
  std::string_view digit = letters;
  for (const std::string_view prefix : {"severity", "sev", "p"}) {
    if (digit.starts_with(prefix)) {
      digit.remove_prefix(prefix.size());
      break;
    }
  }
  if (digit.size() != 1 || digit[0] < '1' || digit[0] > '4') return std::nullopt;
  return static_cast<Severity>(digit[0] - '0');
}

}  // namespace tocsin
