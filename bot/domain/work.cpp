#include "bot/domain/work.h"

#include "bot/domain/whole_number.h"

#include <cstdint>

namespace tocsin {

namespace {

template <class Number>
bool read_into(Number& number, std::string_view text) {
  number.value = whole_number(text).value_or(0);
  return number.value > 0;
}

}  // namespace

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::open:
      return "open";
    case Standing::ruled_out:
      return "ruled_out";
    case Standing::confirmed:
      return "confirmed";
  }
  return "";
}

std::string_view name_of(TaskKind kind) {
  switch (kind) {
    case TaskKind::task:
      return "task";
    case TaskKind::followup:
      return "followup";
  }
  return "";
}

std::string_view name_of(TaskState state) {
  switch (state) {
    case TaskState::open:
      return "open";
    case TaskState::done:
      return "done";
    case TaskState::dropped:
      return "dropped";
  }
  return "";
}

std::string_view name_of(PageState state) {
  switch (state) {
    case PageState::open:
      return "open";
    case PageState::acknowledged:
      return "acknowledged";
    case PageState::declined:
      return "declined";
    case PageState::stopped:
      return "stopped";
  }
  return "";
}

std::string_view name_of(PagerCall call) {
  switch (call) {
    case PagerCall::trigger:
      return "trigger";
    case PagerCall::acknowledge:
      return "acknowledge";
    case PagerCall::resolve:
      return "resolve";
  }
  return "";
}

std::string_view name_of(ChannelChange change) {
  switch (change) {
    case ChannelChange::renamed:
      return "renamed";
    case ChannelChange::archived:
      return "archived";
    case ChannelChange::unarchived:
      return "unarchived";
    case ChannelChange::deleted:
      return "deleted";
    case ChannelChange::left:
      return "left";
    case ChannelChange::joined:
      return "joined";
  }
  return "";
}

std::string handle(HypothesisNumber number) { return "H" + std::to_string(number.value); }
std::string handle(TaskNumber number) { return "T" + std::to_string(number.value); }
std::string handle(PageNumber number) { return "P" + std::to_string(number.value); }

std::string dedup_key(IncidentNumber incident, PageNumber page) {
  return "INC-" + std::to_string(incident.value) + "-" + handle(page);
}

std::optional<NamedPage> read_dedup_key(std::string_view key) {
  constexpr std::string_view k_incident = "INC-";
  constexpr std::string_view k_page = "-P";
  if (!key.starts_with(k_incident)) return std::nullopt;
  key.remove_prefix(k_incident.size());
  const std::size_t middle = key.find(k_page);
  if (middle == std::string_view::npos) return std::nullopt;
  NamedPage named;
  const bool is_whole = read_into(named.incident, key.substr(0, middle)) &&
                        read_into(named.page, key.substr(middle + k_page.size()));
  return is_whole ? std::optional(named) : std::nullopt;
}

}  // namespace tocsin
