#include "bot/domain/work.h"

namespace tocsin {

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

}  // namespace tocsin
